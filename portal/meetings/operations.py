"""How is a meeting planned, its agenda made, and the meeting cancelled or rebooked? Each ends in one commit."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from portal.domain.errors import InvalidAnswer, NotAllowed, NotFound
from portal.domain.meetings import MeetingStatus
from portal.domain.permissions import Permission
from portal.domain.vocabulary import CaseStage, HowConsidered
from portal.domain.workflow import Thing, require_action
from portal.meetings.queries import facts_of, item_here, meeting_for
from portal.models.account import lock_member
from portal.models.attention import call_people
from portal.models.audit import record
from portal.models.case import Case
from portal.models.case_access import known_case
from portal.models.event import tell
from portal.models.meeting import AgendaItem, Meeting, agenda_of, as_kept, seats_of_body
from portal.models.session import TenantSession
from portal.tenancy.model import Tenant
from portal.web.access import Actor

TIME = re.compile(r"([01]?[0-9]|2[0-3])[:.]([0-5][0-9])")


@dataclass(frozen=True)
class Arranged:
    """When and how a meeting is to take place; by correspondence the day is the one on which answers close."""

    how: HowConsidered
    meets_on: date
    starts_at: str = ""
    place: str = ""


def plan(session: TenantSession, tenant: Tenant, actor: Actor, arranged: Arranged, today: date) -> Meeting:
    """Plan a meeting and tell who sits on the body; the same planned twice is one meeting."""
    if not actor.may(Permission.MEETING_MANAGE):
        raise NotAllowed("Your roles do not include this.")
    starts_at = require_sound(arranged, today)
    lock_member(session, actor.account_id)
    before = select(Meeting).where(
        Meeting.status == MeetingStatus.PLANNED, Meeting.how == arranged.how,
        Meeting.meets_on == arranged.meets_on, Meeting.starts_at == starts_at,
    )  # fmt: skip
    planned: Meeting | None = session.scalars(before).first()
    if planned is None:
        planned = put_down(session, tenant, actor, arranged, starts_at)
        session.commit()
    return planned


def put_down(
    session: TenantSession, tenant: Tenant, actor: Actor, arranged: Arranged, starts_at: str,
    follows: Meeting | None = None,
) -> Meeting:  # fmt: skip
    """Write a meeting down and tell its members, in the caller's transaction."""
    meeting = Meeting(
        tenant=tenant.slug, how=arranged.how, meets_on=arranged.meets_on, starts_at=starts_at,
        planned_by=actor.account_id, follows_id=follows.id if follows else None, place=arranged.place.strip(),
    )  # fmt: skip
    session.add(meeting)
    session.flush()
    tell(session, tenant.slug, "meeting", meeting.id, "planned", actor.account_id, how=arranged.how.value)
    record(session, "meeting-planned", "meeting", meeting.id)
    call_members(session, tenant, actor, meeting.meets_on)
    return meeting


def require_sound(arranged: Arranged, today: date) -> str:
    """Return the time as it is kept; InvalidAnswer where a meeting could not take place so."""
    if arranged.meets_on < today:
        raise InvalidAnswer("Enter today or a later day", "meets_on")
    if arranged.how is HowConsidered.CORRESPONDENCE:
        return ""
    found = TIME.fullmatch(arranged.starts_at.strip())
    if found is None:
        raise InvalidAnswer("Enter the time it starts, like 14:30", "starts_at")
    if not arranged.place.strip():
        missing = "where it takes place" if arranged.how is HowConsidered.MEETING else "how people join"
        raise InvalidAnswer(f"Enter {missing}", "place")
    return f"{int(found[1]):02d}:{found[2]}"


def call_members(session: TenantSession, tenant: Tenant, actor: Actor, day: date) -> None:
    """Write to everybody who sits on the body on a day, in the caller's transaction."""
    seated = {each.account_id for each in seats_of_body(session) if each.sits_on(day)}
    call_people(session, tenant.slug, sorted(seated - {actor.account_id}, key=str))


def change_place(
    session: TenantSession, tenant: Tenant, actor: Actor, meeting_id: UUID, place: str, today: date
) -> Meeting:
    """Change where a planned meeting is, or how people join it, and tell its members; the day stays."""
    meeting = meeting_for(session, actor, meeting_id, locked=True)
    require_action(
        Thing.MEETING, meeting.status, "change-place", actor.permissions, facts_of(session, meeting, today)
    )
    if not place.strip() and meeting.how is not HowConsidered.CORRESPONDENCE:
        raise InvalidAnswer("Enter where it is, or how people join", "place")
    if meeting.place != place.strip():
        meeting.place = place.strip()
        tell(session, tenant.slug, "meeting", meeting.id, "place-changed", actor.account_id)
        record(session, "meeting-place-changed", "meeting", meeting.id)
        call_members(session, tenant, actor, meeting.meets_on)
    session.commit()
    return meeting


def cancel(
    session: TenantSession, tenant: Tenant, actor: Actor, meeting_id: UUID, reason: str, today: date
) -> Meeting:
    """Cancel a meeting with the reason; it can be rebooked, and a notification waits for neither."""
    meeting = meeting_for(session, actor, meeting_id, locked=True)
    require_reason(reason)
    transition = require_action(
        Thing.MEETING, meeting.status, "cancel", actor.permissions, facts_of(session, meeting, today)
    )
    meeting.status = MeetingStatus(transition.arrives_at(meeting.status))
    meeting.cancel_reason = reason.strip()
    tell(session, tenant.slug, "meeting", meeting.id, "cancelled", actor.account_id)
    record(session, "meeting-cancelled", "meeting", meeting.id)
    call_members(session, tenant, actor, meeting.meets_on)
    session.commit()
    return meeting


