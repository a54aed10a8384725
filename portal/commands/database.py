"""Is the database at this version, with every wall standing?"""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import AppGroup
from flask_migrate import upgrade as migrate_to_head

from portal.commands import library
from portal.models import every_model, owner, walls
from portal.models.hidden_records import hidden_records
from portal.models.published_search import create_search

group = AppGroup("database", help="Bring the database up to this version, walls included.")


@group.command()
def upgrade() -> None:
    """Migrate to this version as the owner, and put every wall in its place; safe to run again."""
    bring_up()


def bring_up() -> None:
    """Do what `upgrade` does and say so; SystemExit where a role or a wall is missing."""
    migrate_to_head()
    engine = owner.engine(current_app.extensions["settings"].owner_url)
    with engine.begin() as connection:
        create_search(connection)
        missing = walls.create_roles(connection, role_addresses())
        if not missing:
            walls.install_walls(connection, roles=roles())
            faults = walls.wall_faults(connection, roles=roles())
    engine.dispose()
    if missing:
        click.echo("Let PostgreSQL's administrator create these roles, then run this again:", err=True)
    report(missing or faults)
    library.sync()
    click.echo("The database is at this version and its walls stand.")


@group.command()
def check() -> None:
    """Say which walls are missing and whose records no folder names; exit status 1 where there is any."""
    every_model.load()
    engine = owner.engine(current_app.extensions["settings"].owner_url)
    with engine.connect() as connection:
        faults = walls.wall_faults(connection, roles=roles())
    engine.dispose()
    report(faults + hidden_records())
    click.echo("The walls stand, and every record is of a partnership here.")


def role_addresses() -> dict[str, str]:
    """Return the address that each face signs in to the database with."""
    settings = current_app.extensions["settings"]
    return {"staff": settings.database_url, "public": settings.public_url, "region": settings.region_url}


def roles() -> walls.Roles:
    """Return the role of each face."""
    return walls.Roles.from_urls(**role_addresses())


def report(faults: list[str]) -> None:
    """Print each fault and stop where there is any."""
    for fault in faults:
        click.echo(fault, err=True)
    if faults:
        raise SystemExit(1)
