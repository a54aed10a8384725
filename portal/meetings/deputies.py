"""Who may take somebody's place for one case of a meeting, in which they themselves take no part?"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from portal.domain.errors import InvalidAnswer, NotFound
from portal.domain.meetings import Seat
from portal.meetings.queries import ItemSeen, SeatSeen
from portal.models.case import closed_to
from portal.models.meeting import BodySeat, Meeting, agenda_of


@dataclass(frozen=True)
class SatIn:
    """Who took the place of somebody for one case of a meeting, in which they themselves take no part."""

    item_id: UUID
    seat_id: UUID
    deputy_seat_id: UUID


@dataclass(frozen=True)
class StandIn:
    """A case in which one member takes no part, and the deputies of theirs who can."""

    seen: ItemSeen
    member: SeatSeen
    deputies: Sequence[SeatSeen]


def stand_ins(session: Session, agenda: Collection[ItemSeen], seats: Collection[SeatSeen]) -> list[StandIn]:
    """Return where a deputy can take a member's place, of the cases in which this person takes part."""
    found = []
    for seen in agenda:
        involved = closed_to(session, [seen.case.id]) if seen.case else set()
        for member in seats:
            if member.seat.sits is Seat.DEPUTY or member.seat.account_id not in involved:
                continue
            deputies = [
                each
                for each in seats
                if each.seat.deputy_for_id == member.seat.id and each.seat.account_id not in involved
            ]
            found += [StandIn(seen, member, deputies)] if deputies else []
    return found


def require_stand_ins(
    session: Session, meeting: Meeting, seats: Mapping[UUID, BodySeat], sat_in: Sequence[SatIn]
) -> None:
    """Refuse a deputy where the member takes part themselves, and one who is none. Raises InvalidAnswer."""
    cases = {each.id: each.case_id for each in agenda_of(session, [meeting.id])}
    for each in sat_in:
        case_id, deputy = cases.get(each.item_id), seats.get(each.deputy_seat_id)
        if case_id is None or each.seat_id not in seats:
            raise NotFound("There is no such case on this agenda.")
        involved, field = closed_to(session, [case_id]), field_of_stand_in(each.item_id, each.seat_id)
        if seats[each.seat_id].account_id not in involved:
            raise InvalidAnswer("Only for somebody who takes no part in this case", field)
        if deputy is None or deputy.deputy_for_id != each.seat_id or deputy.account_id in involved:
            raise InvalidAnswer("Select a deputy of theirs", field)


def field_of_stand_in(item_id: UUID, seat_id: UUID) -> str:
    """The name of the field that asks who took the place of the holder of a seat for one case."""
    return f"item_{item_id.hex}_seat_{seat_id.hex}"
