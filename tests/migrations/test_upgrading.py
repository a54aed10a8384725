"""Does a database of any earlier version, with rows in every table, come to this one with its rows kept?

One database walks through every version, in the short run through some. At each, every table gets a row more and the
walls are raised as they stood; so the rows of each version pass through every migration that came after it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import Column, Connection, MetaData, Table, UniqueConstraint, select, types

from portal.config import settings_from
from portal.models import every_model, owner, walls
from portal.models.base import metadata
from portal.models.schema import roles_of
from tests.databases import ROOT, empty_database
from tests.schema import dispose, new_portal

TENANT = "riverton"
LAST = 3
Row = dict[str, Any]
# A column that a migration means to change, with the reason: everything else has to come through as it was.
MEANT_TO_CHANGE: dict[tuple[str, str], str] = {}


@pytest.fixture
def empty_portal(engine_name: str, tmp_path: Path) -> Iterator[Flask]:
    with empty_database(engine_name, tmp_path / "instance") as environment:
        portal = new_portal(settings_from(environment))
        yield portal
        dispose(portal)


def revisions() -> list[str]:
    """Return every version, the first first."""
    scripts = ScriptDirectory(str(ROOT / "migrations"))
    return [script.revision for script in scripts.walk_revisions()][::-1]


def run(portal: Flask, *words: str) -> None:
    result = portal.test_cli_runner().invoke(args=list(words), catch_exceptions=False)
    assert result.exit_code == 0, result.output


class Walk:
    """A database on its way through the versions, with what was put into it."""

    def __init__(self, portal: Flask) -> None:
        self.settings = portal.extensions["settings"]
        self.engine = owner.engine(self.settings.owner_url)
        self.put: list[tuple[str, Row]] = []

    def fill(self, revision: str, number: int) -> None:
        """Put a row into every table, parents first, and raise the walls as that version had them."""
        with self.engine.begin() as connection:
            found = tables_of(connection)
            with walls.lifted(connection, *(table.name for table in found)):
                rows: dict[str, Row] = {}
                for table in found:
                    rows[table.name] = row_of(table, rows, f"{revision}-{table.name}", number)
                    connection.execute(table.insert().values(rows[table.name]))
                    self.put.append((table.name, rows[table.name]))
            walls.install_walls(connection, as_known(found), roles_of(self.settings))
            if connection.dialect.name == "sqlite":
                assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []

    def lost(self) -> list[str]:
        """Return what was put in and is not there any more as it was."""
        with self.engine.begin() as connection:
            found = {table.name: table for table in tables_of(connection)}
            with walls.lifted(connection, *found):
                return [fault for name, row in self.put for fault in faults_of(connection, found, name, row)]


def tables_of(connection: Connection) -> list[Table]:
    """Return the tables that stand in the database, parents first, without Alembic's and the search's own."""
    reflected = MetaData()
    reflected.reflect(connection, only=lambda name, _: "words" not in name and name != "alembic_version")
    return list(reflected.sorted_tables)


def as_known(found: list[Table]) -> MetaData:
    """Return what the models say of the tables that are there, and of those to come to which they lead by now.

    A key over a column that is still to come is left out: no wall of that version named it.
    """
    known = MetaData(naming_convention=metadata.naming_convention)
    there = {table.name: set(table.columns.keys()) for table in found}
    waiting = [table.name for table in found if table.name in metadata.tables]
    while waiting:
        name = waiting.pop()
        if name not in known.tables:
            table = metadata.tables[name]
            copied = table.to_metadata(known)
            copied.constraints -= {
                rule
                for rule in copied.constraints
                if isinstance(rule, UniqueConstraint)
                and not set(rule.columns.keys()) <= there.get(name, set())
            }
            waiting += [key.referred_table.name for key in table.foreign_key_constraints]
    return known


def row_of(table: Table, rows: dict[str, Row], words: str, number: int) -> Row:
    """Return a made-up row of a table whose parents are the rows put in just before."""
    row = {column.name: value_of(column, words, number) for column in table.columns}
    for constraint in table.foreign_key_constraints:
        parent = rows.get(constraint.referred_table.name)
        names = [element.parent.name for element in constraint.elements]
        if parent is None:
            # A row that may follow another of its own table is the first of its kind.
            row |= {name: None for name in names if table.columns[name].nullable}
        else:
            columns = [element.column.name for element in constraint.elements]
            row |= {name: parent[column] for name, column in zip(names, columns, strict=True)}
    return row


def value_of(column: Column[Any], words: str, number: int) -> Any:
    """Return a value that the column takes and that no other row has."""
    if column.name in ("tenant", "tenant_slug"):
        return f"{TENANT}-{number}"
    kind = column.type
    if isinstance(kind, types.Uuid):
        return uuid4()
    if isinstance(kind, types.JSON):
        return {"said": words}
    if isinstance(kind, types.String):
        return uuid4().hex if kind.length == 32 else f"{words}-{uuid4().hex}"[-(kind.length or 60) :]
    return number if isinstance(kind, types.Integer) else made_of(kind)


def made_of(kind: types.TypeEngine[Any]) -> Any:
    """Return a value of a kind that is neither an identifier nor words."""
    if isinstance(kind, types.Boolean):
        return True
    if isinstance(kind, types.DateTime):
        return datetime(2026, 3, 27, 9, 30, tzinfo=UTC)
    if isinstance(kind, types.Date):
        return date(2026, 3, 27)
    assert isinstance(kind, types.LargeBinary), f"say in `made_of` what a {kind!r} may hold"
    return b"sealed, whatever it says"


def faults_of(connection: Connection, found: dict[str, Table], name: str, row: Row) -> Iterator[str]:
    """Yield what is different about one row that was put in."""
    if name not in found:
        yield f"{name}: the table is gone"
        return
    table = found[name]
    keys = [column for column in table.primary_key.columns if column.name in row]
    kept = connection.execute(select(table).where(*(key == row[key.name] for key in keys))).mappings().first()
    if kept is None:
        yield f"{name}: the row {[row[key.name] for key in keys]} is gone"
        return
    for column, value in row.items():
        if column in kept and (name, column) not in MEANT_TO_CHANGE and plain(kept[column]) != plain(value):
            yield f"{name}.{column}: {value!r} became {kept[column]!r}"


def plain(value: Any) -> Any:
    """Return a value as both engines give it back."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).replace(tzinfo=None) if value.tzinfo else value
    if isinstance(value, memoryview):
        return bytes(value)
    return value.hex if isinstance(value, UUID) else value


