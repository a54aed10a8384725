"""How is the whole schema, tables and walls, made in an empty database?"""

from __future__ import annotations

from sqlalchemy import Connection

from portal.config import Settings
from portal.extensions import db
from portal.models import every_model, owner
from portal.models.published_search import create_search
from portal.models.walls import Roles, install_walls


def create_schema(settings: Settings) -> None:
    """Make every table and every wall as the database's owner; for tests, and to prove the migrations equal."""
    every_model.load()
    engine = owner.engine(settings.owner_url)
    try:
        with engine.begin() as connection:
            make_schema(connection, roles_of(settings))
    finally:
        engine.dispose()


def make_schema(connection: Connection, roles: Roles | None = None) -> None:
    """Make every table and every wall through one connection of the owner's."""
    db.metadata.create_all(connection)
    create_search(connection)
    install_walls(connection, db.metadata, roles)


def roles_of(settings: Settings) -> Roles:
    """Return the roles that the settings' addresses sign in with; the portal's own names where they say none."""
    return Roles.from_urls(settings.database_url, settings.public_url, settings.region_url)
