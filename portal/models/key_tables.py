"""What do the tables of the key store look like, and how are they opened on either engine?"""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Engine,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Uuid,
    create_engine,
    event,
    text,
)
from sqlalchemy.engine import make_url

from portal.models.base import SLUG_LENGTH, Instant

keys = MetaData()

tenant_key = Table(
    "tenant_key",
    keys,
    Column("tenant", String(SLUG_LENGTH), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("wrapped", LargeBinary, nullable=False),
    Column("created_at", Instant, nullable=False),
)

# A destroyed key leaves its row as a tombstone, without the key: the certificate of disposal can be checked.
unit_key = Table(
    "unit_key",
    keys,
    Column("tenant", String(SLUG_LENGTH), primary_key=True),
    Column("unit", Uuid, primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("tenant_version", Integer, nullable=False),
    Column("wrapped", LargeBinary),
    Column("created_at", Instant, nullable=False),
    Column("destroyed_at", Instant),
)

# secure_delete overwrites a removed key in the file; FULL keeps a committed key through a power cut.
PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=10000", "secure_delete=ON")
# Any number does, as long as nothing else in the store's database asks for the same lock.
MAKING_TABLES = 7_015_001


def now() -> datetime:
    """Return this moment in UTC."""
    return datetime.now(UTC)


def unit_is(tenant: str, unit: UUID) -> ColumnElement[bool]:
    """Return the condition that names one unit of one partnership."""
    return (unit_key.c.tenant == tenant) & (unit_key.c.unit == unit)


def engine_of(url: str) -> Engine:
    """Return an engine on the key store; a SQLite file is made readable by its owner only."""
    address = make_url(url)
    if address.get_backend_name() != "sqlite":
        return create_engine(address, pool_pre_ping=True, pool_size=2)
    import pysqlite3

    if address.database and address.database != ":memory:":
        private_file(Path(address.database))
    engine = create_engine(address, module=pysqlite3)
    event.listen(engine, "connect", prepare_sqlite)
    event.listen(engine, "begin", begin)
    return engine


def private_file(path: Path) -> None:
    """Make an empty file that only its owner can read, where there is none yet."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))


def prepare_sqlite(connection: Any, record: object) -> None:
    """Set a new connection's pragmas, and take BEGIN away from the driver."""
    connection.isolation_level = None
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def begin(connection: Connection) -> None:
    """Take the write lock at once where a key may be written: a reading transaction cannot turn to writing."""
    reads_only = connection.get_execution_options().get("portal_reads_only")
    connection.exec_driver_sql("BEGIN" if reads_only else "BEGIN IMMEDIATE")


def reading(engine: Engine) -> Connection:
    """Return a connection that takes no write lock."""
    return engine.connect().execution_options(portal_reads_only=True)


def make_tables(engine: Engine) -> None:
    """Make the tables where they are missing; two processes may try in the same moment."""
    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": MAKING_TABLES})
        keys.create_all(connection, checkfirst=True)


def overwrite_removed(engine: Engine) -> None:
    """Let no earlier version of a changed row stay in the store's files."""
    if engine.dialect.name == "sqlite":
        connection = engine.raw_connection()
        try:
            connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            connection.close()
        return
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as own:
        own.exec_driver_sql("VACUUM unit_key, tenant_key")
