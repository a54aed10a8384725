"""How does each face's engine reach its database, and which walls stand on every connection?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pysqlite3
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Connection, Engine, MetaData, create_engine, event, make_url
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import scoped_session

from portal.models import sqlite_walls, walls
from portal.models.bounds import SCOPE, Face
from portal.models.session import READERS, TenantSession
from portal.models.tripwire import arm

READS_ONLY = "portal_reads_only"

# Below this, WAL can corrupt a file that two connections write (fixed 13 March 2026): SQLite's own notice.
WAL_IS_SAFE_FROM = (3, 51, 3)

# A longer list of rows is sent in several statements, so that each text is proven in milliseconds.
ROWS_A_STATEMENT = 100
# The portal has a few hundred statements; of 128, the default, SQLite would prepare many again and again.
STATEMENTS_KEPT = 512

# Which setting names each face's database.
SETTINGS = {None: "PORTAL_DATABASE_URL", "public": "PORTAL_PUBLIC_URL", "region": "PORTAL_REGION_URL"}


class UnfitDatabase(RuntimeError):
    """The database's walls are not all up, or its role walks through them; each fault with its remedy."""


class Database(SQLAlchemy):
    """Flask-SQLAlchemy, whose every engine is made with its walls: no engine can be used without them."""

    session: scoped_session[TenantSession]  # type: ignore[assignment]

    def _make_engine(self, bind_key: str | None, options: dict[str, Any], app: Flask) -> Engine:
        face: Face = bind_key or "staff"  # type: ignore[assignment]
        options = dict(options)
        engine = make_engine(options.pop("url"), face, self.metadatas[None], **options)
        settings = app.extensions.get("settings")
        if settings is not None and not settings.is_demonstration:
            refuse_unfit(engine, face, self.metadatas[None])
        return engine


def install(app: Flask, db: SQLAlchemy) -> None:
    """Keep, beside each engine, the one through which sessions that only read work."""
    with app.app_context():
        app.extensions[READERS] = {key: reader(engine) for key, engine in db.engines.items()}


def reader(engine: Engine) -> Engine:
    """Return the same pool, whose transactions take no write lock and, on PostgreSQL, are read only."""
    options: dict[str, Any] = {"postgresql_readonly": True} if engine.dialect.name == "postgresql" else {}
    return engine.execution_options(**{READS_ONLY: True}, **options)


def make_engine(url: Any, face: Face, metadata: MetaData, **options: Any) -> Engine:
    """Return one face's engine: pragmas, transactions, and the walls of its kind of database."""
    options = {"pool_reset_on_return": "rollback", "insertmanyvalues_page_size": ROWS_A_STATEMENT, **options}
    is_sqlite = make_url(url).get_backend_name() == "sqlite"
    if is_sqlite:
        options["module"] = pysqlite3
        options["connect_args"] = {"cached_statements": STATEMENTS_KEPT} | options.get("connect_args", {})
    engine = create_engine(url, **options)
    event.listen(engine, "checkin", forget)
    if is_sqlite:
        wall_sqlite(engine, face, metadata)
    if face == "staff":
        arm(engine, metadata)
    return engine


def refuse_unfit(engine: Engine, face: Face, metadata: MetaData) -> None:
    """Let production serve nothing through a role above the walls, over fallen ones, or to made-up people."""
    found: list[str] | None = None

    @event.listens_for(engine, "engine_connect")
    def check(connection: Connection) -> None:
        nonlocal found
        if found == []:
            return
        found = walls.role_faults(connection)
        if face == "staff":
            found += walls.connection_faults(connection, metadata) + walls.wall_faults(connection, metadata)
            found = found or made_up_people(connection, metadata)
        connection.rollback()
        if found:
            raise UnfitDatabase("The portal cannot serve:\n" + "\n".join(f"- {fault}" for fault in found))


def refuse_to_start(app: Flask, db: SQLAlchemy) -> None:
    """Look at every face's database before the first request; a demonstration may begin without any."""
    if app.extensions["settings"].is_demonstration:
        return
    with app.app_context():
        reach(db.engines)


def reach(engines: Mapping[str | None, Engine]) -> None:
    """Connect once to each; UnfitDatabase where one does not answer, or is found unfit by `refuse_unfit`."""
    for face, engine in engines.items():
        try:
            engine.connect().close()
        except OperationalError as fault:
            said = str(fault.orig).strip().partition("\n")[0]
            # The address is shown without its password.
            where = f"{SETTINGS[face]} ({engine.url.render_as_string(hide_password=True)})"
            raise UnfitDatabase(
                f"The portal cannot start: no database answers at {where}: {said}. "
                "Start it, or correct the setting; `flask --app wsgi database upgrade` makes its tables."
            ) from None


def made_up_people(connection: Connection, metadata: MetaData) -> list[str]:
    """Return a fault where the demonstration's people are here: everybody can know how they sign in."""
    wanted = "SELECT count(*) FROM account WHERE is_demonstration"
    if "account" not in metadata.tables or not connection.exec_driver_sql(wanted).scalar():
        return []
    return ["account: this database holds the demonstration's people; begin with an empty one"]


def forget(connection: Any, record: Any) -> None:
    """Empty what a connection knew of the session that used it."""
    record.info.pop(SCOPE, None)


def wall_sqlite(engine: Engine, face: Face, metadata: MetaData) -> None:
    """Attach to a SQLite engine its pragmas, its explicit transactions and its face's walls."""

    @event.listens_for(engine, "connect")
    def connect(connection: Any, record: Any) -> None:
        connection.isolation_level = None
        for pragma in pragmas():
            connection.execute(f"PRAGMA {pragma}")
        connection.create_function("current_tenant", 0, lambda: _tenant(record))
        sqlite_walls.guard(connection, record, face, metadata)

    @event.listens_for(engine, "checkout")
    def checkout(connection: Any, record: Any, proxy: Any) -> None:
        sqlite_walls.complete(connection, record, face, metadata)

    event.listen(engine, "begin", begin)


def pragmas() -> list[str]:
    """Return the settings of every SQLite connection (stack section 3; security section 0, finding 4)."""
    is_wal_safe = pysqlite3.sqlite_version_info >= WAL_IS_SAFE_FROM
    return [
        "busy_timeout = 10000",
        f"journal_mode = {'WAL' if is_wal_safe else 'DELETE'}",
        "synchronous = FULL",
        "foreign_keys = ON",
        # Or REPLACE would delete rows without the delete triggers noticing.
        "recursive_triggers = ON",
        "secure_delete = ON",
        # What is stored in the file may not call our functions; the connection's own triggers may.
        "trusted_schema = OFF",
        "cache_size = -20000",
        "temp_store = MEMORY",
        "mmap_size = 134217728",
        "journal_size_limit = 67108864",
    ]


def begin(connection: Connection) -> None:
    """Take the write lock at the beginning, unless the session only reads: then SQLite refuses to write."""
    reads_only = bool(connection.get_execution_options().get(READS_ONLY))
    info = connection.info
    is_listed = info.get(sqlite_walls.IS_LISTED, False)
    if reads_only != info.get(READS_ONLY, False) and not is_listed:
        connection.exec_driver_sql(f"PRAGMA query_only = {'ON' if reads_only else 'OFF'}")
        info[READS_ONLY] = reads_only
    can_write = not is_listed or info[sqlite_walls.HAS_INBOX]
    connection.exec_driver_sql("BEGIN IMMEDIATE" if can_write and not reads_only else "BEGIN")


def _tenant(record: Any) -> str | None:
    scope = record.info.get(SCOPE)
    return scope.tenant if scope is not None and scope.writes else None
