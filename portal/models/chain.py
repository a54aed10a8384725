"""How is the audit chain of one partnership stored, added to, read and verified?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import (
    JSON,
    BigInteger,
    Connection,
    Index,
    LargeBinary,
    Row,
    String,
    UniqueConstraint,
    bindparam,
    insert,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal.domain.audit_chain import GENESIS, Fault, Head, Link, Plain, verify
from portal.extensions import db
from portal.models.base import TenantOwned
from portal.models.keystore import keystore

ABREAST = 1000


class AuditEntry(TenantOwned, db.Model):
    """One look or change, sealed to the entry before it. The engine lets nobody change or remove it.

    `detail` holds names of fields, or of what was looked at; never a value, or disposal would leave one behind.
    The actor is no foreign key: the record outlives the account.
    """

    __tablename__ = "audit_entry"
    __table_args__ = (
        UniqueConstraint("tenant", "seq"),
        Index(None, "tenant", "subject_kind", "subject_id"),
        Index(None, "tenant", "actor_id", "at"),
        {"info": {"insert_only": True}},
    )

    seq: Mapped[int] = mapped_column(BigInteger)
    at: Mapped[datetime]
    actor_id: Mapped[UUID | None]
    session_ref: Mapped[str | None] = mapped_column(String(64))
    action: Mapped[str] = mapped_column(String(60))
    subject_kind: Mapped[str] = mapped_column(String(60))
    subject_id: Mapped[str | None] = mapped_column(String(80))
    detail: Mapped[list[str]] = mapped_column(JSON)
    prev: Mapped[bytes] = mapped_column(LargeBinary)
    mac: Mapped[bytes] = mapped_column(LargeBinary)


class AuditLook(TenantOwned, db.Model):
    """That an entry of the record names a thing that was looked at: found from the thing, proven by the entry alone."""

    __tablename__ = "audit_look"
    __table_args__ = (
        UniqueConstraint("tenant", "subject_kind", "subject_id", "seq"),
        {"info": {"insert_only": True}},
    )

    subject_kind: Mapped[str] = mapped_column(String(60))
    subject_id: Mapped[str] = mapped_column(String(80))
    seq: Mapped[int] = mapped_column(BigInteger)


class AuditHead(TenantOwned, db.Model):
    """The last entry of a partnership's chain: its row is the lock that puts entries in order."""

    __tablename__ = "audit_head"
    __table_args__ = (UniqueConstraint("tenant"),)

    seq: Mapped[int] = mapped_column(BigInteger)
    mac: Mapped[bytes] = mapped_column(LargeBinary)


entries = AuditEntry.__table__
heads = AuditHead.__table__
NAMES = tuple(entries.c.keys())
# Put together once: each commit of the portal runs the first three.
_LOCKED = select(heads.c.seq, heads.c.mac).where(heads.c.tenant == bindparam("of")).with_for_update()
_ADDED = insert(entries)
_LOOKS_ADDED = insert(AuditLook.__table__)
LOOKED_AT = "looked-at"
_MOVED = (
    update(heads).where(heads.c.tenant == bindparam("of")).values(seq=bindparam("to_seq"), mac=bindparam("to_mac"))
)


@dataclass(frozen=True)
class Happening:
    """What is to go on the record, before it has a place in the chain."""

    action: str
    subject_kind: str
    subject_id: str | None = None
    detail: tuple[str, ...] = ()
    actor_id: UUID | None = None
    session_ref: str | None = None
    at: datetime = field(default_factory=lambda: datetime.now(UTC))


def chain_key(tenant: str) -> bytes:
    """Return the key that seals one partnership's chain and opens nothing."""
    return keystore().derived(tenant, "audit-chain")


def append(connection: Connection, tenant: str, happenings: Sequence[Happening]) -> None:
    """Add entries to a chain within the caller's transaction, which keeps the chain locked until it ends."""
    head, key = locked_head(connection, tenant), chain_key(tenant)
    rows: list[dict[str, Any]] = []
    for happening in happenings:
        row = {**vars(happening), "tenant": tenant, "id": uuid4(), "detail": list(happening.detail)}
        link = Link.forge(key, head.mac, head.seq + 1, told(row))
        rows.append({**row, "seq": link.seq, "prev": link.prev, "mac": link.mac})
        head = Head(link.seq, link.mac)
    connection.execute(_ADDED, rows)
    looks = list(looks_named(rows))
    if looks:
        connection.execute(_LOOKS_ADDED, looks)
    connection.execute(_MOVED, {"of": tenant, "to_seq": head.seq, "to_mac": head.mac})


