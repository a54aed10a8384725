"""How does whoever runs the portal bring in what partnerships published before it?"""

from __future__ import annotations

from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from portal.commands.printing import print_all
from portal.extensions import db
from portal.models.catalogue_copies import Copied, copy_catalogue
from portal.models.session import entering
from portal.tenancy.catalogue import read_catalogue
from portal.tenancy.model import CatalogueEntry, Tenant, Tenants

group = AppGroup("library", help="Import and print what partnerships have published.")


@group.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--tenant", "slug", required=True, metavar="SLUG", help="The partnership whose list it is.")
@click.option("--dry-run", is_flag=True, help="Only say what is wrong and what would be done.")
def import_command(file: Path, slug: str, dry_run: bool) -> None:
    """Bring in a list of what was published; every bad row is named, and then nothing is brought in.

    It stays: `library sync` and every upgrade take away only what the partnership's catalogue.csv listed before and
    lists no longer.
    """
    tenant = tenant_called(slug)
    entries, faults = read_catalogue(file, file.name)
    for fault in faults:
        click.echo(str(fault), err=True)
    if faults:
        raise SystemExit(1)
    if dry_run:
        click.echo(f"{len(entries)} rows are good; nothing was brought in.")
        return
    said(tenant, bring_in(tenant, entries, is_folder=False))


@group.command("print")
def print_command() -> None:
    """Print every published output that has no PDF yet. Safe to run again, at any time."""
    click.echo(f"{print_all()} printed.")


@group.command("sync")
def sync_command() -> None:
    """Bring every partnership's standing catalogue up to date; safe to run again."""
    sync()


def sync() -> None:
    """Bring in what each partnership's folder lists, and take away what it listed before and lists no longer."""
    for tenant in all_tenants().by_slug.values():
        said(tenant, bring_in(tenant, tenant.catalogue, is_folder=True))


def bring_in(tenant: Tenant, entries: tuple[CatalogueEntry, ...], *, is_folder: bool) -> Copied:
    """Copy the lines in one transaction of the partnership's own."""
    with entering(db.session, tenant.slug) as session:
        copied = copy_catalogue(session, tenant, entries, is_folder=is_folder)
        session.commit()
    return copied


def said(tenant: Tenant, copied: Copied) -> None:
    """Say what a reading did."""
    did = {"new": copied.added, "changed": copied.changed, "as before": copied.unchanged}
    did["no longer listed"] = copied.removed
    click.echo(
        f"{tenant.name}: " + (", ".join(f"{n} {what}" for what, n in did.items() if n) or "nothing listed")
    )


def tenant_called(slug: str) -> Tenant:
    """Return the partnership; where there is none, say which there are."""
    tenant = all_tenants().get(slug)
    if tenant is None:
        known = ", ".join(sorted(all_tenants().by_slug))
        raise click.ClickException(f"There is no partnership {slug!r}; there are: {known}.")
    return tenant


def all_tenants() -> Tenants:
    """Return every partnership on this portal."""
    tenants: Tenants = current_app.extensions["tenants"]
    return tenants
