"""Which minutes does this person see, what do they say of what they take part in, and whose turn is it?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import exists, func, or_, select, true
from sqlalchemy.orm import Session, aliased

from portal.domain.errors import NotFound
from portal.domain.meetings import MeetingStatus, MinutesStatus
from portal.domain.permissions import Permission
from portal.domain.vocabulary import CaseStage
from portal.domain.workflow import Facts, Thing, available_actions
from portal.meetings.queries import ItemSeen, agenda_seen, seen_by
from portal.models.case import Case
from portal.models.case_access import cases_known_to
from portal.models.event import Event, tell
from portal.models.meeting import AgendaItem, Meeting
from portal.models.meeting_record import QuorumFound
from portal.models.minutes import (
    ActionDone,
    Minutes,
    MinutesAction,
    MinutesPart,
    actions_of,
    done_of,
    parts_of,
    versions_of,
)
from portal.models.session import TenantSession
from portal.web.access import Actor
from portal.web.happenings import names_of

# Told of everybody who writes some of a version: none of them approves it.
WRITTEN = "minutes-written"


@dataclass(frozen=True)
class PartSeen:
    """What minutes say of one thing on the agenda, and what is to be done; nothing where the person takes no part."""

    seen: ItemSeen
    text: str
    actions: tuple[ActionSeen, ...]


@dataclass(frozen=True)
class ActionSeen:
    """One agreed action: whether it was done, who says so, and whether this person can say it now."""

    id: UUID
    what: str
    who: str
    due_on: date
    done: ActionDone | None
    told_by: str
    can_be_done: bool


def minutes_seen(session: Session, actor: Actor, meeting: Meeting) -> list[Minutes]:
    """Return the versions that the person sees, the latest first: one being written only with those who write."""
    may_write = actor.may(Permission.MEETING_MANAGE)
    return [
        each
        for each in versions_of(session, meeting.id)
        if may_write or each.status is not MinutesStatus.DRAFT
    ]


def minutes_for(
    session: Session, actor: Actor, meeting: Meeting, minutes_id: UUID, *, locked: bool = False
) -> Minutes:
    """Return one version of a meeting's minutes; NotFound alike where there is none and where it is not shown."""
    wanted = select(Minutes).where(Minutes.id == minutes_id, Minutes.meeting_id == meeting.id)
    if locked:
        wanted = wanted.with_for_update(of=Minutes).execution_options(populate_existing=True)
    found: Minutes | None = session.scalar(wanted)
    if found is None or found.id not in {each.id for each in minutes_seen(session, actor, meeting)}:
        raise NotFound("There are no such minutes.")
    return found


def parts_seen(session: Session, actor: Actor, meeting: Meeting, minutes: Minutes) -> list[PartSeen]:
    """Return what minutes say, item by item, as far as the person takes part."""
    parts = parts_of(session, minutes.id)
    items = agenda_seen(session, actor, meeting)
    open_items = {each.item.id for each in items if not each.is_closed}
    # What belongs to an item in which the person takes no part is not even opened.
    actions = [each for each in actions_of(session, minutes.id) if each.item_id in open_items]
    done = done_of(session, actions)
    names = names_of(session, {each.recorded_by for each in done.values()})
    return [
        PartSeen(each, "", ())
        if each.is_closed
        else PartSeen(
            each,
            said_in(parts, each),
            tuple(
                action_seen(actor, minutes, one, done.get(one.id), names)
                for one in actions
                if one.item_id == each.item.id
            ),
        )
        for each in items
    ]


def action_seen(
    actor: Actor, minutes: Minutes, action: MinutesAction, done: ActionDone | None, names: Mapping[UUID, str]
) -> ActionSeen:
    """Return one agreed action as this person sees it."""
    facts = facts_of_action(actor, action, is_done=done is not None)
    offered = available_actions(Thing.MINUTES, minutes.status, actor.permissions, facts)
    return ActionSeen(
        action.id, action.what or "", action.who or "", action.due_on, done,
        names.get(done.recorded_by, "") if done else "",
        any(each.action == "mark-action-done" for each in offered),
    )  # fmt: skip


