"""From which meeting, or from what correspondence, does the body's advice on a case come, and could it advise there?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from portal.domain.errors import InvalidAnswer
from portal.domain.permissions import Permission
from portal.domain.vocabulary import HowConsidered
from portal.models.case import Case
from portal.models.meeting import Meeting, has_seat, seats_of_body
from portal.models.meeting_record import CaseAtMeeting, case_at_meetings, who_took_part
from portal.models.screening import Screening
from portal.screening import correspondence
from portal.tenancy.model import Tenant
from portal.web.access import Actor
from portal.web.happenings import names_of
from portal.web.wording import date_words

CORRESPONDENCE = HowConsidered.CORRESPONDENCE.value
NO_QUORUM = (
    "The body looked at this case last without a quorum, so it could not advise. Record who took part in the meeting "
    "that takes its place, or in the correspondence that finishes it, and select that"
)
NOT_THERE = "Select a meeting that had a quorum for this case"


def could_advise(session: Session, case: Case) -> list[CaseAtMeeting]:
    """Return the meetings from which advice on a case can come, the latest first."""
    return [each for each in case_at_meetings(session, case.id) if each.has_quorum]


def without_quorum(session: Session, case: Case) -> CaseAtMeeting | None:
    """Return the last meeting that looked at a case without a quorum, where none with a quorum followed it."""
    every = case_at_meetings(session, case.id)
    good = [each.meeting.meets_on for each in every if each.has_quorum]
    bad = [each for each in every if not each.has_quorum]
    is_open = bool(bad) and (not good or max(good) < bad[0].meeting.meets_on)
    return bad[0] if is_open else None


def place(session: Session, tenant: Tenant, case: Case, draft: Screening, came_from: str) -> None:
    """Put into a draft where its advice was given; of a meeting its day and who took part. Raises InvalidAnswer."""
    draft.how = HowConsidered.CORRESPONDENCE if came_from == CORRESPONDENCE else None
    draft.meeting_id = None
    if came_from in ("", CORRESPONDENCE):
        return
    found = next((each for each in could_advise(session, case) if str(each.meeting.id) == came_from), None)
    if found is None:
        raise InvalidAnswer(NOT_THERE, "came_from")
    take_over(session, tenant, case, draft, found.meeting)


def take_over(session: Session, tenant: Tenant, case: Case, draft: Screening, meeting: Meeting) -> None:
    """Put into a draft what a meeting's record says of the case: how and when it met, and who took part."""
    draft.meeting_id, draft.how, draft.considered_on = meeting.id, meeting.how, meeting.meets_on
    draft.answered = None
    draft.members = "\n".join(people_at(session, tenant, meeting.id, case.id))


def refresh(session: Session, tenant: Tenant, case: Case, draft: Screening) -> None:
    """Take who took part from the meeting's record, or from who answered, as it stands now: it is being recorded."""
    meeting = session.get(Meeting, draft.meeting_id) if draft.meeting_id else None
    if meeting is not None:
        take_over(session, tenant, case, draft, meeting)
    else:
        correspondence.put_on_record(session, tenant, case, draft)


def has_lost_quorum(session: Session, case: Case, screening: Screening) -> bool:
    """Whether the record of the meeting from which advice comes was corrected since, and no longer says it could."""
    able = {each.meeting.id for each in could_advise(session, case)}
    return screening.meeting_id is not None and screening.meeting_id not in able


def place_of(screening: Screening) -> str:
    """Return what `place` was told of a draft."""
    if screening.meeting_id is not None:
        return str(screening.meeting_id)
    return CORRESPONDENCE if screening.how is HowConsidered.CORRESPONDENCE else ""


def faults_of_place(
    session: Session, tenant: Tenant, case: Case, draft: Screening, today: date
) -> Iterator[tuple[str, str]]:
    """Yield what is missing of where, when and by whom a case was considered."""
    if draft.meeting_id is not None:
        if draft.meeting_id not in {each.meeting.id for each in could_advise(session, case)}:
            yield "came_from", NOT_THERE
        return
    if draft.how is not HowConsidered.CORRESPONDENCE:
        yield "came_from", "Select where it was advised"
    elif without_quorum(session, case) is not None:
        yield "came_from", NO_QUORUM
    if draft.considered_on is None:
        yield "considered_on", "Enter the day on which the correspondence was finished"
    elif draft.considered_on > today:
        yield "considered_on", "Enter a day that has come: advice is recorded once it is given"
    else:
        yield from correspondence.faults_of_quorum(session, tenant, case, draft)


def choices(session: Session, case: Case) -> list[tuple[str, str]]:
    """Return where advice on a case can come from: each meeting that had its quorum for it, or correspondence."""
    meetings = [(str(each.meeting.id), meeting_words(each.meeting)) for each in could_advise(session, case)]
    return [*meetings, (CORRESPONDENCE, "By correspondence, without a meeting of the body")]


# --- in words ------------------------------------------------------------------------------------------------


def people_at(session: Session, tenant: Tenant, meeting_id: UUID, case_id: UUID) -> list[str]:
    """Return who took part in a case at a meeting, with the agency that each spoke for."""
    table = who_took_part(session, meeting_id, case_id)
    seats = {each.id: each for each in seats_of_body(session)}
    names = names_of(session, {seat.account_id for seat in seats.values()})
    return [
        f"{names.get(each.account_id, '')}, {tenant.agency_name(seats[each.seat_id].agency)}"
        + (f", for {names.get(seats[each.seat_id].account_id, '')}" if each.is_deputy else "")
        for each in table
    ]


def meeting_seen(session: Session, actor: Actor, screening: Screening) -> Meeting | None:
    """Return the meeting from which advice comes, for whoever can open it: who runs meetings, and who sat there."""
    meeting = session.get(Meeting, screening.meeting_id) if screening.meeting_id else None
    if meeting is None or actor.may(Permission.MEETING_MANAGE):
        return meeting
    sat = has_seat(session, actor.account_id, meeting.meets_on)
    return meeting if sat and actor.may(Permission.MEETING_SEE) else None


def meeting_words(meeting: Meeting) -> str:
    """A meeting as a choice: when it was, and how."""
    return f"{date_words(meeting.meets_on)}, {meeting.how.label[:1].lower()}{meeting.how.label[1:]}"