def looks_named(rows: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield a row for each thing that these entries say was looked at."""
    for row in rows:
        for named in row["detail"] if row["action"] == LOOKED_AT else ():
            kind, _, subject_id = named.partition(":")
            yield {
                "tenant": row["tenant"], "id": uuid4(), "subject_kind": kind, "subject_id": subject_id,
                "seq": row["seq"],
            }  # fmt: skip


def locked_head(connection: Connection, tenant: str) -> Head:
    """Return the head of a chain, locked; a chain that has none yet begins."""
    row = connection.execute(_LOCKED, {"of": tenant}).first()
    if row is None:
        # Two transactions may begin a chain in the same moment: one inserts, both lock.
        begin: Any = {"sqlite": insert_sqlite, "postgresql": insert_postgresql}[connection.dialect.name](
            heads
        )
        first = {"tenant": tenant, "id": uuid4(), "seq": 0, "mac": GENESIS}
        connection.execute(begin.values(first).on_conflict_do_nothing(index_elements=["tenant"]))
        row = connection.execute(_LOCKED, {"of": tenant}).one()
    return Head(row.seq, row.mac)


def told(row: Mapping[str, Any]) -> dict[str, Plain]:
    """Return what an entry says, in the form that is sealed."""
    return {
        "tenant": row["tenant"],
        "id": str(row["id"]),
        "at": row["at"].astimezone(UTC).isoformat(timespec="microseconds"),
        "actor": str(row["actor_id"]) if row["actor_id"] else None,
        "session": row["session_ref"],
        "action": row["action"],
        "subject": [row["subject_kind"], row["subject_id"]],
        "detail": row["detail"],
    }


def links_of(session: Session, tenant: str) -> Iterator[Link]:
    """Yield a partnership's entries as the chain's own rules read them, by number."""
    wanted = select(entries).where(entries.c.tenant == tenant).order_by(entries.c.seq, entries.c.id)
    for row in session.execute(wanted, execution_options={"yield_per": ABREAST}):
        yield link_of(row)


def link_of(row: Row[Any]) -> Link:
    """Return one stored entry as a link of its chain."""
    said = dict(zip(NAMES, row, strict=True))
    return Link(said["seq"], bytes(said["prev"]), told(said), bytes(said["mac"]))


def head_of(session: Session, tenant: str) -> Head | None:
    """Return the stored head of a chain; None where nothing was ever recorded."""
    row = session.execute(select(heads.c.seq, heads.c.mac).where(heads.c.tenant == tenant)).first()
    return None if row is None else Head(row.seq, bytes(row.mac))


@dataclass(frozen=True)
class Verdict:
    """How many entries a chain has, and everything that is wrong with it."""

    count: int
    faults: list[Fault]


def verdict_on(session: Session, tenant: str, exported: Head | None = None) -> Verdict:
    """Verify a partnership's chain against its stored head and, where one is given, a head kept elsewhere.

    Whoever can write to the database can cut off the last entries and set the stored head back: only a head
    that they cannot reach shows it.
    """
    stored = head_of(session, tenant)
    counter = Counter(exported.seq if exported else 0)
    try:
        faults = verify(
            counter.counting(links_of(session, tenant)), chain_key(tenant), stored or Head(0, GENESIS)
        )
    except (ValueError, TypeError, AttributeError) as fault:
        return Verdict(
            counter.count, [Fault("unreadable", counter.count + 1, f"An entry cannot be read: {fault}.")]
        )
    if stored is None and counter.count:
        faults.append(Fault("head", counter.count, "The chain's stored head is missing."))
    if exported and exported.seq and exported.mac != counter.mac_at_mark:
        faults.append(
            Fault("head", exported.seq, f"The head kept elsewhere, entry {exported.seq}, is not here.")
        )
    return Verdict(counter.count, faults)


class Counter:
    """Counts links as they pass, and keeps the seal of one of them."""

    def __init__(self, mark: int) -> None:
        self.mark, self.count = mark, 0
        self.mac_at_mark: bytes | None = None

    def counting(self, links: Iterable[Link]) -> Iterator[Link]:
        """Yield the links unchanged."""
        for link in links:
            self.count += 1
            if link.seq == self.mark:
                self.mac_at_mark = link.mac
            yield link
