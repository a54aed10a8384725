"""At which secret address does a person's calendar of due days stand? Only the hash of its token is kept."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal.extensions import db
from portal.models.account import Account, Membership, membership_of, now, token_hash
from portal.models.base import TenantOwned


class CalendarFeed(TenantOwned, db.Model):
    """One person's calendar of one partnership; who loses its address makes another, and the first is gone."""

    __tablename__ = "calendar_feed"
    __table_args__ = (UniqueConstraint("tenant", "account_id"), UniqueConstraint("tenant", "token_hash"))

    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    token_hash: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime] = mapped_column(default=now)


def feed_of(session: Session, account_id: UUID) -> CalendarFeed | None:
    """Return a person's calendar here; None where they have none."""
    return session.scalar(select(CalendarFeed).where(CalendarFeed.account_id == account_id))


def reader_with(session: Session, token: str) -> Membership | None:
    """Return the membership that a calendar's token stands for; None alike for whatever is unknown or over."""
    feed = session.scalar(select(CalendarFeed).where(CalendarFeed.token_hash == token_hash(token)))
    if feed is None or not session.get_one(Account, feed.account_id).is_active:
        return None
    return membership_of(session, feed.account_id)
