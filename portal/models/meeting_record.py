"""Who took part in a meeting, was that enough, and what ties somebody at the table to a case?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, String, UniqueConstraint, and_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal.domain.meetings import Attendance, Interest
from portal.extensions import db
from portal.models.base import Coded, TenantOwned
from portal.models.case import CaseOwned, closed_to, of_case
from portal.models.meeting import AgendaItem, Meeting, agenda_of, of_meeting, seats_of_body
from portal.models.moment import this_moment
from portal.models.sealed import Sealable, Sealed

# Who was at the table, themselves or by a deputy.
CAME = frozenset({Attendance.PRESENT, Attendance.DEPUTY})


def of_item() -> ForeignKeyConstraint:
    """Return the key that ties a row to something on an agenda of the same tenant."""
    return ForeignKeyConstraint(["tenant", "item_id"], ["agenda_item.tenant", "agenda_item.id"])


class MeetingAttendance(TenantOwned, db.Model):
    """Whether one member of the body took part in a meeting, and who stood in for them."""

    __tablename__ = "meeting_attendance"
    __table_args__ = (
        of_meeting(),
        ForeignKeyConstraint(["tenant", "seat_id"], ["body_seat.tenant", "body_seat.id"]),
        ForeignKeyConstraint(["tenant", "deputy_seat_id"], ["body_seat.tenant", "body_seat.id"]),
        UniqueConstraint("tenant", "meeting_id", "seat_id", "version"),
        {"info": {"insert_only": True}},
    )

    meeting_id: Mapped[UUID]
    # The first is 1; each correction says all of it again.
    version: Mapped[int] = mapped_column(default=1, server_default="1")
    seat_id: Mapped[UUID]
    attendance: Mapped[Attendance] = mapped_column(Coded(Attendance))
    deputy_seat_id: Mapped[UUID | None]


class ItemDeputy(TenantOwned, db.Model):
    """That a deputy took somebody's place for one case of a meeting, in which they themselves take no part."""

    __tablename__ = "item_deputy"
    __table_args__ = (
        of_meeting(),
        of_item(),
        ForeignKeyConstraint(["tenant", "seat_id"], ["body_seat.tenant", "body_seat.id"]),
        ForeignKeyConstraint(["tenant", "deputy_seat_id"], ["body_seat.tenant", "body_seat.id"]),
        UniqueConstraint("tenant", "item_id", "seat_id", "version"),
        Index(None, "tenant", "meeting_id"),
        {"info": {"insert_only": True}},
    )

    meeting_id: Mapped[UUID]
    item_id: Mapped[UUID]
    version: Mapped[int]
    seat_id: Mapped[UUID]
    deputy_seat_id: Mapped[UUID]


class AttendanceCorrected(Sealable, TenantOwned, db.Model):
    """That what was recorded of who took part in a meeting was put right: by whom, when and why."""

    __tablename__ = "attendance_corrected"
    __table_args__ = (
        of_meeting(),
        UniqueConstraint("tenant", "meeting_id", "version"),
        {"info": {"insert_only": True}},
    )

    meeting_id: Mapped[UUID]
    # The version that it brought.
    version: Mapped[int]
    corrected_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    corrected_at: Mapped[datetime] = mapped_column(default=this_moment)

    reason = Sealed(is_required=True)

    def look_subject(self) -> tuple[str, UUID]:
        """Name the meeting."""
        return ("meeting", self.meeting_id)


class QuorumFound(Sealable, TenantOwned, db.Model):
    """Whether enough took part in a meeting, or in one case of it, as the rule was on that day."""

    __tablename__ = "quorum_found"
    __table_args__ = (
        of_meeting(),
        of_item(),
        Index(None, "tenant", "meeting_id"),
        Index(None, "tenant", "item_id"),
        {"info": {"insert_only": True}},
    )

    meeting_id: Mapped[UUID]
    # Nothing for the meeting as a whole; a case of it counts without those who are involved in it.
    item_id: Mapped[UUID | None]
    version: Mapped[int] = mapped_column(default=1, server_default="1")
    is_met: Mapped[bool]

    sentence = Sealed(is_required=True)

    def look_subject(self) -> tuple[str, UUID]:
        """Name the meeting."""
        return ("meeting", self.meeting_id)


class DeclaredInterest(CaseOwned, TenantOwned, db.Model):
    """What somebody declared of a case at a meeting: their agency's interest stays, their own closes it to them."""

    __tablename__ = "declared_interest"
    __table_args__ = (
        of_meeting(),
        of_case(),
        UniqueConstraint("tenant", "meeting_id", "case_id", "account_id", "kind"),
        Index(None, "tenant", "case_id"),
        {"info": {"insert_only": True}},
    )

    meeting_id: Mapped[UUID]
    case_id: Mapped[UUID]
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    agency: Mapped[str] = mapped_column(String(60), default="")
    kind: Mapped[Interest] = mapped_column(Coded(Interest))
    declared_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    declared_at: Mapped[datetime] = mapped_column(default=this_moment)

    words = Sealed(is_required=True)


