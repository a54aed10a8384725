"""Who of an agency was asked to work on a colleague's draft, and who has written or taken on any of a referral?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    UniqueConstraint,
    exists,
    select,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal.extensions import db
from portal.models.base import TenantOwned
from portal.models.event import Event
from portal.models.moment import this_moment
from portal.models.referral import Referral

# What somebody did to a referral who wrote a part of it.
WRITING = ("begun", "saved", "file-added", "file-removed", "sent")
# That a referral which was sent is looked after by somebody who had no part in it.
TAKEN_ON = "taken-on"


class DraftColleague(TenantOwned, db.Model):
    """One colleague whom the person who began a referral asked to work on it; it ends, and is never taken away."""

    __tablename__ = "draft_colleague"
    __table_args__ = (
        ForeignKeyConstraint(["tenant", "referral_id"], ["referral.tenant", "referral.id"]),
        UniqueConstraint("tenant", "referral_id", "account_id"),
        Index(None, "tenant", "account_id"),
    )

    referral_id: Mapped[UUID]
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    added_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    added_at: Mapped[datetime] = mapped_column(default=this_moment)
    ended_at: Mapped[datetime | None]


def works_on(account_id: UUID) -> ColumnElement[bool]:
    """Say of a referral whether the person was asked to work on it, and still is."""
    return exists().where(
        DraftColleague.tenant == Referral.tenant,
        DraftColleague.referral_id == Referral.id,
        DraftColleague.account_id == account_id,
        DraftColleague.ended_at.is_(None),
    )


def was_taken_on_by(account_id: UUID) -> ColumnElement[bool]:
    """Say of a referral whether the person took it on, as it stands, from a colleague who left."""
    return exists().where(
        Event.tenant == Referral.tenant,
        Event.thing_kind == "referral",
        Event.thing_id == Referral.id,
        Event.actor_id == account_id,
        Event.what == TAKEN_ON,
    )


def colleagues_on(session: Session, referral_id: UUID) -> Sequence[DraftColleague]:
    """Return who works on a referral beside the person who began it, in the order in which they were asked."""
    wanted = select(DraftColleague).where(
        DraftColleague.referral_id == referral_id, DraftColleague.ended_at.is_(None)
    )
    return session.scalars(wanted.order_by(DraftColleague.added_at, DraftColleague.id)).all()


def has_written(session: Session, referral: Referral, account_id: UUID) -> bool:
    """Whether the person began, wrote or sent any of a referral; who gave their drafts away still has."""
    if referral.referrer_id == account_id:
        return True
    wanted = select(Event.id).where(
        Event.thing_kind == "referral",
        Event.thing_id == referral.id,
        Event.actor_id == account_id,
        Event.what.in_(WRITING),
    )
    return session.scalar(wanted.limit(1)) is not None
