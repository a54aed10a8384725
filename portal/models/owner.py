"""How does the database's owner reach it, for migrations alone?"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pysqlite3
from sqlalchemy import Connection, Engine, create_engine, event, text


def engine(url: str) -> Engine:
    """Return an engine that none of the tenant walls watch; it must never serve a request."""
    if not url.startswith("sqlite"):
        return create_engine(url)
    made = create_engine(url, module=pysqlite3)
    event.listen(made, "connect", take_transactions_from_driver)
    event.listen(made, "begin", begin_at_once)
    return made


def take_transactions_from_driver(connection: Any, record: Any) -> None:
    """Stop the driver from beginning and committing by itself: a migration is one transaction."""
    connection.isolation_level = None
    connection.execute("PRAGMA busy_timeout = 10000")
    connection.execute("PRAGMA foreign_keys = OFF")


def begin_at_once(connection: Connection) -> None:
    """Take SQLite's write lock at the beginning."""
    connection.exec_driver_sql("BEGIN IMMEDIATE")


@contextmanager
def migrating(connection: Connection) -> Iterator[None]:
    """Check SQLite's foreign keys after the migration: they are off during it, since batch mode moves parents."""
    yield
    if connection.dialect.name == "sqlite":
        broken = connection.execute(text("PRAGMA foreign_key_check")).all()
        if broken:
            raise RuntimeError(f"the migration leaves rows without their parents: {broken[:5]}")
