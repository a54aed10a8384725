"""How are minutes written, sent, approved, returned and corrected? Each ends in one commit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from portal.domain.errors import InvalidAnswer, NotFound
from portal.domain.meetings import MinutesStatus
from portal.domain.permissions import Permission
from portal.domain.workflow import Thing, Transition, require_action
from portal.meetings.doing import owners_waited_for, who_does
from portal.meetings.minutes_queries import facts_of_minutes, minutes_for, tell_written, writers_of
from portal.meetings.queries import facts_of, item_here, meeting_for, seats_on
from portal.models.attention import call_people, call_person, members_who_may
from portal.models.audit import record
from portal.models.event import tell
from portal.models.meeting import AgendaItem, Meeting, agenda_of, as_kept
from portal.models.minutes import (
    Minutes,
    MinutesAction,
    MinutesPart,
    actions_of,
    parts_of,
    versions_of,
)
from portal.models.moment import this_moment
from portal.models.session import TenantSession
from portal.tenancy.model import Tenant
from portal.web.access import Actor


@dataclass(frozen=True)
class Which:
    """Which version of which meeting's minutes."""

    meeting_id: UUID
    minutes_id: UUID


def begin(session: TenantSession, tenant: Tenant, actor: Actor, meeting_id: UUID, today: date) -> Minutes:
    """Begin the minutes of a meeting that took place; where they are being written already, go on with those."""
    meeting = meeting_for(session, actor, meeting_id, locked=True)
    versions = versions_of(session, meeting.id)
    if versions and versions[0].status is MinutesStatus.DRAFT and actor.may(Permission.MEETING_MANAGE):
        return versions[0]
    facts = facts_of(session, meeting, today)
    require_action(Thing.MEETING, meeting.status, "begin-minutes", actor.permissions, facts)
    minutes = new_version(session, actor, meeting, 1)
    session.commit()
    return minutes


def new_version(session: TenantSession, actor: Actor, meeting: Meeting, version: int) -> Minutes:
    """Begin a version, in the caller's transaction."""
    minutes = Minutes(
        tenant=meeting.tenant,
        unit=meeting.unit,
        meeting_id=meeting.id,
        version=version,
        begun_by=actor.account_id,
    )
    session.add(minutes)
    session.flush()
    tell(session, meeting.tenant, "meeting", meeting.id, "minutes-begun", actor.account_id)
    record(session, "minutes-begun", "minutes", minutes.id)
    return minutes


def save(
    session: TenantSession, actor: Actor, which: Which, edition: int, general: str, texts: Mapping[UUID, str]
) -> Minutes:
    """Keep what is written of each item; InvalidAnswer where somebody else saved since the page was opened."""
    meeting, minutes = minutes_that_can(session, actor, which, "write")
    if minutes.edition != edition:
        raise InvalidAnswer(
            "Somebody saved these minutes after you opened them. What you typed is kept on this page. Compare it with "
            "theirs, then save again", "general",
        )  # fmt: skip
    parts = parts_of(session, minutes.id)
    for item_id, text in texts.items():
        item = item_here(session, actor, meeting, item_id).item
        part = parts.get(item_id) or part_of(session, minutes, item)
        part.text = text.strip()
    minutes.general = general.strip()
    minutes.edition, minutes.saved_at = edition + 1, this_moment()
    tell_written(session, minutes, actor.account_id)
    record(session, "minutes-saved", "minutes", minutes.id)
    session.commit()
    return minutes


def edition_of(session: TenantSession, actor: Actor, which: Which) -> int:
    """Return how often minutes have been saved by now."""
    meeting = meeting_for(session, actor, which.meeting_id)
    return minutes_for(session, actor, meeting, which.minutes_id).edition


def part_of(session: TenantSession, minutes: Minutes, item: AgendaItem) -> MinutesPart:
    """Add what minutes are to say of an item."""
    part = MinutesPart(
        tenant=minutes.tenant, unit=item.unit, minutes_id=minutes.id, item_id=item.id, case_id=item.case_id
    )
    session.add(part)
    return part


@dataclass(frozen=True)
class AgreedAction:
    """What is to be done, by whom, by when."""

    what: str
    who: str
    due_on: date
    # Whose it is, where that is somebody who sees the meeting here; they are reminded of it.
    owner_id: UUID | None = None


def add_action(
    session: TenantSession, actor: Actor, which: Which, item_id: UUID, agreed: AgreedAction
) -> MinutesAction:
    """Write down what is to be done about an item."""
    meeting, minutes = minutes_that_can(session, actor, which, "write")
    if not agreed.what.strip():
        raise InvalidAnswer("Enter what is to be done", "what")
    if agreed.due_on < meeting.meets_on:
        raise InvalidAnswer("Enter the day of the meeting or a later day", "due_on")
    item = item_here(session, actor, meeting, item_id).item
    who = who_does(session, meeting, item, agreed.who, agreed.owner_id)
    action = MinutesAction(
        tenant=minutes.tenant, unit=item.unit, minutes_id=minutes.id, item_id=item.id, case_id=item.case_id,
        due_on=agreed.due_on, what=agreed.what.strip(), who=who, owner_id=agreed.owner_id,
    )  # fmt: skip
    session.add(action)
    tell_written(session, minutes, actor.account_id)
    record(session, "minutes-saved", "minutes", minutes.id)
    session.commit()
    return action


