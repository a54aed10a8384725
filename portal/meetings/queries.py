"""Which meetings does this person see, who sits on the body, and what is on an agenda for them?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, or_, select
from sqlalchemy.orm import Session

from portal.domain.errors import NotFound
from portal.domain.meetings import MeetingStatus, Seat
from portal.domain.permissions import Permission
from portal.domain.vocabulary import CaseStage, HowConsidered
from portal.domain.workflow import Facts, Thing, available_actions, require_action
from portal.models.attention import members_who_may
from portal.models.case import Case
from portal.models.case_access import cases_known_to
from portal.models.meeting import AgendaItem, BodySeat, Meeting, agenda_of, follower_of, seats_of_body
from portal.models.minutes import versions_of
from portal.tenancy.model import Tenant
from portal.web.access import Actor
from portal.web.happenings import names_of
from portal.web.lists import MOST_LISTED
from portal.web.wording import clock_words, date_words

# --- which meetings ------------------------------------------------------------------------------------------


def seen_by(actor: Actor) -> Select[Meeting]:
    """Select every meeting for whoever runs them; for members those of the days on which they sit."""
    wanted = select(Meeting)
    return wanted if actor.may(Permission.MEETING_MANAGE) else wanted.where(sits_at(actor.account_id))


def sits_at(account_id: UUID) -> ColumnElement[bool]:
    """Say of a meeting whether the person sits on the body on its day."""
    return exists().where(
        BodySeat.tenant == Meeting.tenant,
        BodySeat.account_id == account_id,
        BodySeat.from_on <= Meeting.meets_on,
        or_(BodySeat.until_on.is_(None), BodySeat.until_on >= Meeting.meets_on),
    )


def meeting_for(session: Session, actor: Actor, meeting_id: UUID, *, locked: bool = False) -> Meeting:
    """Return one meeting; NotFound alike where there is none and where the person does not see it."""
    wanted = seen_by(actor).where(Meeting.id == meeting_id)
    if locked:
        # Read anew: the page may have loaded the meeting before somebody else changed it.
        wanted = wanted.with_for_update(of=Meeting).execution_options(populate_existing=True)
    found: Meeting | None = session.scalar(wanted)
    if found is None:
        raise NotFound("There is no such meeting.")
    return found


def meetings_listed(session: Session, actor: Actor) -> Sequence[Meeting]:
    """Return the meetings that the person sees, the latest first."""
    wanted = seen_by(actor).order_by(Meeting.meets_on.desc(), Meeting.starts_at.desc(), Meeting.id)
    return session.scalars(wanted.limit(MOST_LISTED)).all()


def when_words(meeting: Meeting) -> str:
    """When a meeting takes place, in words."""
    day = date_words(meeting.meets_on)
    if meeting.how is HowConsidered.CORRESPONDENCE:
        return f"Answers by {day}"
    hour, minute = (int(part) for part in meeting.starts_at.split(":"))
    return f"{day} at {clock_words(hour, minute)}"


# --- what may be done ----------------------------------------------------------------------------------------


def facts_of(session: Session, meeting: Meeting, today: date) -> Facts:
    """What the workflow asks of a meeting, but for what a page is still to find out."""
    return {
        "has_come": meeting.meets_on <= today,
        "is_followed": follower_of(session, meeting) is not None,
        "has_minutes": bool(versions_of(session, meeting.id)),
    }


def actions_for(session: Session, meeting: Meeting, actor: Actor, today: date) -> frozenset[str]:
    """The names of what this person may do to the meeting now."""
    # Whether enough took part is known once somebody says who did.
    facts = {**facts_of(session, meeting, today), "has_quorum": True}
    offered = available_actions(Thing.MEETING, meeting.status, actor.permissions, facts)
    return frozenset(each.action for each in offered)


def meeting_that_can(session: Session, actor: Actor, action: str, meeting_id: UUID, today: date) -> Meeting:
    """Return a meeting to which this person may do something now; Conflict or NotAllowed where they may not."""
    meeting = meeting_for(session, actor, meeting_id)
    # Whether enough took part is known once somebody says who did.
    facts = {**facts_of(session, meeting, today), "has_quorum": True}
    require_action(Thing.MEETING, meeting.status, action, actor.permissions, facts)
    return meeting


# --- the body ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class SeatSeen:
    """One seat with the names of who holds it, whom they speak for, and whose deputy they are."""

    seat: BodySeat
    name: str
    agency: str
    deputy_for: str = ""


def body_seen(session: Session, tenant: Tenant) -> list[SeatSeen]:
    """Return every seat in words: the chair first, then members and deputies by agency."""
    seats = seats_of_body(session)
    names = names_of(session, {each.account_id for each in seats})
    of_seat = {each.id: names.get(each.account_id, "") for each in seats}
    order = list(Seat)
    seen = [
        SeatSeen(
            each, of_seat[each.id], tenant.agency_name(each.agency),
            of_seat.get(each.deputy_for_id, "") if each.deputy_for_id else "",
        )
        for each in seats
    ]  # fmt: skip
    return sorted(seen, key=lambda each: (order.index(each.seat.sits), each.agency, each.name))


def seats_on(session: Session, day: date) -> list[BodySeat]:
    """Return the seats that are held on a day, deputies' too."""
    return [each for each in seats_of_body(session) if each.sits_on(day)]


