"""Which walls stand in SQLite, which knows neither roles nor row-level security?"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import pysqlite3
from sqlalchemy import MetaData, Table, UniqueConstraint
from sqlalchemy.dialects.sqlite import dialect

from portal.models.bounds import Face
from portal.models.tables import (
    VERSION_TABLE,
    insert_only_tables,
    insertable,
    readable,
    tenant_tables,
)

# What a connection's record remembers: its triggers are all up; a list says what it may name; that has an inbox.
IS_WALLED = "portal_is_walled"
IS_LISTED = "portal_is_listed"
HAS_INBOX = "portal_has_inbox"

_READABLE_PRAGMAS = {"data_version", "read_uncommitted"}
_REFUSED_FUNCTIONS = {"load_extension", "fts3_tokenizer"}
_ALWAYS = {
    pysqlite3.SQLITE_SELECT,
    pysqlite3.SQLITE_TRANSACTION,
    pysqlite3.SQLITE_SAVEPOINT,
    pysqlite3.SQLITE_RECURSIVE,
}
_quote = dialect().identifier_preparer.quote

Authorizer = Callable[[int, str | None, str | None, str | None, str | None], int]


def guard(connection: Any, record: Any, face: Face, metadata: MetaData) -> None:
    """Raise the walls of a new connection: write triggers, and off the staff face the list of what it may name."""
    _raise_triggers(connection, record, face, metadata)
    if face == "staff":
        return
    searches = _searches(connection)
    for name in searches:
        # A full-text table opens its shadow tables once, before the list closes them.
        connection.execute(f"SELECT rowid FROM {_quote(name)} LIMIT 1").fetchall()  # noqa: S608
    # An inbox whose trigger could not be raised, since its table is not there yet, is no inbox.
    inboxes = insertable(metadata, face) if record.info[IS_WALLED] else frozenset()
    if not inboxes:
        connection.execute("PRAGMA query_only = ON")
    record.info[IS_LISTED], record.info[HAS_INBOX] = True, bool(inboxes)
    allowed = readable(metadata, face) | {VERSION_TABLE} | _searchable(searches)
    connection.set_authorizer(authorizer(allowed, inboxes, _names(connection)))


def complete(connection: Any, record: Any, face: Face, metadata: MetaData) -> None:
    """Raise the triggers of tables that were not there yet when the connection was made."""
    if not record.info.get(IS_WALLED) and face == "staff":
        connection.execute("PRAGMA query_only = OFF")
        _raise_triggers(connection, record, face, metadata)


def _raise_triggers(connection: Any, record: Any, face: Face, metadata: MetaData) -> None:
    present = _names(connection)
    wanted = tenant_tables(metadata)
    if face != "staff":
        wanted = [table for table in wanted if table.name in insertable(metadata, face)]
    here = [tenant_triggers(table) for table in wanted if table.name in present]
    # In one go: a new connection waits for three hundred of them.
    connection.executescript("".join(("BEGIN;", *here, "COMMIT;")))
    record.info[IS_WALLED] = all(table.name in present for table in wanted)


@lru_cache(512)
def tenant_triggers(table: Table) -> str:
    """Return the triggers of one connection that stop a row of another tenant being written, changed or deleted."""
    sides = {"INSERT": ("NEW",), "UPDATE": ("OLD", "NEW"), "DELETE": ("OLD",)}
    return "".join(
        f"CREATE TEMP TRIGGER IF NOT EXISTS {_quote(f'wall_{event.lower()}_{table.name}')} "
        f"BEFORE {event} ON main.{_quote(table.name)} "
        f"WHEN {' OR '.join(f'{row}.tenant IS NOT current_tenant()' for row in rows)} "
        f"BEGIN SELECT RAISE(ABORT, 'out of bounds: {table.name}'); END;"
        for event, rows in sides.items()
    )


def insert_only_triggers(metadata: MetaData) -> dict[str, str]:
    """Return, by name, the lasting triggers that refuse to change, delete or replace what may only be added to."""
    found: dict[str, str] = {}
    for table in insert_only_tables(metadata):
        for event, condition in {"update": "1", "delete": "1", "insert": _replaces(table)}.items():
            name = f"only_insert_{event}_{table.name}"
            found[name] = (
                f"CREATE TRIGGER {_quote(name)} BEFORE {event.upper()} ON {_quote(table.name)} WHEN {condition} "
                f"BEGIN SELECT RAISE(ABORT, '{table.name} is only ever added to'); END"
            )
    return found


def _replaces(table: Table) -> str:
    """Return the condition under which INSERT OR REPLACE would take the place of a row, key by key."""
    keys = [tuple(table.primary_key.columns)]
    keys += [tuple(rule.columns) for rule in table.constraints if isinstance(rule, UniqueConstraint)]
    keys += [tuple(index.columns) for index in table.indexes if index.unique]
    tests = [" AND ".join(f"{_quote(c.name)} = NEW.{_quote(c.name)}" for c in key) for key in keys]
    name = _quote(table.name)
    return " OR ".join(f"EXISTS (SELECT 1 FROM {name} WHERE {test})" for test in sorted(tests))  # noqa: S608


def authorizer(allowed: frozenset[str], inboxes: frozenset[str], present: frozenset[str]) -> Authorizer:
    """Return SQLite's callback for a face that may name only what is published, released, or its own inbox."""

    def may_read(table: str | None, column: str | None, trigger: str | None) -> bool:
        if table in allowed or (trigger is not None and table in inboxes):
            return True
        # count(*) over a WITH query names it here; it is no table, and what it reads is asked for by itself.
        return column == "" and table not in present and not str(table).startswith("sqlite_")

    def is_allowed(action: int, first: str | None, second: str | None, trigger: str | None) -> bool:
        if action in _ALWAYS:
            return True
        if action == pysqlite3.SQLITE_READ:
            return may_read(first, second, trigger)
        if action == pysqlite3.SQLITE_FUNCTION:
            return second not in _REFUSED_FUNCTIONS
        if action == pysqlite3.SQLITE_PRAGMA:
            return first in _READABLE_PRAGMAS and second is None
        return action == pysqlite3.SQLITE_INSERT and first in inboxes

    def authorize(
        action: int, first: str | None, second: str | None, schema: str | None, trigger: str | None
    ) -> int:
        is_ok = is_allowed(action, first, second, trigger)
        return int(pysqlite3.SQLITE_OK if is_ok else pysqlite3.SQLITE_DENY)

    return authorize


def _searchable(searches: list[str]) -> frozenset[str]:
    shadows = ("data", "idx", "content", "docsize", "config")
    return frozenset(searches) | {f"{name}_{shadow}" for name in searches for shadow in shadows}


def _names(connection: Any) -> frozenset[str]:
    return frozenset(name for (name,) in connection.execute("SELECT name FROM sqlite_master").fetchall())


def _searches(connection: Any) -> list[str]:
    """Return the full-text tables over what is published: by convention their names begin with `published_`."""
    found = connection.execute(
        "SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE%fts5%' AND name LIKE 'published\\_%' "
        "ESCAPE '\\'"
    )
    return [name for (name,) in found.fetchall()]
