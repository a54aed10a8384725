"""What is on record of a meeting that took place: who came, was it enough, what was declared and advised?"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from portal.domain.meetings import Attendance
from portal.domain.vocabulary import HowConsidered
from portal.meetings.queries import ItemSeen, body_seen
from portal.models.meeting import Meeting, seats_of_body
from portal.models.meeting_record import (
    AttendanceCorrected,
    DeclaredInterest,
    MeetingAttendance,
    attendance_of,
    attendance_versions,
    corrections_of,
    interests_of,
    item_deputies_of,
    quorums_of,
)
from portal.models.member_view import AgencyInterest
from portal.models.screening import Screening
from portal.tenancy.model import Tenant
from portal.web.happenings import names_of


@dataclass(frozen=True)
class CameSeen:
    """One member of the body, and whether they took part."""

    name: str
    agency: str
    sits: str
    says: str


@dataclass(frozen=True)
class CorrectionSeen:
    """That who took part was corrected: by whom, why, and what was recorded before."""

    correction: AttendanceCorrected
    name: str
    before: list[CameSeen]


@dataclass(frozen=True)
class InterestSeen:
    """What somebody declared of a case."""

    name: str
    agency: str
    interest: DeclaredInterest


@dataclass(frozen=True)
class OnRecord:
    """What is on record of a meeting; of its cases only those in which the person takes part."""

    came: list[CameSeen]
    # Each correction of it, with what was recorded before.
    corrections: list[CorrectionSeen]
    # Who took somebody's place, by item.
    sat_in: dict[UUID, list[str]]
    quorum: str
    without_quorum: dict[UUID, str]
    interests: dict[UUID, list[InterestSeen]]
    # What agencies declared beside a view, before any meeting: the agency's name and how it was involved, by case.
    agencies_involved: dict[UUID, list[tuple[str, str]]]
    # The advice that was given there, by case; and the cases on which there is any.
    advice: dict[UUID, UUID]
    advised: set[UUID]


def on_record(session: Session, tenant: Tenant, meeting: Meeting, agenda: Collection[ItemSeen]) -> OnRecord:
    """Return what is on record of a meeting for whoever sees this agenda."""
    case_ids = {each.case.id for each in agenda if each.case}
    theirs = {each.item.id for each in agenda if each.case}
    quorums = quorums_of(session, meeting.id)
    of_meeting = quorums.get(None)
    return OnRecord(
        came_to(session, tenant, attendance_of(session, meeting.id)),
        corrections_seen(session, tenant, meeting),
        sat_in_for(session, meeting, theirs),
        of_meeting.sentence or "" if of_meeting else "",
        {
            item_id: each.sentence or ""
            for item_id, each in quorums.items()
            if item_id in theirs and not each.is_met and of_meeting and of_meeting.is_met
        },
        declared_of(session, tenant, meeting, case_ids),
        involved_in(session, tenant, case_ids),
        advice_of(session, meeting, case_ids),
        advised_of(session, case_ids),
    )


def came_to(session: Session, tenant: Tenant, recorded: Sequence[MeetingAttendance]) -> list[CameSeen]:
    """Return every member of the body on a meeting's day, and whether they took part, as one version says."""
    said = {each.seat_id: each for each in recorded}
    if not said:
        return []
    seats = body_seen(session, tenant)
    names = {each.seat.id: each.name for each in seats}
    found = []
    for each in seats:
        one = said.get(each.seat.id)
        if one is not None:
            deputy = f"{names[one.deputy_seat_id]} took part for them" if one.deputy_seat_id else ""
            says = deputy if one.attendance is Attendance.DEPUTY else one.attendance.label
            found.append(CameSeen(each.name, each.agency, each.seat.sits.label, says))
    return found


def corrections_seen(session: Session, tenant: Tenant, meeting: Meeting) -> list[CorrectionSeen]:
    """Return each correction of who took part, the earliest first, with what it put right."""
    made, versions = corrections_of(session, meeting.id), attendance_versions(session, meeting.id)
    names = names_of(session, {each.corrected_by for each in made})
    return [
        CorrectionSeen(
            each,
            names.get(each.corrected_by, ""),
            came_to(session, tenant, versions.get(each.version - 1, ())),
        )
        for each in made
    ]


def sat_in_for(session: Session, meeting: Meeting, item_ids: Collection[UUID]) -> dict[UUID, list[str]]:
    """Return in words who took somebody's place for some items of a meeting."""
    seats = {each.id: each.account_id for each in seats_of_body(session)}
    kept = [each for each in item_deputies_of(session, meeting.id) if each.item_id in item_ids]
    names = names_of(session, {seats[id] for each in kept for id in (each.seat_id, each.deputy_seat_id)})
    found: dict[UUID, list[str]] = {}
    for each in kept:
        deputy, member = (names.get(seats[id], "") for id in (each.deputy_seat_id, each.seat_id))
        found.setdefault(each.item_id, []).append(f"{deputy} took the place of {member}")
    return found


def declared_of(
    session: Session, tenant: Tenant, meeting: Meeting, case_ids: Collection[UUID]
) -> dict[UUID, list[InterestSeen]]:
    """Return what was declared of some cases of a meeting, by case."""
    declared = [each for each in interests_of(session, meeting.id) if each.case_id in case_ids]
    names = names_of(session, {each.account_id for each in declared})
    found: dict[UUID, list[InterestSeen]] = {}
    for each in declared:
        agency = tenant.agency_name(each.agency)
        found.setdefault(each.case_id, []).append(InterestSeen(names.get(each.account_id, ""), agency, each))
    return found


def involved_in(
    session: Session, tenant: Tenant, case_ids: Collection[UUID]
) -> dict[UUID, list[tuple[str, str]]]:
    """Return what agencies declared of their part in some cases beside a view, by case."""
    wanted = select(AgencyInterest).where(AgencyInterest.case_id.in_(case_ids))
    found: dict[UUID, list[tuple[str, str]]] = {}
    for each in session.scalars(wanted.order_by(AgencyInterest.declared_at, AgencyInterest.id)):
        found.setdefault(each.case_id, []).append((tenant.agency_name(each.agency), each.how or ""))
    return found


def advice_of(session: Session, meeting: Meeting, case_ids: Collection[UUID]) -> dict[UUID, UUID]:
    """Return the advice that came from a meeting, by case; what was recorded before advice named it, by its day."""
    by_day = and_(
        Screening.meeting_id.is_(None), Screening.how != HowConsidered.CORRESPONDENCE,
        Screening.how == meeting.how, Screening.considered_on == meeting.meets_on,
    )  # fmt: skip
    wanted = select(Screening.case_id, Screening.id).where(
        Screening.case_id.in_(case_ids), Screening.recorded_at.is_not(None),
        or_(Screening.meeting_id == meeting.id, by_day),
    )  # fmt: skip
    rows = session.execute(wanted.order_by(Screening.recorded_at)).all()
    return {row[0]: row[1] for row in rows}


def advised_of(session: Session, case_ids: Collection[UUID]) -> set[UUID]:
    """Return those of some cases on which the body has advised."""
    wanted = select(Screening.case_id).where(
        Screening.case_id.in_(case_ids), Screening.recorded_at.is_not(None)
    )
    return set(session.scalars(wanted))
