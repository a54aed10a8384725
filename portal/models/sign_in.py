"""Who is signed in where, who has been trying, and what were they sending when their time ran out?"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, Connection, ForeignKey, Index, String, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal.extensions import db
from portal.models.account import now
from portal.models.keystore import RESERVED_TENANT
from portal.models.sealed import Sealable, SealedJson
from portal.models.session import TenantSession, entering


class SignInSession(db.Model):
    """A browser that is signed in, or is about to be; its cookie's hash is the key, the cookie itself is not kept."""

    __tablename__ = "sign_in_session"
    __table_args__ = (Index(None, "account_id"), Index(None, "ends_at"))

    id_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    # "tenant:<slug>" or "region:<slug>": one account and at most one place (design section 3).
    place: Mapped[str | None] = mapped_column(String(60))
    data: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    created_at: Mapped[datetime] = mapped_column(default=now)
    seen_at: Mapped[datetime] = mapped_column(default=now)
    ends_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    second_factor_at: Mapped[datetime | None]
    step_up_at: Mapped[datetime | None]
    browser: Mapped[str] = mapped_column(String(60), default="")
    address_digest: Mapped[str] = mapped_column(String(64), default="")


class SignInAttempt(db.Model):
    """One try at a secret, counted for all processes together; a success takes its tries away again."""

    __tablename__ = "sign_in_attempt"
    __table_args__ = (Index(None, "bucket", "at"), Index(None, "at"))

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    bucket: Mapped[str] = mapped_column(String(100))
    at: Mapped[datetime] = mapped_column(default=now)


class KnownDevice(db.Model):
    """A browser on which a person has signed in before: guessing elsewhere does not lock it out (security P14)."""

    __tablename__ = "known_device"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    # People share machines: one device may be known to several.
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), primary_key=True)
    seen_at: Mapped[datetime] = mapped_column(default=now)


class HeldForm(Sealable, db.Model):
    """What a person was sending when their session ran out, kept for them alone until they sign in again."""

    __tablename__ = "held_form"
    __table_args__ = (Index(None, "account_id", "held_at"),)
    begins_unit = True
    is_case_content = False

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4, sort_order=-1)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    place: Mapped[str | None] = mapped_column(String(60))
    held_at: Mapped[datetime] = mapped_column(default=now)
    # The address, the fields as pairs of name and value, and whether there were files.
    sent = SealedJson()


@contextmanager
def apart() -> Iterator[Connection]:
    """Give a short transaction of its own for tables that belong to no partnership."""
    put_down()
    with db.engine.begin() as connection:
        yield connection


@contextmanager
def for_accounts(*, writes: bool = True) -> Iterator[TenantSession]:
    """Give a session of its own for what belongs to no partnership, under the reserved one."""
    put_down()
    with entering(db.session, RESERVED_TENANT, writes=writes) as own:
        yield own


def put_down() -> None:
    """End the request's own transaction, which has only read so far; RuntimeError where it has changes.

    On SQLite it may hold the write lock, and waiting for oneself ends in a timeout. What it has read is read
    again when it is next needed.
    """
    session = db.session()
    if session.new or session.dirty or session.deleted:
        raise RuntimeError("commit or discard the request's own changes first")
    if session.in_transaction():
        session.rollback()


def end_sessions(
    session: Session,
    account_id: UUID,
    *,
    place: str | None = None,
    but: str | None = None,
    only: str | None = None,
) -> int:
    """End a person's sign-in sessions, perhaps at one place, but one, or only one; return how many."""
    table = SignInSession.__table__
    wanted = update(table).where(table.c.account_id == account_id, table.c.ended_at.is_(None))
    if place is not None:
        wanted = wanted.where(table.c.place == place)
    if only is not None:
        wanted = wanted.where(table.c.id_hash == only)
    if but is not None:
        wanted = wanted.where(table.c.id_hash != but)
    return int(session.execute(wanted.values(ended_at=now())).rowcount)  # type: ignore[attr-defined]
