"""How is it recorded who took part in a meeting, what they declared, and whether they were enough?"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from portal.domain.errors import InvalidAnswer, NotFound
from portal.domain.meetings import (
    Attendance,
    Interest,
    MeetingStatus,
    Quorum,
    Seat,
    TookPart,
    quorum_of,
)
from portal.domain.permissions import Permission
from portal.domain.workflow import Thing, require_action
from portal.meetings.deputies import SatIn, require_stand_ins
from portal.meetings.queries import facts_of, item_here, meeting_for, seats_on
from portal.models.attention import call_for_attention
from portal.models.audit import record
from portal.models.case import closed_to
from portal.models.case_access import close_case_to
from portal.models.event import tell
from portal.models.meeting import AgendaItem, BodySeat, Meeting, agenda_of
from portal.models.meeting_record import (
    CAME,
    DeclaredInterest,
    ItemDeputy,
    MeetingAttendance,
    QuorumFound,
    attendance_versions,
    interests_of,
)
from portal.models.session import TenantSession
from portal.tenancy.model import Tenant
from portal.web.access import Actor


@dataclass(frozen=True)
class Came:
    """Whether the holder of one seat took part, and who stood in for them."""

    seat_id: UUID
    attendance: Attendance
    deputy_seat_id: UUID | None = None


@dataclass(frozen=True)
class AtTheTable:
    """One person who took part, for the seat that they took part for."""

    account_id: UUID
    seat_id: UUID
    took_part: TookPart


def hold(
    session: TenantSession, tenant: Tenant, actor: Actor, meeting_id: UUID, came: Sequence[Came], today: date,
    sat_in: Sequence[SatIn] = (),
) -> Meeting:  # fmt: skip
    """Record who took part; the meeting is held, or held without a quorum, and each case of it likewise."""
    meeting = meeting_for(session, actor, meeting_id, locked=True)
    quorum = put_on_record(session, tenant, actor, meeting, "hold", came, sat_in, today)
    what = "held" if quorum.is_met else "held-without-quorum"
    tell(session, tenant.slug, "meeting", meeting.id, what, actor.account_id)
    record(session, f"meeting-{what}", "meeting", meeting.id)
    if not quorum.is_met:
        call_for_attention(session, tenant.slug, Permission.MEETING_MANAGE, about=(), but=actor.account_id)
    session.commit()
    return meeting


def put_on_record(
    session: TenantSession, tenant: Tenant, actor: Actor, meeting: Meeting, action: str, came: Sequence[Came],
    sat_in: Sequence[SatIn], today: date,
) -> Quorum:  # fmt: skip
    """Keep who took part, the next version of it, and what is found of the quorum, in the caller's transaction."""
    seats = {each.id: each for each in seats_on(session, meeting.meets_on)}
    require_everybody(seats.values(), came)
    require_stand_ins(session, meeting, seats, sat_in)
    table = [at_the_table(seats, each) for each in came if each.attendance in CAME]
    quorum = weighed(tenant, table)
    facts = {**facts_of(session, meeting, today), "has_quorum": quorum.is_met}
    transition = require_action(Thing.MEETING, meeting.status, action, actor.permissions, facts)
    meeting.status = MeetingStatus(transition.arrives_at(meeting.status))
    version = 1 + max(attendance_versions(session, meeting.id), default=0)
    session.add_all(
        MeetingAttendance(
            tenant=tenant.slug, meeting_id=meeting.id, version=version, seat_id=each.seat_id,
            attendance=each.attendance, deputy_seat_id=each.deputy_seat_id,
        )
        for each in came
    )  # fmt: skip
    session.add_all(
        ItemDeputy(
            tenant=tenant.slug, meeting_id=meeting.id, version=version, item_id=each.item_id, seat_id=each.seat_id,
            deputy_seat_id=each.deputy_seat_id,
        )
        for each in sat_in
    )  # fmt: skip
    session.add(found(meeting, None, quorum, version))
    for item in agenda_of(session, [meeting.id]):
        if item.case_id is not None:
            theirs = [
                at_the_table(seats, Came(each.seat_id, Attendance.DEPUTY, each.deputy_seat_id))
                for each in sat_in
                if each.item_id == item.id
            ]
            consider(session, tenant, actor, meeting, item, table, theirs, version)
    return quorum


def consider(
    session: TenantSession, tenant: Tenant, actor: Actor, meeting: Meeting, item: AgendaItem,
    table: Collection[AtTheTable], sat_in: Collection[AtTheTable], version: int,
) -> None:  # fmt: skip
    """Record whether one case of a meeting had its quorum: whoever is involved does not count, but a deputy does."""
    assert item.case_id is not None
    involved, replaced = closed_to(session, [item.case_id]), {each.seat_id for each in sat_in}
    stayed = [each for each in table if each.account_id not in involved and each.seat_id not in replaced]
    quorum = weighed(tenant, [*stayed, *sat_in])
    session.add(found(meeting, item.id, quorum, version))
    what = "considered-at-meeting" if quorum.is_met else "considered-without-quorum"
    tell(session, tenant.slug, "case", item.case_id, what, actor.account_id)


