"""A small schema, of the tests only, on which each wall can be tried with the others taken down."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from flask import Flask
from sqlalchemy import (
    Column,
    Engine,
    ForeignKeyConstraint,
    Index,
    MetaData,
    String,
    Table,
    UniqueConstraint,
    Uuid,
    and_,
    event,
    select,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, foreign, mapped_column, relationship

from portal.models import base, engines, owner, session, sqlite_walls
from portal.models.base import Published, TenantOwned
from portal.models.engines import Database
from portal.models.session import TenantSession, entering
from portal.models.walls import install_walls

WALLS = ("criteria", "objects", "tripwire", "engine")
OURS, THEIRS = "alder", "birch"


class ProbeBase(DeclarativeBase):
    """A base of its own, so that nothing here enters the portal's schema."""

    metadata = MetaData(naming_convention=base.metadata.naming_convention)


probes = Database(model_class=ProbeBase, session_options={"class_": TenantSession}, disable_autonaming=True)


class Case(TenantOwned, probes.Model):
    """A row with a canary in it."""

    __tablename__ = "case"
    __table_args__ = (UniqueConstraint("tenant", "reference"), Index(None, "tenant", "title"))

    reference: Mapped[str] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(String(80))
    children: Mapped[list[Child]] = relationship(
        primaryjoin=lambda: and_(Case.tenant == Child.tenant, Case.id == foreign(Child.case_id)),
        back_populates="case",
    )


class Child(TenantOwned, probes.Model):
    """A row that hangs on a case."""

    __tablename__ = "child"
    __table_args__ = (
        ForeignKeyConstraint(["tenant", "case_id"], ["case.tenant", "case.id"]),
        Index(None, "tenant", "case_id"),
    )

    case_id: Mapped[UUID]
    name: Mapped[str] = mapped_column(String(80))
    case: Mapped[Case] = relationship(
        primaryjoin=lambda: and_(Case.tenant == Child.tenant, Case.id == foreign(Child.case_id)),
        back_populates="children",
    )


class Entry(TenantOwned, probes.Model):
    """A row that is only ever added."""

    __tablename__ = "entry"
    __table_args__ = (UniqueConstraint("tenant", "seq"), {"info": {"insert_only": True}})

    seq: Mapped[int]
    words: Mapped[str] = mapped_column(String(80))


class Notice(Published, probes.Model):
    """A row that anyone may read."""

    __tablename__ = "published_notice"

    title: Mapped[str] = mapped_column(String(80))


class Inbox(TenantOwned, probes.Model):
    """A row that the public may add, and never read."""

    __tablename__ = "inbox"
    __table_args__ = ({"info": {"faces": {"public": {"insert"}}}},)

    words: Mapped[str] = mapped_column(String(80))


case_tag = Table(
    "case_tag",
    ProbeBase.metadata,
    Column("tenant", String(40), primary_key=True),
    Column("id", Uuid, primary_key=True, default=uuid4),
    Column("case_id", Uuid),
    Column("word", String(80)),
    ForeignKeyConstraint(["tenant", "case_id"], ["case.tenant", "case.id"]),
)


@dataclass
class Ground:
    """A probe portal with one row of each table for two tenants."""

    app: Flask
    urls: dict[str, str]
    cases: dict[str, UUID] = field(default_factory=dict)
    children: dict[str, UUID] = field(default_factory=dict)

    @contextmanager
    def serving(self, tenant: str | None, **how: Any) -> Iterator[TenantSession]:
        """Give a session of one tenant."""
        with self.app.app_context(), entering(probes.session, tenant, **how) as own:
            yield own

    @cached_property
    def unwalled(self) -> Engine:
        """Return an engine that sees and does everything."""
        return owner.engine(self.urls["superuser"])

    def plant(self) -> None:
        """Give both tenants their rows, and nothing else."""
        with self.unwalled.begin() as connection:
            for table in reversed(ProbeBase.metadata.sorted_tables):
                if table is not Entry.__table__:
                    connection.execute(table.delete())
        for tenant in (OURS, THEIRS):
            _plant(self, tenant)

    def everything(self, tenant: str) -> dict[str, list[tuple[Any, ...]]]:
        """Return all that one tenant really has, seen through no wall."""
        found = {}
        with self.unwalled.begin() as connection:
            for name, table in ProbeBase.metadata.tables.items():
                rows = connection.execute(select(table).where(table.c.tenant == tenant))
                found[name] = sorted(map(tuple, rows), key=repr)
        return found


