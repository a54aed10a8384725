"""Of what that waits before a referral counts was anybody reminded, and what was passed to the coordinator?"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal.domain.reminding import PASSED_UP, WaitsFor
from portal.extensions import db
from portal.models.base import Coded, TenantOwned
from portal.models.moment import this_moment


class WaitReminder(TenantOwned, db.Model):
    """One reminder of what waits before a referral counts, or its passing up; the key lets nobody give it twice."""

    __tablename__ = "wait_reminder"
    __table_args__ = (
        UniqueConstraint("tenant", "thing_id", "waits_for", "since_at", "code"),
        {"info": {"insert_only": True}},
    )

    thing_id: Mapped[UUID]
    waits_for: Mapped[WaitsFor] = mapped_column(Coded(WaitsFor))
    # What comes back and waits again is reminded of anew.
    since_at: Mapped[datetime]
    code: Mapped[str] = mapped_column(String(20))
    given_at: Mapped[datetime] = mapped_column(default=this_moment)


def reminders_given(session: Session, thing_ids: Collection[UUID]) -> Sequence[WaitReminder]:
    """Return the reminders that were given of these things."""
    if not thing_ids:
        return ()
    return session.scalars(select(WaitReminder).where(WaitReminder.thing_id.in_(thing_ids))).all()


def passed_up_ids(*waits_for: WaitsFor) -> Select[UUID]:
    """Select the ids of what waited for one of these so long that it was passed up."""
    is_passed = WaitReminder.code == PASSED_UP, WaitReminder.waits_for.in_(waits_for)
    return select(WaitReminder.thing_id).where(*is_passed)
