"""Who sits on the screening body, when does it meet, and what is on the agenda?"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal.domain.meetings import MeetingStatus, Seat
from portal.domain.vocabulary import HowConsidered
from portal.extensions import db
from portal.models.base import Coded, TenantOwned
from portal.models.case import of_case
from portal.models.moment import this_moment
from portal.models.sealed import SUFFIX, Sealable, Sealed


def of_meeting() -> ForeignKeyConstraint:
    """Return the key that ties a row to a meeting of the same tenant."""
    return ForeignKeyConstraint(["tenant", "meeting_id"], ["meeting.tenant", "meeting.id"])


class BodySeat(TenantOwned, db.Model):
    """One person's seat on the screening body from a day, until a day once it is ended; it is never deleted."""

    __tablename__ = "body_seat"
    __table_args__ = (
        ForeignKeyConstraint(["tenant", "deputy_for_id"], ["body_seat.tenant", "body_seat.id"]),
        Index(None, "tenant", "account_id"),
    )

    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    agency: Mapped[str] = mapped_column(String(60))
    sits: Mapped[Seat] = mapped_column(Coded(Seat))
    deputy_for_id: Mapped[UUID | None]
    from_on: Mapped[date]
    # The last day on which they sit.
    until_on: Mapped[date | None]
    added_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    added_at: Mapped[datetime] = mapped_column(default=this_moment)

    def sits_on(self, day: date) -> bool:
        """Whether the seat is held on a day."""
        return self.from_on <= day and (self.until_on is None or day <= self.until_on)


class Meeting(Sealable, TenantOwned, db.Model):
    """One meeting of the body; by correspondence `meets_on` is the day on which the answers close."""

    __tablename__ = "meeting"
    begins_unit = True
    __table_args__ = (
        ForeignKeyConstraint(["tenant", "follows_id"], ["meeting.tenant", "meeting.id"]),
        # A meeting is followed by one other at most.
        UniqueConstraint("tenant", "follows_id"),
        Index(None, "tenant", "status", "meets_on"),
    )

    status: Mapped[MeetingStatus] = mapped_column(Coded(MeetingStatus), default=MeetingStatus.PLANNED)
    how: Mapped[HowConsidered] = mapped_column(Coded(HowConsidered))
    meets_on: Mapped[date]
    # "14:30"; empty by correspondence.
    starts_at: Mapped[str] = mapped_column(String(5), default="")
    planned_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    planned_at: Mapped[datetime] = mapped_column(default=this_moment)
    follows_id: Mapped[UUID | None]

    # An address, or the words by which people join: whoever has them could.
    place = Sealed()
    cancel_reason = Sealed()
    # Why another takes its place.
    rebook_reason = Sealed()


class AgendaItem(Sealable, TenantOwned, db.Model):
    """One thing on a meeting's agenda: a case, sealed with the case's key, or something else, with the meeting's."""

    __tablename__ = "agenda_item"
    __table_args__ = (
        of_meeting(),
        of_case(),
        Index(None, "tenant", "meeting_id"),
        Index(None, "tenant", "case_id"),
    )

    meeting_id: Mapped[UUID]
    case_id: Mapped[UUID | None]
    position: Mapped[int]
    # How long it is expected to take; nothing where nobody guessed.
    minutes: Mapped[int | None]

    words = Sealed()

    def look_subject(self) -> tuple[str, UUID]:
        """Name the case that it is about, else the meeting."""
        return ("case", self.case_id) if self.case_id else ("meeting", self.meeting_id)


def seats_of_body(session: Session) -> Sequence[BodySeat]:
    """Return every seat there is or was, the earliest first."""
    return session.scalars(select(BodySeat).order_by(BodySeat.from_on, BodySeat.added_at, BodySeat.id)).all()


def has_seat(session: Session, account_id: UUID, day: date) -> bool:
    """Whether somebody sits on the body on a day, as a deputy too."""
    held = session.scalars(select(BodySeat).where(BodySeat.account_id == account_id))
    return any(each.sits_on(day) for each in held)


def chair_on(session: Session, day: date) -> UUID | None:
    """Return who chairs the body on a day; None where nobody's seat says so."""
    chairs = [each for each in seats_of_body(session) if each.sits is Seat.CHAIR and each.sits_on(day)]
    return chairs[-1].account_id if chairs else None


def agenda_of(session: Session, meeting_ids: Collection[UUID]) -> Sequence[AgendaItem]:
    """Return what is on the agenda of some meetings, in order."""
    wanted = select(AgendaItem).where(AgendaItem.meeting_id.in_(meeting_ids))
    return session.scalars(wanted.order_by(AgendaItem.position, AgendaItem.id)).all()


def follower_of(session: Session, meeting: Meeting) -> Meeting | None:
    """Return the meeting that took the place of one."""
    found: Meeting | None = session.scalar(select(Meeting).where(Meeting.follows_id == meeting.id))
    return found


def as_kept(row: Sealable, name: str) -> str | None:
    """Return a sealed text so that it can be copied; nobody reads it, so it is no look."""
    sealed = getattr(row, f"{name}{SUFFIX}")
    return None if sealed is None else row.opened(name, sealed).decode()
