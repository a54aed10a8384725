"""Which due day were people told of each clock of a case, and how was it counted then?"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Index, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal.domain.moved_days import Because, Counted
from portal.extensions import db
from portal.models.base import Coded, TenantOwned
from portal.models.case import of_case
from portal.models.moment import this_moment


class ClockDay(TenantOwned, db.Model):
    """The due day last told of one clock of a case; where it moved, the day before it and why."""

    __tablename__ = "clock_day"
    __table_args__ = (
        of_case(),
        UniqueConstraint("tenant", "case_id", "clock", "thing_id"),
        Index(None, "tenant", "thing_id"),
    )

    case_id: Mapped[UUID]
    # The clock's code, and which of the case's things it runs on: the case, a notification, a letter or a review.
    clock: Mapped[str] = mapped_column(String(60))
    thing_id: Mapped[UUID]
    starts_on: Mapped[date]
    # Such as "15 working-days forward".
    rule: Mapped[str] = mapped_column(String(60))
    due_on: Mapped[date]
    told_at: Mapped[datetime] = mapped_column(default=this_moment)
    due_before: Mapped[date | None]
    moved_at: Mapped[datetime | None]
    because: Mapped[Because | None] = mapped_column(Coded(Because))

    @property
    def counted(self) -> Counted:
        """The due day as it was counted when it was last told."""
        return Counted(self.starts_on, self.rule, self.due_on)


def days_told(session: Session, case_ids: Collection[UUID]) -> Sequence[ClockDay]:
    """Return the due days last told of some cases."""
    wanted = select(ClockDay).where(ClockDay.case_id.in_(case_ids))
    return session.scalars(wanted.order_by(ClockDay.clock, ClockDay.thing_id)).all()


def days_moved(session: Session, thing_ids: Collection[UUID]) -> Sequence[ClockDay]:
    """Return the due days of some things that are not the ones first told, those that moved first first."""
    wanted = select(ClockDay).where(ClockDay.thing_id.in_(thing_ids), ClockDay.moved_at.is_not(None))
    return session.scalars(wanted.order_by(ClockDay.moved_at, ClockDay.id)).all()
