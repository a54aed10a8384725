"""Which walls does the database itself hold, and are they all standing?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from sqlalchemy import Connection, MetaData, text
from sqlalchemy.exc import ProgrammingError

from portal.models import postgres_walls, sqlite_walls
from portal.models.base import metadata
from portal.models.postgres_walls import Roles
from portal.models.tables import tenant_tables

__all__ = [
    "Roles",
    "connection_faults",
    "create_roles",
    "install_walls",
    "lifted",
    "role_faults",
    "wall_faults",
]


def install_walls(connection: Connection, metadata: MetaData = metadata, roles: Roles | None = None) -> None:
    """Raise the database's own walls, after every migration and as its owner; a second time changes nothing."""
    if connection.dialect.name == "postgresql":
        for statement in postgres_walls.statements(connection, metadata, roles or Roles()):
            connection.exec_driver_sql(statement)
        return
    standing = _sqlite_triggers(connection)
    wanted = sqlite_walls.insert_only_triggers(metadata)
    for name in standing:
        if name.startswith("only_insert_") and standing[name] != wanted.get(name):
            connection.exec_driver_sql(f'DROP TRIGGER "{name}"')
    for name, statement in wanted.items():
        if standing.get(name) != statement:
            connection.exec_driver_sql(statement)


def create_roles(connection: Connection, roles_urls: Mapping[str, str]) -> list[str]:
    """Create each face's role where it is missing; return the SQL for those that this owner may not create."""
    if connection.dialect.name != "postgresql":
        return []
    refused = []
    for statement in postgres_walls.role_statements(connection, roles_urls.values()):
        try:
            with connection.begin_nested():
                connection.exec_driver_sql(statement.replace("%", "%%"))
        except ProgrammingError:
            refused.append(statement + ";")
    return refused


def wall_faults(
    connection: Connection, metadata: MetaData = metadata, roles: Roles | None = None
) -> list[str]:
    """Return every wall that the catalogue shows missing, weakened or got round; none is the only good answer."""
    if connection.dialect.name == "postgresql":
        return postgres_walls.faults(connection, metadata, roles or Roles())
    standing = _sqlite_triggers(connection)
    faults = [
        f"{name}: the trigger is missing or altered; run `flask --app wsgi database upgrade`"
        for name, statement in sqlite_walls.insert_only_triggers(metadata).items()
        if standing.get(name) != statement
    ]
    views = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'view'").scalars()
    return faults + [f"{name}: a view hides which tables it reads; drop it" for name in views]


def role_faults(connection: Connection) -> list[str]:
    """Return why a connection's role may not serve the portal; SQLite has no roles."""
    return postgres_walls.role_faults(connection) if connection.dialect.name == "postgresql" else []


def connection_faults(connection: Connection, metadata: MetaData = metadata) -> list[str]:
    """Return what makes a staff connection unfit to serve: an owner's rights, or SQLite's walls not up."""
    if connection.dialect.name == "postgresql":
        return role_faults(connection)
    faults = []
    if connection.exec_driver_sql("PRAGMA foreign_keys").scalar() != 1:
        faults.append("foreign keys are off on this connection")
    temporary = set(
        connection.exec_driver_sql("SELECT name FROM temp.sqlite_master WHERE type = 'trigger'").scalars()
    )
    for table in tenant_tables(metadata):
        for kind in ("insert", "update", "delete"):
            if f"wall_{kind}_{table.name}" not in temporary:
                faults.append(f"{table.name}: this connection has no trigger against a foreign {kind}")
    return faults


@contextmanager
def lifted(connection: Connection, *tables: str) -> Iterator[None]:
    """Let the owner see every row of these tables inside one migration: forced security hides them otherwise."""
    if connection.dialect.name == "postgresql":
        for name in tables:
            connection.execute(text(f'ALTER TABLE "{name}" NO FORCE ROW LEVEL SECURITY'))
    yield
    if connection.dialect.name == "postgresql":
        for name in tables:
            connection.execute(text(f'ALTER TABLE "{name}" FORCE ROW LEVEL SECURITY'))


def _sqlite_triggers(connection: Connection) -> dict[str, str]:
    rows = connection.exec_driver_sql("SELECT name, sql FROM main.sqlite_master WHERE type = 'trigger'")
    return {row.name: row.sql for row in rows}
