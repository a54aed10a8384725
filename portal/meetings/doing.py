"""Whose is an agreed action, when was it done, and who says so?"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from portal.domain.errors import InvalidAnswer, NotFound
from portal.domain.permissions import Permission
from portal.domain.workflow import Thing, require_action
from portal.meetings.minutes_queries import facts_of_action, minutes_for
from portal.meetings.queries import item_here, meeting_for, seats_on
from portal.models.attention import members_who_may
from portal.models.audit import record
from portal.models.case import closed_to
from portal.models.event import tell
from portal.models.meeting import AgendaItem, Meeting
from portal.models.minutes import ActionDone, Minutes, MinutesAction, actions_of, done_of
from portal.models.session import TenantSession
from portal.web.access import Actor
from portal.web.happenings import names_of


def owners_for(session: TenantSession, meeting: Meeting, item: AgendaItem | None = None) -> dict[UUID, str]:
    """Return whose an action of a meeting can be, by name: who sees the meeting, and is not involved in the item."""
    seen = {each.account_id for each in seats_on(session, meeting.meets_on)}
    seen |= set(members_who_may(session, Permission.MEETING_MANAGE))
    seen &= set(members_who_may(session, Permission.MEETING_SEE))
    if item is not None and item.case_id is not None:
        seen -= closed_to(session, [item.case_id])
    return names_of(session, seen)


def who_does(
    session: TenantSession, meeting: Meeting, item: AgendaItem, who: str, owner_id: UUID | None
) -> str:
    """Return in words who does something. Raises InvalidAnswer for nobody, and for who takes no part in the item."""
    if owner_id is None:
        if not who.strip():
            raise InvalidAnswer("Enter who does it, or select a colleague", "who")
        return who.strip()
    name = owners_for(session, meeting, item).get(owner_id)
    if name is None:
        raise InvalidAnswer("Select somebody who takes part in this item", "owner_id")
    return who.strip() or name


def owners_waited_for(session: TenantSession, minutes: Minutes) -> set[UUID]:
    """Return who has an action in these minutes that is not done."""
    actions = actions_of(session, minutes.id)
    done = done_of(session, actions)
    return {each.owner_id for each in actions if each.owner_id is not None and each.id not in done}


def action_to_do(
    session: TenantSession, actor: Actor, meeting_id: UUID, minutes_id: UUID, action_id: UUID, *, locked: bool = False
) -> MinutesAction:
    """Return an agreed action that this person can say is done now; NotFound where they take no part in its item."""
    meeting = meeting_for(session, actor, meeting_id)
    minutes = minutes_for(session, actor, meeting, minutes_id, locked=locked)
    action = next((each for each in actions_of(session, minutes.id) if each.id == action_id), None)
    if action is None:
        raise NotFound("There is no such action.")
    item_here(session, actor, meeting, action.item_id)
    facts = facts_of_action(actor, action, is_done=action.id in done_of(session, [action]))
    require_action(Thing.MINUTES, minutes.status, "mark-action-done", actor.permissions, facts)
    return action


def mark_done(
    session: TenantSession, actor: Actor, meeting_id: UUID, minutes_id: UUID, action_id: UUID, done_on: date,
    note: str, today: date,
) -> ActionDone:  # fmt: skip
    """Write down that an agreed action was done, on which day, and what was done; the minutes stay as approved."""
    action = action_to_do(session, actor, meeting_id, minutes_id, action_id, locked=True)
    if done_on > today:
        raise InvalidAnswer("Enter today or an earlier day", "done_on")
    if done_on < meeting_for(session, actor, meeting_id).meets_on:
        raise InvalidAnswer("Enter the day of the meeting or a later day", "done_on")
    if not note.strip():
        raise InvalidAnswer("Say what was done", "note")
    done = ActionDone(
        tenant=action.tenant, unit=action.unit, minutes_id=minutes_id, item_id=action.item_id, case_id=action.case_id,
        action_id=action.first_id, done_on=done_on, recorded_by=actor.account_id, note=note.strip(),
    )  # fmt: skip
    session.add(done)
    tell(session, action.tenant, "meeting", meeting_id, "action-done", actor.account_id)
    record(session, "action-done", "minutes", minutes_id)
    session.commit()
    return done