def attendance_of(session: Session, meeting_id: UUID) -> Sequence[MeetingAttendance]:
    """Return who took part in a meeting, as it was last corrected."""
    versions = attendance_versions(session, meeting_id)
    return versions[max(versions)] if versions else ()


def attendance_versions(session: Session, meeting_id: UUID) -> dict[int, list[MeetingAttendance]]:
    """Return who took part in a meeting, as each version says."""
    found: dict[int, list[MeetingAttendance]] = defaultdict(list)
    for each in session.scalars(select(MeetingAttendance).where(MeetingAttendance.meeting_id == meeting_id)):
        found[each.version].append(each)
    return dict(found)


def corrections_of(session: Session, meeting_id: UUID) -> Sequence[AttendanceCorrected]:
    """Return each correction of who took part in a meeting, the earliest first."""
    wanted = select(AttendanceCorrected).where(AttendanceCorrected.meeting_id == meeting_id)
    return session.scalars(wanted.order_by(AttendanceCorrected.version)).all()


def item_deputies_of(session: Session, meeting_id: UUID) -> list[ItemDeputy]:
    """Return who took somebody's place for one case of a meeting, as it was last corrected."""
    version = max(attendance_versions(session, meeting_id), default=0)
    wanted = select(ItemDeputy).where(ItemDeputy.meeting_id == meeting_id, ItemDeputy.version == version)
    return list(session.scalars(wanted))


def quorums_of(session: Session, meeting_id: UUID) -> dict[UUID | None, QuorumFound]:
    """Return what was last found of a meeting's quorum: by item, and under None for the meeting as a whole."""
    found = session.scalars(
        select(QuorumFound).where(QuorumFound.meeting_id == meeting_id).order_by(QuorumFound.version)
    )
    return {each.item_id: each for each in found}


def interests_of(session: Session, meeting_id: UUID) -> Sequence[DeclaredInterest]:
    """Return what was declared for a meeting, the earliest first."""
    wanted = select(DeclaredInterest).where(DeclaredInterest.meeting_id == meeting_id)
    return session.scalars(wanted.order_by(DeclaredInterest.declared_at, DeclaredInterest.id)).all()


@dataclass(frozen=True)
class CaseAtMeeting:
    """One meeting that looked at a case, and whether it had its quorum for it."""

    meeting: Meeting
    item_id: UUID
    has_quorum: bool
    sentence: str


def case_at_meetings(session: Session, case_id: UUID) -> list[CaseAtMeeting]:
    """Return each meeting that looked at a case, the latest first."""
    of_case = and_(AgendaItem.tenant == QuorumFound.tenant, AgendaItem.id == QuorumFound.item_id)
    of_day = and_(Meeting.tenant == QuorumFound.tenant, Meeting.id == QuorumFound.meeting_id)
    wanted = (
        select(Meeting, QuorumFound, AgendaItem.id)
        .join(QuorumFound, of_day)
        .join(AgendaItem, of_case)
        .where(AgendaItem.case_id == case_id)
        .order_by(Meeting.meets_on.desc(), Meeting.planned_at.desc(), Meeting.id, QuorumFound.version)
    )
    latest = {item_id: (meeting, found) for meeting, found, item_id in session.execute(wanted)}
    return [
        CaseAtMeeting(meeting, item_id, found.is_met, found.sentence or "")
        for item_id, (meeting, found) in latest.items()
    ]


@dataclass(frozen=True)
class AtTheTable:
    """One person who took part in a case at a meeting, and for whose seat."""

    account_id: UUID
    seat_id: UUID
    is_deputy: bool


def who_took_part(session: Session, meeting_id: UUID, case_id: UUID) -> list[AtTheTable]:
    """Return who took part in a case at a meeting; whoever is involved in the case did not, but for their deputy."""
    came = {each.seat_id: each for each in attendance_of(session, meeting_id) if each.attendance in CAME}
    items = {each.id for each in agenda_of(session, [meeting_id]) if each.case_id == case_id}
    sat_in = {
        each.seat_id: each.deputy_seat_id
        for each in item_deputies_of(session, meeting_id)
        if each.item_id in items
    }
    involved = closed_to(session, [case_id])
    seats = {each.id: each for each in seats_of_body(session)}
    sitting = {seat_id: one.deputy_seat_id or seat_id for seat_id, one in came.items()} | sat_in
    table = [
        AtTheTable(seats[sitting[seat_id]].account_id, seat_id, sitting[seat_id] != seat_id)
        for seat_id in seats
        if seat_id in sitting
    ]
    return [each for each in table if each.account_id not in involved]