def remove_action(session: TenantSession, actor: Actor, which: Which, action_id: UUID) -> None:
    """Take what is to be done out of minutes that are being written."""
    meeting, minutes = minutes_that_can(session, actor, which, "write")
    action = next((each for each in actions_of(session, minutes.id) if each.id == action_id), None)
    if action is None:
        raise NotFound("There is no such action.")
    item_here(session, actor, meeting, action.item_id)
    session.delete(action)
    tell_written(session, minutes, actor.account_id)
    record(session, "minutes-saved", "minutes", minutes.id)
    session.commit()


def send(session: TenantSession, tenant: Tenant, actor: Actor, which: Which) -> Minutes:
    """Send minutes for approval once they say something of every item."""
    meeting, minutes = minutes_that_can(session, actor, which, "send")
    if unwritten(session, meeting, minutes):
        raise InvalidAnswer("Write something of every item first")
    moved(session, actor, meeting, minutes, "send", "minutes-sent")
    minutes.sent_at = this_moment()
    tell_written(session, minutes, actor.account_id)
    call_people(session, tenant.slug, sorted(approvers_of(session, meeting) - {actor.account_id}, key=str))
    session.commit()
    return minutes


def approvers_of(session: TenantSession, meeting: Meeting) -> set[UUID]:
    """Return who may approve minutes and reads this meeting's: whoever sat on the body that day, and who runs it."""
    readers = {each.account_id for each in seats_on(session, meeting.meets_on)}
    readers |= set(members_who_may(session, Permission.MEETING_MANAGE))
    return readers & set(members_who_may(session, Permission.MINUTES_APPROVE))


def unwritten(session: TenantSession, meeting: Meeting, minutes: Minutes) -> list[int]:
    """Return the numbers of the items of which nothing is written; what is written stays unread."""
    parts = parts_of(session, minutes.id)
    items = agenda_of(session, [meeting.id])
    return [number for number, each in enumerate(items, 1) if not is_written(parts.get(each.id))]


def is_written(part: MinutesPart | None) -> bool:
    """Whether something stands there; an empty text is no text."""
    return part is not None and bool(as_kept(part, "text"))


def approve(session: TenantSession, actor: Actor, which: Which) -> Minutes:
    """Approve minutes that others wrote; from then on nothing in them changes."""
    meeting, minutes = minutes_that_can(session, actor, which, "approve")
    moved(session, actor, meeting, minutes, "approve", "minutes-approved")
    minutes.approved_by, minutes.approved_at = actor.account_id, this_moment()
    owners = owners_waited_for(session, minutes) - {actor.account_id}
    call_people(session, minutes.tenant, sorted(owners, key=str))
    session.commit()
    return minutes


def send_back(session: TenantSession, tenant: Tenant, actor: Actor, which: Which, comments: str) -> Minutes:
    """Give minutes back to whoever wrote them, with comments."""
    meeting, minutes = minutes_that_can(session, actor, which, "return")
    if not comments.strip():
        raise InvalidAnswer("Say what needs to change", "comments")
    moved(session, actor, meeting, minutes, "return", "minutes-returned")
    minutes.comments = comments.strip()
    call_person(session, tenant.slug, minutes.begun_by)
    session.commit()
    return minutes


def correct(session: TenantSession, tenant: Tenant, actor: Actor, which: Which, reason: str) -> Minutes:
    """Begin a version that says what the approved one says, to be corrected; the approved one stays as it is."""
    meeting, minutes = minutes_that_can(session, actor, which, "correct")
    if not reason.strip():
        raise InvalidAnswer("Say what has to be corrected", "reason")
    later = new_version(session, actor, meeting, minutes.version + 1)
    later.correction, later.general = reason.strip(), minutes.general
    items = {each.id: each for each in agenda_of(session, [meeting.id])}
    for item_id, part in parts_of(session, minutes.id).items():
        part_of(session, later, items[item_id]).text = as_kept(part, "text")
    for each in actions_of(session, minutes.id):
        session.add(
            MinutesAction(
                tenant=tenant.slug, unit=each.unit, minutes_id=later.id, item_id=each.item_id, case_id=each.case_id,
                due_on=each.due_on, what=as_kept(each, "what"), who=as_kept(each, "who"), owner_id=each.owner_id,
                copy_of_id=each.first_id,
            )
        )  # fmt: skip
    for account_id in {*writers_of(session, minutes), actor.account_id}:
        tell_written(session, later, account_id)
    session.commit()
    return later


def moved(
    session: TenantSession, actor: Actor, meeting: Meeting, minutes: Minutes, action: str, what: str
) -> None:
    """Carry a change of status out and tell it, in the caller's transaction."""
    transition = allowed(session, actor, meeting, minutes, action)
    minutes.status = MinutesStatus(transition.arrives_at(minutes.status))
    tell(session, meeting.tenant, "meeting", meeting.id, what, actor.account_id)
    record(session, what, "minutes", minutes.id)


def minutes_that_can(
    session: TenantSession, actor: Actor, which: Which, action: str
) -> tuple[Meeting, Minutes]:
    """Return a meeting and its minutes to which this person may do something, locked until the commit."""
    meeting = meeting_for(session, actor, which.meeting_id, locked=True)
    minutes = minutes_for(session, actor, meeting, which.minutes_id, locked=True)
    allowed(session, actor, meeting, minutes, action)
    return meeting, minutes


def allowed(
    session: TenantSession, actor: Actor, meeting: Meeting, minutes: Minutes, action: str
) -> Transition:
    """The workflow's row for an action on minutes; Conflict or NotAllowed where it refuses."""
    facts = facts_of_minutes(session, actor, meeting, minutes)
    return require_action(Thing.MINUTES, minutes.status, action, actor.permissions, facts)