@pytest.mark.parametrize("every", [10, pytest.param(1, marks=pytest.mark.prove)])
def test_every_earlier_versions_rows_come_to_this_one_and_every_wall_stands(
    empty_portal: Flask, engine_name: str, every: int
) -> None:
    every_model.load()
    walk, found = Walk(empty_portal), revisions()
    first = every if engine_name == "sqlite" else (every + 1) // 2
    for number, revision in enumerate(found, start=1):
        # The short run fills every few versions, others on each engine, and each of the last, which people come from.
        if number % every == first % every or number > len(found) - LAST:
            run(empty_portal, "db", "upgrade", "-d", "migrations", revision)
            walk.fill(revision, number)
    run(empty_portal, "database", "upgrade")
    assert walk.lost() == []
    with walk.engine.connect() as connection:
        assert walls.wall_faults(connection, roles=roles_of(walk.settings)) == []
    walk.engine.dispose()
    run(empty_portal, "db", "check", "-d", "migrations")
    # Head's own rows were put in as well: one of every version for each table it knew.
    assert len(walk.put) > len(metadata.tables)


def test_a_row_that_a_migration_lost_or_changed_would_be_told(empty_portal: Flask) -> None:
    walk = Walk(empty_portal)
    run(empty_portal, "db", "upgrade", "-d", "migrations", revisions()[0])
    walk.fill("first", 7)
    with walk.engine.begin() as connection, walls.lifted(connection, "family_member", "child"):
        connection.exec_driver_sql("UPDATE child SET position = 8")
        connection.exec_driver_sql("DELETE FROM family_member")
    told = walk.lost()
    walk.engine.dispose()
    assert "child.position: 7 became 8" in told
    assert [fault for fault in told if fault.startswith("family_member: the row")]
