"""What stands around the screening body while walls are tried? Who sits on it, and meetings of every kind."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from portal.domain.meetings import Seat
from portal.domain.vocabulary import HowConsidered, Role
from portal.meetings import body, operations

if TYPE_CHECKING:
    from tests.walls.furnishing import Furnisher

MEMBERS = (
    Role.SCREENING_MEMBER,
    Role.LOCAL_AUTHORITY_DECISION_MAKER,
    Role.ICB_DECISION_MAKER,
    Role.POLICE_DECISION_MAKER,
)


class MeetingsFurnisher:
    """Seats the body and holds its meetings, in canaries."""

    def __init__(self, furnisher: Furnisher, reference: str) -> None:
        self.furnisher, self.reference = furnisher, reference
        self.tenant, self.today = furnisher.cast.tenant, furnisher.today
        self.coordinator = furnisher.cast(Role.COORDINATOR)

    def work(self) -> None:
        """Seat everybody; plan, move and cancel meetings."""
        self.seats()
        meeting_id = self.plan(3)
        for number in range(8):
            self.put(meeting_id, words=self.furnisher.word(f"agenda {number}"))
        self.put(meeting_id, self.reference, self.furnisher.word("agenda of a case"))
        self.moved_and_cancelled()

    def seats(self) -> None:
        """Give the chair, four members and a deputy their seats; end one."""
        place = self.furnisher.place
        assert place.spare is not None
        chair = self.seat(place.members[Role.CHAIR].account_id, Seat.CHAIR)
        deputy = self.seat(place.spare.account_id, Seat.DEPUTY, chair)
        for role in MEMBERS:
            self.seat(place.members[role].account_id, Seat.MEMBER)
        with self.furnisher.session() as session:
            body.end_seat(session, self.tenant, self.coordinator, deputy, self.today, self.today)

    def seat(self, account_id: UUID, sits: Seat, deputy_for: UUID | None = None) -> UUID:
        """Give somebody a seat since a year ago, for the agencies of the directory in turn."""
        number = len(self.furnisher.place.known.get(frozenset({"seat_id"}), ()))
        agency = self.tenant.agencies[number % len(self.tenant.agencies)].code
        seated = body.Seated(account_id, agency, sits, self.today - timedelta(days=365), deputy_for)
        with self.furnisher.session() as session:
            seat_id = body.seat(session, self.tenant, self.coordinator, seated).id
        self.furnisher.place.know(seat_id=seat_id)
        return seat_id

    def arranged(self, in_days: int) -> operations.Arranged:
        """Return when and how a meeting takes place."""
        on = self.today + timedelta(days=in_days)
        return operations.Arranged(HowConsidered.VIRTUAL, on, "14:30", self.furnisher.word("joining words"))

    def plan(self, in_days: int) -> UUID:
        """Plan a meeting."""
        with self.furnisher.session() as session:
            meeting = operations.plan(
                session, self.tenant, self.coordinator, self.arranged(in_days), self.today
            )
            self.furnisher.place.know(meeting_id=meeting.id)
            return meeting.id

    def put(self, meeting_id: UUID, reference: str = "", words: str = "") -> UUID:
        """Put something on a meeting's agenda."""
        with self.furnisher.session() as session:
            item = operations.put_on_agenda(
                session, self.tenant, self.coordinator, meeting_id, reference, words, 10, self.today
            )
            self.furnisher.place.know(meeting_id=meeting_id, item_id=item.id)
            return item.id

    def moved_and_cancelled(self) -> None:
        """Move one meeting to another day, and cancel that."""
        moved, reason = self.plan(4), self.furnisher.word("meeting reason")
        with self.furnisher.session() as session:
            later = operations.rebook(
                session, self.tenant, self.coordinator, moved, self.arranged(5), reason, self.today
            )
            self.furnisher.place.know(meeting_id=later.id)
        with self.furnisher.session() as session:
            operations.cancel(session, self.tenant, self.coordinator, later.id, reason, self.today)