def facts_of_action(actor: Actor, action: MinutesAction, *, is_done: bool) -> Facts:
    """What the workflow asks of an agreed action and this person."""
    is_theirs = action.owner_id == actor.account_id or actor.may(Permission.MEETING_MANAGE)
    return {"is_theirs": is_theirs, "is_done": is_done}


def said_in(parts: dict[UUID, MinutesPart], seen: ItemSeen) -> str:
    """What minutes say of one thing on the agenda."""
    part = parts.get(seen.item.id)
    return (part.text or "") if part else ""


def facts_of_minutes(session: Session, actor: Actor, meeting: Meeting, minutes: Minutes) -> Facts:
    """What the workflow asks of minutes and this person."""
    latest = versions_of(session, meeting.id)[0]
    return {
        "has_written_minutes": has_written(session, minutes, actor.account_id),
        "reads_every_item": not any(each.is_closed for each in agenda_seen(session, actor, meeting)),
        "is_latest_version": latest.id == minutes.id,
    }


def writers_of(session: Session, minutes: Minutes) -> set[UUID]:
    """Return who wrote some of a version, or of the one that it corrects."""
    wanted = select(Event.actor_id).where(
        Event.thing_kind == "minutes", Event.thing_id == minutes.id, Event.what == WRITTEN
    )
    return {account_id for account_id in session.scalars(wanted) if account_id is not None}


def has_written(session: Session, minutes: Minutes, account_id: UUID) -> bool:
    """Whether the person wrote some of a version."""
    return account_id in writers_of(session, minutes)


def tell_written(session: TenantSession, minutes: Minutes, account_id: UUID) -> None:
    """Tell once that somebody writes a version of the minutes, in the caller's transaction."""
    if not has_written(session, minutes, account_id):
        tell(session, minutes.tenant, "minutes", minutes.id, WRITTEN, account_id)


def minutes_actions(session: Session, actor: Actor, meeting: Meeting, minutes: Minutes) -> frozenset[str]:
    """The names of what this person may do to the minutes now."""
    facts = facts_of_minutes(session, actor, meeting, minutes)
    offered = available_actions(Thing.MINUTES, minutes.status, actor.permissions, facts)
    return frozenset(each.action for each in offered)


# --- whose turn ----------------------------------------------------------------------------------------------


def without_minutes(session: Session, actor: Actor) -> Sequence[Meeting]:
    """Return the meetings that took place and whose minutes nobody has sent for approval, the earliest first."""
    is_sent = exists().where(
        Minutes.tenant == Meeting.tenant,
        Minutes.meeting_id == Meeting.id,
        Minutes.status != MinutesStatus.DRAFT,
    )
    took_place = Meeting.status.in_((MeetingStatus.HELD, MeetingStatus.INQUORATE))
    return session.scalars(seen_by(actor).where(took_place, ~is_sent).order_by(Meeting.meets_on)).all()


def to_approve(session: Session, actor: Actor) -> list[tuple[Meeting, Minutes]]:
    """Return the minutes that this person can approve or return, with their meetings."""
    wanted = seen_by(actor).join(
        Minutes, (Minutes.tenant == Meeting.tenant) & (Minutes.meeting_id == Meeting.id)
    )
    rows = session.execute(
        wanted.add_columns(Minutes)
        .where(Minutes.status == MinutesStatus.AWAITING_APPROVAL)
        .order_by(Minutes.sent_at)
    ).all()
    return [(row[0], row[1]) for row in rows if not has_written(session, row[1], actor.account_id)]


def unfollowed(session: Session, actor: Actor) -> Sequence[Meeting]:
    """Return the meetings without a quorum that no other has taken the place of, the earliest first."""
    is_followed = select(Meeting.follows_id).where(Meeting.follows_id.is_not(None))
    wanted = seen_by(actor).where(Meeting.status == MeetingStatus.INQUORATE, Meeting.id.not_in(is_followed))
    return session.scalars(wanted.order_by(Meeting.meets_on)).all()


