"""How does whoever runs or inspects the portal verify, export and anchor the audit chains?"""

from __future__ import annotations

import base64
import json
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from portal.domain.audit_chain import BrokenExport, Head
from portal.extensions import db
from portal.models.chain import Verdict, chain_key, head_of, links_of, verdict_on
from portal.models.keystore import RESERVED_TENANT
from portal.models.session import entering

group = AppGroup("audit", help="Verify and export the audit chains.")
HEAD_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


def chains() -> list[str]:
    """Return whose chains there are: every partnership's, and that of events of none."""
    return [*current_app.extensions["tenants"].by_slug, RESERVED_TENANT]


@group.command()
@click.option("--head", "head_file", type=HEAD_FILE,
              help="Heads kept elsewhere, as `audit heads` prints them; without, a cut end goes unseen.")  # fmt: skip
def verify(head_file: Path | None) -> None:
    """Verify every chain; exit status 1 where any entry was changed, removed, added, moved or cut off."""
    exported = heads_from(head_file) if head_file else {}
    verdicts = {
        tenant: verdict_of(tenant, exported.get(tenant)) for tenant in {**dict.fromkeys(chains()), **exported}
    }
    for tenant, verdict in verdicts.items():
        for fault in verdict.faults:
            click.echo(f"{tenant}: {fault.kind}: {fault.message}", err=True)
        click.echo(f"{tenant}: {verdict.count} entries, {len(verdict.faults)} faults")
    if not head_file:
        click.echo("No heads were given (--head), so missing last entries would not be seen.")
    if any(verdict.faults for verdict in verdicts.values()):
        raise SystemExit(1)


def verdict_of(tenant: str, exported: Head | None) -> Verdict:
    """Verify one chain in a session of its own."""
    with entering(db.session, tenant, writes=False) as session:
        return verdict_on(session, tenant, exported)


def heads_from(path: Path) -> dict[str, Head]:
    """Read heads that `audit heads` printed, one JSON object a line."""
    try:
        lines = path.read_text("utf-8").splitlines()
        return {str(json.loads(line)["tenant"]): Head.from_json(line) for line in lines if line.strip()}
    except (BrokenExport, ValueError, KeyError, TypeError) as fault:
        raise click.ClickException(
            f"{path} does not hold heads as `audit heads` prints them: {fault}"
        ) from fault


@group.command()
def heads() -> None:
    """Print the head of every chain, one JSON object a line: keep it where the database cannot be reached from."""
    for tenant in chains():
        with entering(db.session, tenant, writes=False) as session:
            head = head_of(session, tenant)
        if head is not None:
            click.echo(json.dumps({"tenant": tenant, **json.loads(head.to_json())}))


@group.command()
@click.argument("tenant")
def export(tenant: str) -> None:
    """Print one chain, one JSON object a line, for `python -m portal.domain.audit_chain`."""
    refuse_unknown(tenant)
    with entering(db.session, tenant, writes=False) as session:
        for link in links_of(session, tenant):
            click.echo(link.to_line())


@group.command()
@click.argument("tenant")
def key(tenant: str) -> None:
    """Print the key of one chain, for an auditor who verifies an export alone.

    It opens nothing that is sealed. Whoever holds it could forge this chain, but not past a head kept elsewhere.
    """
    refuse_unknown(tenant)
    click.echo(base64.b64encode(chain_key(tenant)).decode())


def refuse_unknown(tenant: str) -> None:
    """Stop where nobody has a chain of this name."""
    if tenant not in chains():
        raise click.UsageError(f"There is no chain {tenant!r}; there are {', '.join(chains())}.")
