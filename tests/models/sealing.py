"""What do the tests of keys, seals and the audit chain start from?"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID, uuid4

from flask import Flask
from sqlalchemy import Engine, create_engine, select, text
from sqlalchemy.orm import DeclarativeBase, Mapped, Session

from portal.models.base import TenantOwned
from portal.models.bounds import Scope
from portal.models.chain import AuditEntry, AuditHead, AuditLook
from portal.models.key_tables import engine_of
from portal.models.keystore import KeyStore
from portal.models.sealed import Sealable, Sealed, SealedBytes, SealedJson, sealed_column

MASTER = bytes(range(32))


class ProbeBase(DeclarativeBase):
    """Tables of these tests alone; the portal's own schema never holds them."""


class Letter(Sealable, TenantOwned, ProbeBase):
    """A row that begins a disposal unit."""

    __tablename__ = "letter"
    begins_unit = True
    topic: Mapped[str]
    words_sealed: Mapped[bytes | None] = sealed_column()
    words = Sealed()
    secret = Sealed()
    answers = SealedJson()
    scan = SealedBytes()


class Reply(Sealable, TenantOwned, ProbeBase):
    """A row of another row's disposal unit."""

    __tablename__ = "reply"
    letter_id: Mapped[UUID]
    words = Sealed()

    def look_subject(self) -> tuple[str, UUID]:
        return "letter", self.letter_id


def store_at(folder: Path, master_key: bytes = MASTER) -> KeyStore:
    return KeyStore(f"sqlite:///{folder}/keys.db", master_key)


@contextmanager
def portal_with(store: KeyStore) -> Iterator[Flask]:
    """Enter a bare Flask application that has this key store."""
    app = Flask("probe")
    app.extensions["keystore"] = store
    with app.app_context():
        yield app
    store.close()


@contextmanager
def fresh_database(engine_name: str, folder: Path) -> Iterator[str]:
    """Give the address of an empty database, gone afterwards."""
    if engine_name == "sqlite":
        yield f"sqlite:///{folder}/records.db"
        return
    from tests.postgres import cluster_url

    name = f"crypto_{uuid4().hex}"
    in_postgres(cluster_url("postgres"), f"CREATE DATABASE {name}")
    yield cluster_url(name)
    in_postgres(cluster_url("postgres"), f"DROP DATABASE {name} WITH (FORCE)")


def in_postgres(url: str, command: str) -> None:
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(command))
    engine.dispose()


def records_engine(url: str) -> Engine:
    """Return an engine that opens a database as the key store's does: same driver, same pragmas."""
    return engine_of(url)


def canary() -> str:
    return f"Zq{os.urandom(9).hex()}"


class Diary(TenantOwned, ProbeBase):
    """A row with nothing sealed in it."""

    __tablename__ = "diary"
    page: Mapped[str]
    note: Mapped[str | None]


class Heartbeat(TenantOwned, ProbeBase):
    """A row that holds nothing a person did."""

    __tablename__ = "heartbeat"
    __table_args__ = ({"info": {"unaudited": "a clock tick is nobody's act"}},)
    beats: Mapped[int]


class RecordedSession(Session):
    """A session that knows its partnership and keeps a record, without the portal's other walls."""

    def __init__(self, engine: Engine, tenant: str | None, *, writes: bool = True) -> None:
        super().__init__(engine)
        self.scope = Scope(tenant=tenant, writes=writes)


def make_tables(engine: Engine) -> None:
    """Make the tables of these tests and of the record."""
    ProbeBase.metadata.create_all(engine)
    for model in (AuditEntry, AuditHead, AuditLook):
        model.metadata.tables[model.__tablename__].create(engine)


def told_of(engine: Engine, tenant: str) -> list[tuple[str, str, list[str]]]:
    """Return what a partnership's record says: action, kind of subject, names."""
    with RecordedSession(engine, tenant, writes=False) as session:
        wanted = select(AuditEntry).where(AuditEntry.tenant == tenant).order_by(AuditEntry.seq)
        return [(entry.action, entry.subject_kind, entry.detail) for entry in session.scalars(wanted)]
