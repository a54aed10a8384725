"""How does what stands in SQLite come to stand in PostgreSQL too, without being made there a second time?"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Table, create_engine, func, make_url, select, text

from portal.config import settings_from
from portal.extensions import db
from portal.models import owner
from tests import postgres
from tests.databases import Builder, Environment, settings_of, sqlite_template
from tests.schema import build_schema


def carry(environment: Environment, build: Builder, template: str) -> None:
    """Fill an empty PostgreSQL database with the rows of SQLite's template, beside the keys and files they need."""
    build_schema(environment)
    instance = Path(environment["PORTAL_INSTANCE"])
    shutil.copytree(sqlite_template(build, template), instance, dirs_exist_ok=True)
    source, target = (
        owner.engine(settings_from(settings_of(instance)).owner_url),
        past_every_wall(environment),
    )
    try:
        with source.connect() as there, target.begin() as here:
            carry_rows(there, here)
    finally:
        source.dispose()
        target.dispose()
    for left in instance.glob("portal.db*"):
        left.unlink()


def past_every_wall(environment: Environment) -> Engine:
    """Return the superuser's way into a database: the owner of its tables may write no partnership's row."""
    database = make_url(environment["PORTAL_OWNER_URL"]).database
    assert database is not None
    return create_engine(postgres.cluster_url(database))


def carry_rows(there: Connection, here: Connection) -> None:
    """Copy every row of every table; AssertionError where fewer arrive."""
    # A row may name one that is still to come: what SQLite holds was checked when it was written.
    here.execute(text("SET LOCAL session_replication_role = replica"))
    for table in db.metadata.tables.values():
        rows = list(rows_of(there, table))
        if rows:
            here.execute(table.insert(), rows)
        assert here.scalar(select(func.count()).select_from(table)) == len(rows), table.name


def rows_of(there: Connection, table: Table) -> Iterator[dict[str, Any]]:
    """Yield the rows of a table as the portal reads them."""
    for row in there.execute(select(table)):
        yield dict(row._mapping)