def cases_without_quorum(session: Session, actor: Actor) -> list[tuple[Meeting, Case]]:
    """Return the cases that had no quorum at a meeting that had one, and were on no other meeting since or to come."""
    of_item = (AgendaItem.tenant == QuorumFound.tenant) & (AgendaItem.id == QuorumFound.item_id)
    later, later_meeting = aliased(AgendaItem), aliased(Meeting)
    is_again = exists().where(
        later.tenant == AgendaItem.tenant, later.case_id == AgendaItem.case_id,
        later_meeting.tenant == later.tenant, later_meeting.id == later.meeting_id,
        later_meeting.meets_on > Meeting.meets_on,
        later_meeting.status.in_((MeetingStatus.PLANNED, MeetingStatus.HELD)),
    )  # fmt: skip
    corrected = aliased(QuorumFound)
    is_corrected = exists().where(
        corrected.tenant == QuorumFound.tenant, corrected.item_id == QuorumFound.item_id,
        corrected.version > QuorumFound.version,
    )  # fmt: skip
    known = cases_known_to(actor.account_id, actor.permissions).with_only_columns(Case.id)
    wanted = (
        seen_by(actor)
        .join(QuorumFound, (QuorumFound.tenant == Meeting.tenant) & (QuorumFound.meeting_id == Meeting.id))
        .join(AgendaItem, of_item)
        .join(Case, (Case.tenant == AgendaItem.tenant) & (Case.id == AgendaItem.case_id))
        .add_columns(Case)
        .where(
            Meeting.status == MeetingStatus.HELD, QuorumFound.is_met.is_(False), ~is_corrected, ~is_again,
            Case.id.in_(known), Case.stage != CaseStage.CLOSED,
        )
    )  # fmt: skip
    return [(row[0], row[1]) for row in session.execute(wanted.order_by(Meeting.meets_on, Case.opened_at))]


def agreed_actions(
    session: Session, actor: Actor, until: date
) -> list[tuple[Meeting, Minutes, MinutesAction]]:
    """Return the actions of approved minutes that are due by a day: until they are done, or a later meeting goes
    through them. Whoever runs the meetings sees all of them, others their own.

    Of minutes that were corrected, those of the latest version; of cases, those that the person may know of.
    """
    newer, after = aliased(Minutes), aliased(Meeting)
    is_gone_through = exists().where(
        after.tenant == Meeting.tenant, after.status == MeetingStatus.HELD, after.meets_on > Meeting.meets_on,
        after.meets_on >= MinutesAction.due_on,
    )  # fmt: skip
    is_corrected = exists().where(
        newer.tenant == Minutes.tenant, newer.meeting_id == Minutes.meeting_id, newer.version > Minutes.version,
        newer.status == MinutesStatus.APPROVED,
    )  # fmt: skip
    is_done = exists().where(
        ActionDone.tenant == MinutesAction.tenant,
        ActionDone.action_id == func.coalesce(MinutesAction.copy_of_id, MinutesAction.id),
    )
    runs_them = actor.may(Permission.MEETING_MANAGE)
    is_theirs = true() if runs_them else MinutesAction.owner_id == actor.account_id
    known = cases_known_to(actor.account_id, actor.permissions).with_only_columns(Case.id)
    wanted = (
        seen_by(actor)
        .join(Minutes, (Minutes.tenant == Meeting.tenant) & (Minutes.meeting_id == Meeting.id))
        .join(MinutesAction, (MinutesAction.tenant == Minutes.tenant) & (MinutesAction.minutes_id == Minutes.id))
        .add_columns(Minutes, MinutesAction)
        .where(
            Minutes.status == MinutesStatus.APPROVED, ~is_corrected, ~is_gone_through, ~is_done,
            MinutesAction.due_on <= until, is_theirs,
            or_(MinutesAction.case_id.is_(None), MinutesAction.case_id.in_(known)),
        )
    )  # fmt: skip
    return [(row[0], row[1], row[2]) for row in session.execute(wanted.order_by(MinutesAction.due_on))]


def not_held(session: Session, actor: Actor, today: date) -> Sequence[Meeting]:
    """Return the planned meetings whose day has come, of which nobody has said who took part."""
    wanted = seen_by(actor).where(Meeting.status == MeetingStatus.PLANNED, Meeting.meets_on < today)
    return session.scalars(wanted.order_by(Meeting.meets_on)).all()
