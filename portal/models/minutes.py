"""What do the minutes of a meeting say, item by item, what is to be done, and who wrote and approved them?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Connection,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    UniqueConstraint,
    event,
    inspect,
    select,
)
from sqlalchemy.orm import Mapped, Mapper, Session, mapped_column

from portal.domain.errors import Conflict
from portal.domain.meetings import MinutesStatus
from portal.extensions import db
from portal.models.base import Coded, TenantOwned
from portal.models.case import of_case
from portal.models.meeting import of_meeting
from portal.models.meeting_record import of_item
from portal.models.moment import this_moment
from portal.models.sealed import Sealable, Sealed

ARE_APPROVED = "These minutes are approved. Correct them in a new version."


def of_minutes() -> ForeignKeyConstraint:
    """Return the key that ties a row to minutes of the same tenant."""
    return ForeignKeyConstraint(["tenant", "minutes_id"], ["minutes.tenant", "minutes.id"])


def of_action(column: str) -> ForeignKeyConstraint:
    """Return the key that ties a row to an agreed action of the same tenant."""
    return ForeignKeyConstraint(["tenant", column], ["minutes_action.tenant", "minutes_action.id"])


class Minutes(Sealable, TenantOwned, db.Model):
    """One version of a meeting's minutes: written, approved by somebody else, then unchanged."""

    __tablename__ = "minutes"
    __table_args__ = (
        of_meeting(),
        UniqueConstraint("tenant", "meeting_id", "version"),
        Index(None, "tenant", "status"),
    )

    meeting_id: Mapped[UUID]
    version: Mapped[int] = mapped_column(default=1)
    status: Mapped[MinutesStatus] = mapped_column(Coded(MinutesStatus), default=MinutesStatus.DRAFT)
    # Counts the savings, so that nobody writes over what somebody else saved meanwhile.
    edition: Mapped[int] = mapped_column(default=1)
    begun_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    begun_at: Mapped[datetime] = mapped_column(default=this_moment)
    saved_at: Mapped[datetime] = mapped_column(default=this_moment)
    sent_at: Mapped[datetime | None]
    approved_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    approved_at: Mapped[datetime | None]

    # What belongs to no single item.
    general = Sealed()
    # What whoever returned them asks for.
    comments = Sealed()
    # Why an approved version is corrected.
    correction = Sealed()

    def look_subject(self) -> tuple[str, UUID]:
        """Name the meeting."""
        return ("meeting", self.meeting_id)


class OfItem(Sealable):
    """A row about one thing on the agenda: sealed with its case's key where it is a case."""

    minutes_id: Mapped[UUID]
    item_id: Mapped[UUID]
    case_id: Mapped[UUID | None]

    def look_subject(self) -> tuple[str, UUID]:
        """Name the case that it is about, else the minutes that it stands in."""
        return ("case", self.case_id) if self.case_id else ("minutes", self.minutes_id)


class MinutesPart(OfItem, TenantOwned, db.Model):
    """What the minutes say of one thing on the agenda."""

    __tablename__ = "minutes_part"
    __table_args__ = (of_minutes(), of_item(), of_case(), UniqueConstraint("tenant", "minutes_id", "item_id"))

    text = Sealed()


class MinutesAction(OfItem, TenantOwned, db.Model):
    """One thing to be done: what, by whom, by when."""

    __tablename__ = "minutes_action"
    __table_args__ = (
        of_minutes(),
        of_item(),
        of_case(),
        of_action("copy_of_id"),
        Index(None, "tenant", "minutes_id"),
    )

    due_on: Mapped[date]
    # Whose it is, where that is somebody with an account here.
    owner_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    # In a version that corrects another: the action as it was first written down.
    copy_of_id: Mapped[UUID | None]
    added_at: Mapped[datetime] = mapped_column(default=this_moment)

    what = Sealed(is_required=True)
    who = Sealed(is_required=True)

    @property
    def first_id(self) -> UUID:
        """The action as it was first written down, of which it is told that it was done."""
        return self.copy_of_id or self.id


class ActionDone(OfItem, TenantOwned, db.Model):
    """That an agreed action was done: on which day, who says so, and what was done."""

    __tablename__ = "action_done"
    __table_args__ = (
        of_minutes(),
        of_item(),
        of_case(),
        of_action("action_id"),
        UniqueConstraint("tenant", "action_id"),
        {"info": {"insert_only": True}},
    )

    action_id: Mapped[UUID]
    done_on: Mapped[date]
    recorded_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    recorded_at: Mapped[datetime] = mapped_column(default=this_moment)

    note = Sealed(is_required=True)


@event.listens_for(Minutes, "before_update")
@event.listens_for(Minutes, "before_delete")
def keep_approved(mapper: Mapper[Any], connection: Connection, minutes: Minutes) -> None:
    """Refuse any change to minutes that were approved before."""
    if any(inspect(minutes).attrs.approved_at.history.unchanged):
        raise Conflict(ARE_APPROVED)


def keep_parts(mapper: Mapper[Any], connection: Connection, row: OfItem) -> None:
    """Refuse any change to what approved minutes say."""
    of = Minutes.__table__.c
    approved_at = select(of.approved_at).where(of.tenant == row.tenant, of.id == row.minutes_id)  # type: ignore[attr-defined]
    if connection.scalar(approved_at) is not None:
        raise Conflict(ARE_APPROVED)


for kind in (MinutesPart, MinutesAction):
    for change in ("before_insert", "before_update", "before_delete"):
        event.listen(kind, change, keep_parts)


def versions_of(session: Session, meeting_id: UUID) -> Sequence[Minutes]:
    """Return every version of a meeting's minutes, the latest first."""
    wanted = select(Minutes).where(Minutes.meeting_id == meeting_id)
    return session.scalars(wanted.order_by(Minutes.version.desc())).all()


def parts_of(session: Session, minutes_id: UUID) -> dict[UUID, MinutesPart]:
    """Return what minutes say, by the thing on the agenda."""
    found = session.scalars(select(MinutesPart).where(MinutesPart.minutes_id == minutes_id))
    return {each.item_id: each for each in found}


def actions_of(session: Session, minutes_id: UUID) -> Sequence[MinutesAction]:
    """Return what is to be done, the soonest first."""
    wanted = select(MinutesAction).where(MinutesAction.minutes_id == minutes_id)
    return session.scalars(
        wanted.order_by(MinutesAction.due_on, MinutesAction.added_at, MinutesAction.id)
    ).all()


def done_of(session: Session, actions: Sequence[MinutesAction]) -> dict[UUID, ActionDone]:
    """Return which of these actions were done, each by its own id."""
    first = {each.id: each.first_id for each in actions}
    wanted = select(ActionDone).where(ActionDone.action_id.in_(set(first.values())))
    found = {each.action_id: each for each in session.scalars(wanted)} if first else {}
    return {own: found[first_id] for own, first_id in first.items() if first_id in found}
