"""How does whoever runs the portal make a master key, change it, and sweep keys that open nothing?"""

from __future__ import annotations

import base64
import secrets
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import click
from flask import current_app
from flask.cli import AppGroup

from portal.domain.audit_chain import BrokenExport, read_key
from portal.extensions import db
from portal.models.keystore import KEY_BYTES, RESERVED_TENANT, WrongMasterKey, keystore
from portal.models.session import entering
from portal.models.units import units_with_rows

group = AppGroup("keys", help="Make, rotate and sweep keys.")


# Without the portal: in production it does not start before it has this key.
@group.command(with_appcontext=False)
def generate() -> None:
    """Print a new master key, for PORTAL_MASTER_KEY; it is stored nowhere."""
    click.echo(base64.urlsafe_b64encode(secrets.token_bytes(KEY_BYTES)).decode().rstrip("="))


@group.command()
def check() -> None:
    """Say whether PORTAL_MASTER_KEY opens the key store; exit status 1 where it does not."""
    try:
        keystore().check()
    except WrongMasterKey as fault:
        raise click.ClickException(str(fault)) from fault
    click.echo("The master key opens the key store.")


@group.command("rotate-master")
@click.option("--new-key-file", type=click.Path(exists=True, dir_okay=False, path_type=Path), required=True,
              help="A file that holds the new master key, as `keys generate` prints it.")  # fmt: skip
def rotate_master(new_key_file: Path) -> None:
    """Wrap every partnership's key under a new master key. Nothing sealed changes, nothing is sealed again.

    Stop the portal first, run this with the old key set, then start it with the new one. Keep the old key as
    long as you keep a backup of the key store that was made under it.
    """
    try:
        count = keystore().rotate_master(read_key(new_key_file))
    except (BrokenExport, WrongMasterKey) as fault:
        raise click.ClickException(str(fault)) from fault
    click.echo(f"{count} keys are wrapped under the new master key. Set PORTAL_MASTER_KEY to it now.")


@group.command()
@click.option("--older-than-hours", type=click.IntRange(min=1), default=24, show_default=True,
              help="Leave keys younger than this: their rows may be on the way.")  # fmt: skip
@click.option("--dry-run", is_flag=True, help="Only say how many there are.")
def sweep(older_than_hours: int, dry_run: bool) -> None:
    """Remove keys whose rows never came to be, as a crash between key and row leaves them.

    Do not run it on a database restored from an older backup than the key store's: the keys of what happened
    in between would be taken for orphans.
    """
    before = datetime.now(UTC) - timedelta(hours=older_than_hours)
    for tenant in [*current_app.extensions["tenants"].by_slug, RESERVED_TENANT]:
        known = units_of(tenant)
        if dry_run:
            click.echo(f"{tenant}: {len(keystore().orphans(tenant, known, before))} keys without rows")
        else:
            click.echo(
                f"{tenant}: {keystore().sweep_orphans(tenant, known, before)} keys without rows removed"
            )


def units_of(tenant: str) -> set[UUID]:
    """Return the units that have rows, read in a session of their partnership."""
    with entering(db.session, tenant, writes=False) as session:
        return units_with_rows(session, tenant)
