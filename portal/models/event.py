"""What happened, in order? Events are added and never changed; a status is checked against them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal.extensions import db
from portal.models.base import TenantOwned
from portal.models.moment import this_moment


class Event(TenantOwned, db.Model):
    """One thing that happened to a referral, case, review or output, told in the past tense; no values in it."""

    __tablename__ = "event"
    __table_args__ = (
        Index(None, "tenant", "thing_kind", "thing_id", "at"),
        # What one person did: the list of their own cases begins here.
        Index(None, "tenant", "actor_id", "thing_kind", "thing_id"),
        {"info": {"insert_only": True}},
    )

    thing_kind: Mapped[str] = mapped_column(String(20))
    thing_id: Mapped[UUID]
    what: Mapped[str] = mapped_column(String(60))
    at: Mapped[datetime] = mapped_column(default=this_moment)
    actor_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    facts: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)


def tell(
    session: Session,
    tenant: str,
    thing_kind: str,
    thing_id: UUID,
    what: str,
    actor_id: UUID | None,
    **facts: str,
) -> Event:
    """Add what happened, in the caller's transaction; facts are codes and numbers, never words about anybody."""
    event = Event(
        tenant=tenant, thing_kind=thing_kind, thing_id=thing_id, what=what, actor_id=actor_id, facts=facts
    )
    session.add(event)
    return event


def events_of(session: Session, thing_kind: str, thing_id: UUID) -> Sequence[Event]:
    """Return what happened to a thing, the earliest first."""
    wanted = select(Event).where(Event.thing_kind == thing_kind, Event.thing_id == thing_id)
    return session.scalars(wanted.order_by(Event.at, Event.id)).all()