def rebook(
    session: TenantSession, tenant: Tenant, actor: Actor, meeting_id: UUID, arranged: Arranged, reason: str,
    today: date,
) -> Meeting:  # fmt: skip
    """Plan the meeting that takes the place of one, with its agenda and the reason; the earlier one leads to it."""
    meeting = meeting_for(session, actor, meeting_id, locked=True)
    transition = require_action(
        Thing.MEETING, meeting.status, "rebook", actor.permissions, facts_of(session, meeting, today)
    )
    require_reason(reason)
    starts_at = require_sound(arranged, today)
    meeting.rebook_reason = reason.strip()
    meeting.status = MeetingStatus(transition.arrives_at(meeting.status))
    tell(session, tenant.slug, "meeting", meeting.id, "rebooked", actor.account_id)
    record(session, "meeting-rebooked", "meeting", meeting.id)
    later = put_down(session, tenant, actor, arranged, starts_at, meeting)
    for item in agenda_of(session, [meeting.id]):
        session.add(
            AgendaItem(
                tenant=tenant.slug, unit=item.unit if item.case_id else later.unit, meeting_id=later.id,
                case_id=item.case_id, position=item.position, minutes=item.minutes, words=as_kept(item, "words"),
            )
        )  # fmt: skip
    session.commit()
    return later


def require_reason(reason: str) -> None:
    """Refuse what nobody said a reason for. Raises InvalidAnswer."""
    if not reason.strip():
        raise InvalidAnswer("Say why", "reason")


# --- the agenda ----------------------------------------------------------------------------------------------


def put_on_agenda(
    session: TenantSession, tenant: Tenant, actor: Actor, meeting_id: UUID, reference: str, words: str,
    minutes: int | None, today: date,
) -> AgendaItem:  # fmt: skip
    """Put a case, or something else in words, on the agenda after what is there; a case stands there once."""
    meeting = meeting_with_agenda(session, actor, meeting_id, today)
    items = agenda_of(session, [meeting.id])
    case = case_named(session, actor, reference) if reference else None
    if case is None and not words.strip():
        raise InvalidAnswer("Select a case, or say what else is on the agenda", "reference")
    there = next((each for each in items if case and each.case_id == case.id), None)
    if there is not None:
        return there
    item = AgendaItem(
        tenant=tenant.slug, unit=case.unit if case else meeting.unit, meeting_id=meeting.id,
        case_id=case.id if case else None, position=max((each.position for each in items), default=0) + 1,
        minutes=minutes, words=words.strip(),
    )  # fmt: skip
    session.add(item)
    if case:
        tell(session, tenant.slug, "case", case.id, "put-on-agenda", actor.account_id)
    record(session, "agenda-changed", "meeting", meeting.id)
    session.commit()
    return item


def case_named(session: TenantSession, actor: Actor, reference: str) -> Case:
    """Return an open case that the person may know of; InvalidAnswer alike where there is none."""
    try:
        case = known_case(session, reference, actor.account_id, actor.permissions)
    except NotFound:
        raise InvalidAnswer("Select a case that you may know of", "reference") from None
    if case.stage is CaseStage.CLOSED:
        raise InvalidAnswer("This case is closed", "reference")
    return case


def take_off_agenda(
    session: TenantSession, tenant: Tenant, actor: Actor, meeting_id: UUID, item_id: UUID, today: date
) -> None:
    """Take something off the agenda; on the case it stays told that it stood there."""
    meeting = meeting_with_agenda(session, actor, meeting_id, today)
    seen = item_here(session, actor, meeting, item_id)
    if seen.case:
        tell(session, tenant.slug, "case", seen.case.id, "taken-off-agenda", actor.account_id)
    session.delete(seen.item)
    record(session, "agenda-changed", "meeting", meeting.id)
    session.commit()


def move_up(
    session: TenantSession, tenant: Tenant, actor: Actor, meeting_id: UUID, item_id: UUID, today: date
) -> None:
    """Put one thing on the agenda before the one above it; the first stays where it is."""
    meeting = meeting_with_agenda(session, actor, meeting_id, today)
    seen = item_here(session, actor, meeting, item_id)
    items = list(agenda_of(session, [meeting.id]))
    at = next(number for number, each in enumerate(items) if each.id == seen.item.id)
    if at:
        items[at - 1], items[at] = items[at], items[at - 1]
        for position, each in enumerate(items, 1):
            each.position = position
        record(session, "agenda-changed", "meeting", meeting.id)
    session.commit()


def meeting_with_agenda(session: TenantSession, actor: Actor, meeting_id: UUID, today: date) -> Meeting:
    """Return a meeting whose agenda this person may change, locked until the commit."""
    meeting = meeting_for(session, actor, meeting_id, locked=True)
    facts = facts_of(session, meeting, today)
    require_action(Thing.MEETING, meeting.status, "change-agenda", actor.permissions, facts)
    return meeting