def who_can_sit(session: Session) -> list[tuple[str, str]]:
    """Return the ids and names of people here whose role lets them take part in meetings."""
    names = names_of(session, members_who_may(session, Permission.MEETING_SEE))
    return sorted(((str(account_id), name) for account_id, name in names.items()), key=lambda each: each[1])


def seat_here(session: Session, seat_id: UUID) -> BodySeat:
    """Return one seat; NotFound where there is none."""
    found: BodySeat | None = session.scalar(select(BodySeat).where(BodySeat.id == seat_id))
    if found is None:
        raise NotFound("There is no such seat.")
    return found


# --- the agenda ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ItemSeen:
    """One thing on an agenda as this person sees it: of a case that is closed to them nothing but its place."""

    item: AgendaItem
    number: int
    case: Case | None
    is_closed: bool

    @property
    def title(self) -> str:
        """What it is called on a page."""
        if self.is_closed:
            return "You take no part in this item"
        return self.case.reference if self.case else self.item.words or ""


def agenda_seen(session: Session, actor: Actor, meeting: Meeting) -> list[ItemSeen]:
    """Return a meeting's agenda, as far as the person takes part in it."""
    items = agenda_of(session, [meeting.id])
    case_ids = {each.case_id for each in items if each.case_id}
    known = cases_known_to(actor.account_id, actor.permissions).where(Case.id.in_(case_ids))
    cases = {case.id: case for case in session.scalars(known)} if case_ids else {}
    return [
        ItemSeen(each, number, cases.get(each.case_id), bool(each.case_id) and each.case_id not in cases)  # type: ignore[arg-type]
        for number, each in enumerate(items, 1)
    ]


def item_here(session: Session, actor: Actor, meeting: Meeting, item_id: UUID) -> ItemSeen:
    """Return one thing on an agenda in which the person takes part; NotFound else."""
    for each in agenda_seen(session, actor, meeting):
        if each.item.id == item_id and not each.is_closed:
            return each
    raise NotFound("There is no such item on this agenda.")


def cases_to_put(session: Session, actor: Actor, meeting: Meeting) -> list[tuple[str, str]]:
    """Return the references of the cases that can still be put on the agenda, the latest first."""
    there = {each.case_id for each in agenda_of(session, [meeting.id])}
    known = cases_known_to(actor.account_id, actor.permissions).where(Case.stage != CaseStage.CLOSED)
    found = session.scalars(known.order_by(Case.opened_at.desc()).limit(MOST_LISTED))
    return [
        (case.reference, f"{case.reference}, {case.stage.label.lower()}")
        for case in found
        if case.id not in there
    ]


def meetings_of_case(session: Session, actor: Actor, case: Case) -> Sequence[Meeting]:
    """Return the meetings on whose agenda a case stands or stood, of those that the person sees, the latest first."""
    is_there = exists().where(
        AgendaItem.tenant == Meeting.tenant,
        AgendaItem.meeting_id == Meeting.id,
        AgendaItem.case_id == case.id,
    )
    return session.scalars(seen_by(actor).where(is_there).order_by(Meeting.meets_on.desc(), Meeting.id)).all()


# --- whose turn ----------------------------------------------------------------------------------------------


def planned(session: Session, actor: Actor) -> Sequence[Meeting]:
    """Return the meetings still to be held that the person sees, the soonest first."""
    wanted = seen_by(actor).where(Meeting.status == MeetingStatus.PLANNED)
    return session.scalars(wanted.order_by(Meeting.meets_on, Meeting.starts_at, Meeting.id)).all()


def called_off(session: Session, actor: Actor, today: date) -> Sequence[Meeting]:
    """Return what was to be a meeting today or later and is not, of those that the person sees, the soonest first."""
    is_off = Meeting.status.in_((MeetingStatus.CANCELLED, MeetingStatus.REBOOKED))
    wanted = seen_by(actor).where(is_off, Meeting.meets_on >= today)
    return session.scalars(wanted.order_by(Meeting.meets_on, Meeting.starts_at, Meeting.id)).all()