def make_ground(urls: dict[str, str], without: set[str]) -> Ground:
    """Make the probe portal, its tables and walls but for those taken down, and two tenants' rows."""
    is_sqlite = urls["staff"].startswith("sqlite")
    raise_schema(urls["owner"], is_walled=is_sqlite or "engine" not in without)
    app = Flask("probe")
    app.config.update(
        SQLALCHEMY_DATABASE_URI=urls["staff"],
        SQLALCHEMY_BINDS={"public": urls["public"], "region": urls["region"]},
    )
    probes.init_app(app)
    engines.install(app, probes)
    ground = Ground(app, urls)
    ground.plant()
    return ground


def raise_schema(url: str, *, is_walled: bool) -> None:
    """Make the tables; on PostgreSQL the grants too, without row security if that wall is down."""
    engine = owner.engine(url)
    with engine.begin() as connection:
        ProbeBase.metadata.create_all(connection)
        install_walls(connection, ProbeBase.metadata)
        if not is_walled:
            for name in ProbeBase.metadata.tables:
                connection.exec_driver_sql(f'ALTER TABLE "{name}" DISABLE ROW LEVEL SECURITY')
    engine.dispose()


def _plant(ground: Ground, tenant: str) -> None:
    with ground.serving(tenant) as own:
        case = Case(tenant=tenant, reference="R-1", title=f"Zq{tenant}case")
        child = Child(tenant=tenant, case_id=case.id, name=f"Zq{tenant}child")
        own.add_all(
            [case, Notice(tenant=tenant, title=f"Zq{tenant}notice"), Inbox(tenant=tenant, words="Zq")]
        )
        own.flush()
        own.add_all([child, Entry(tenant=tenant, seq=secrets.randbelow(10**9), words=f"Zq{tenant}entry")])
        own.execute(
            case_tag.insert().values(tenant=tenant, id=uuid4(), case_id=case.id, word=f"Zq{tenant}tag")
        )
        own.commit()
        ground.cases[tenant], ground.children[tenant] = case.id, child.id


@contextmanager
def walls_down(names: set[str]) -> Iterator[None]:
    """Take walls down for a while; on PostgreSQL the engine's is taken down by `make_ground`."""
    with ExitStack() as stack:
        if "criteria" in names:
            stack.enter_context(_deaf("do_orm_execute", session.narrow))
        if "objects" in names:
            stack.enter_context(_replaced(session, "within", lambda scope, instance: None))
            stack.enter_context(_replaced(TenantSession, "_own_key", lambda self, entity, ident: ident))
        if "tripwire" in names:
            stack.enter_context(_replaced(engines, "arm", lambda engine, metadata: None))
        if "engine" in names:
            stack.enter_context(_replaced(sqlite_walls, "guard", lambda *args: None))
            stack.enter_context(_replaced(sqlite_walls, "complete", lambda *args: None))
        yield


@contextmanager
def _deaf(name: str, listener: Any) -> Iterator[None]:
    event.remove(TenantSession, name, listener)
    try:
        yield
    finally:
        event.listen(TenantSession, name, listener)


@contextmanager
def _replaced(place: Any, name: str, value: Any) -> Iterator[None]:
    kept = getattr(place, name)
    setattr(place, name, value)
    try:
        yield
    finally:
        setattr(place, name, kept)


@contextmanager
def ground_on(engine_name: str, folder: Path, without: set[str]) -> Iterator[Ground]:
    """Give a probe portal on a fresh database of one engine, with some walls down."""
    with walls_down(without), _urls(engine_name, folder) as urls:
        ground = make_ground(urls, without)
        try:
            yield ground
        finally:
            ground.unwalled.dispose()
            with ground.app.app_context():
                for engine in probes.engines.values():
                    engine.dispose()


@contextmanager
def _urls(engine_name: str, folder: Path) -> Iterator[dict[str, str]]:
    if engine_name == "sqlite":
        url = f"sqlite:///{folder / f'{uuid4().hex}.db'}"
        yield dict.fromkeys(("staff", "public", "region", "owner", "superuser"), url)
        return
    from tests.models.probe_database import empty_database

    with empty_database() as urls:
        yield urls