def weighed(tenant: Tenant, table: Collection[AtTheTable]) -> Quorum:
    """Weigh who took part against the partnership's rule."""
    names = {each.code: each.name for each in tenant.agencies}
    return quorum_of(tenant.screening.quorum, [each.took_part for each in table], names)


def found(meeting: Meeting, item_id: UUID | None, quorum: Quorum, version: int) -> QuorumFound:
    """Return the row that keeps what was found."""
    return QuorumFound(
        tenant=meeting.tenant, unit=meeting.unit, meeting_id=meeting.id, item_id=item_id, version=version,
        is_met=quorum.is_met, sentence=quorum.sentence,
    )  # fmt: skip


def at_the_table(seats: dict[UUID, BodySeat], came: Came) -> AtTheTable:
    """Return who took part for a seat: its holder, or their deputy, who speaks for the same agency."""
    held = seats[came.seat_id]
    who = seats[came.deputy_seat_id] if came.deputy_seat_id else held
    return AtTheTable(who.account_id, held.id, TookPart(held.agency, held.sits is Seat.CHAIR))


def require_everybody(seats: Iterable[BodySeat], came: Sequence[Came]) -> None:
    """Refuse an attendance that leaves a member out or names a deputy who is none. Raises InvalidAnswer."""
    every = list(seats)
    deputies = {each.id: each.deputy_for_id for each in every if each.sits is Seat.DEPUTY}
    said = {each.seat_id: each for each in came}
    for held in every:
        if held.sits is Seat.DEPUTY:
            continue
        one = said.get(held.id)
        if one is None:
            raise InvalidAnswer("Say whether they took part", field_of(held.id))
        if (one.attendance is Attendance.DEPUTY) != (one.deputy_seat_id is not None):
            raise InvalidAnswer("Say which deputy took part", field_of(held.id))
        if one.deputy_seat_id is not None and deputies.get(one.deputy_seat_id) != held.id:
            raise InvalidAnswer("Select a deputy of theirs", field_of(held.id))
    if set(said) - {each.id for each in every if each.sits is not Seat.DEPUTY}:
        raise NotFound("There is no such seat.")


def field_of(seat_id: UUID) -> str:
    """The name of the field that asks whether the holder of a seat took part."""
    return f"seat_{seat_id.hex}"


# --- interests -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Declared:
    """What ties somebody to a case, in words."""

    account_id: UUID
    kind: Interest
    words: str


def declare(
    session: TenantSession, tenant: Tenant, actor: Actor, meeting_id: UUID, item_id: UUID, declared: Declared,
    today: date,
) -> DeclaredInterest:  # fmt: skip
    """Put an interest in a case on record: an agency's stays; a personal one closes the case to that person at once."""
    meeting = meeting_for(session, actor, meeting_id, locked=True)
    facts = facts_of(session, meeting, today)
    require_action(Thing.MEETING, meeting.status, "declare-interest", actor.permissions, facts)
    case = item_here(session, actor, meeting, item_id).case
    if case is None:
        raise NotFound("There is no such case on this agenda.")
    seated = {each.account_id: each.agency for each in seats_on(session, meeting.meets_on)}
    may = {actor.account_id, *(seated if actor.may(Permission.MEETING_MANAGE) else ())}
    if declared.account_id not in may:
        raise InvalidAnswer("Select somebody who sits on the body", "account_id")
    if not declared.words.strip():
        raise InvalidAnswer("Say what ties them to the case", "words")
    is_closed = declared.account_id in closed_to(session, [case.id])
    before = next(
        (each for each in interests_of(session, meeting.id) if is_same(each, case.id, declared)), None
    )
    # What was declared by mistake and ended can be declared again.
    if before is not None and (declared.kind is Interest.AGENCY or is_closed):
        return before
    kept = DeclaredInterest(
        tenant=tenant.slug, unit=case.unit, meeting_id=meeting.id, case_id=case.id, account_id=declared.account_id,
        agency=seated.get(declared.account_id, actor.agency), kind=declared.kind, declared_by=actor.account_id,
        words=declared.words.strip(),
    )  # fmt: skip
    session.add(kept)
    tell(session, tenant.slug, "case", case.id, f"{declared.kind.value}-interest-declared", actor.account_id)
    record(session, "interest-declared", "meeting", meeting.id, (f"account:{declared.account_id}",))
    if declared.kind is Interest.PERSONAL:
        close_case_to(session, case, declared.account_id, declared.words.strip(), actor.account_id)
    session.commit()
    return kept


def is_same(kept: DeclaredInterest, case_id: UUID, declared: Declared) -> bool:
    """Whether this was declared of this case by this person before."""
    asked = (case_id, declared.account_id, declared.kind)
    return (kept.case_id, kept.account_id, kept.kind) == asked
