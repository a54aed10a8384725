"""How does a test seat the body, plan a meeting and put a case on its agenda, without going through the pages?"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from portal.domain.meetings import Attendance, Interest, Seat
from portal.domain.vocabulary import HowConsidered
from portal.meetings import body, holding, operations
from portal.meetings.holding import Came
from portal.web.access import Actor
from tests.work import TODAY, Work

FIRST_DAY = date(2026, 1, 5)
PRESENT, APOLOGIES = Attendance.PRESENT, Attendance.APOLOGIES
# Who sits on the body, for which agency: four, of whom three speak for the statutory partners.
SEATS = (
    ("chair", "hospital-trust", Seat.CHAIR),
    ("local-authority-decision-maker", "childrens-services", Seat.MEMBER),
    ("icb-decision-maker", "integrated-care-board", Seat.MEMBER),
    ("police-decision-maker", "police", Seat.MEMBER),
)


def coordinator(work: Work) -> Actor:
    """Return the person who runs meetings."""
    return work.actor("coordinator")


def give_seat(work: Work, role: str, agency: str, sits: Seat = Seat.MEMBER, **given: Any) -> UUID:
    """Give the person of a role a seat."""
    account_id = work.actor(role, agency=given.pop("works_in", "hospital-trust")).account_id
    with work.session() as session:
        seated = body.Seated(account_id, agency, sits, given.pop("from_on", FIRST_DAY), **given)
        return body.seat(session, work.tenant, coordinator(work), seated).id


def seat_all(work: Work) -> dict[str, UUID]:
    """Give everybody of the body their seat; return the seats by role."""
    return {role: give_seat(work, role, agency, sits) for role, agency, sits in SEATS}


def arranged(**given: Any) -> operations.Arranged:
    """Return when and how: at half past two, in person, today, unless said otherwise."""
    whole = {
        "how": HowConsidered.MEETING,
        "meets_on": TODAY,
        "starts_at": "14:30",
        "place": "Room 4, made up",
    }
    return operations.Arranged(**{**whole, **given})  # type: ignore[arg-type]


def plan(work: Work, **given: Any) -> UUID:
    """Plan a meeting."""
    with work.session() as session:
        return operations.plan(session, work.tenant, coordinator(work), arranged(**given), TODAY).id


def put(
    work: Work, meeting_id: UUID, reference: str = "", words: str = "", minutes: int | None = None
) -> UUID:
    """Put something on a meeting's agenda."""
    with work.session() as session:
        return operations.put_on_agenda(
            session, work.tenant, coordinator(work), meeting_id, reference, words, minutes, TODAY
        ).id


def rebook(
    work: Work, meeting_id: UUID, *, days: int = 7, reason: str = "Too few can come.", **given: Any
) -> UUID:
    """Plan the meeting that takes the place of one."""
    with work.session() as session:
        later = arranged(**{"meets_on": TODAY + timedelta(days=days), **given})
        return operations.rebook(session, work.tenant, coordinator(work), meeting_id, later, reason, TODAY).id


def hold(work: Work, meeting_id: UUID, seats: dict[str, UUID], *absent: str, **said: Came) -> None:
    """Record that everybody took part but whoever is named absent; `said` says otherwise of a role."""
    came = [
        said.get(role.replace("-", "_"), Came(seat_id, APOLOGIES if role in absent else PRESENT))
        for role, seat_id in seats.items()
    ]
    with work.session() as session:
        holding.hold(session, work.tenant, coordinator(work), meeting_id, came, TODAY)


def declare(
    work: Work, meeting_id: UUID, item_id: UUID, role: str, kind: Interest, words: str = "A cousin."
) -> None:
    """Have somebody declare an interest of their own."""
    actor = work.actor(role)
    with work.session() as session:
        declared = holding.Declared(actor.account_id, kind, words)
        holding.declare(session, work.tenant, actor, meeting_id, item_id, declared, TODAY)
