"""What stands around the screening body while walls are tried? Who sits on it, and meetings of every kind."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from portal.commands.fictional_people import agency_for
from portal.domain.meetings import Attendance, Interest, Seat
from portal.domain.vocabulary import HowConsidered, Role
from portal.meetings import body, correcting, doing, holding, operations, queries, writing
from portal.models.meeting import seats_of_body
from portal.models.minutes import actions_of

if TYPE_CHECKING:
    from tests.walls.furnishing import Furnisher

MEMBERS = (
    Role.SCREENING_MEMBER,
    Role.LOCAL_AUTHORITY_DECISION_MAKER,
    Role.ICB_DECISION_MAKER,
    Role.POLICE_DECISION_MAKER,
)


def seat_the_body(furnisher: Furnisher) -> None:
    """Give the chair, four members and a deputy their seats; end one."""
    place, tenant, today = furnisher.place, furnisher.cast.tenant, furnisher.today
    assert place.spare is not None
    chair = seat(furnisher, Role.CHAIR, place.members[Role.CHAIR].account_id, Seat.CHAIR)
    deputy = seat(furnisher, Role.CHAIR, place.spare.account_id, Seat.DEPUTY, chair)
    for role in MEMBERS:
        seat(furnisher, role, place.members[role].account_id, Seat.MEMBER)
    with furnisher.session() as session:
        body.end_seat(session, tenant, furnisher.cast(Role.COORDINATOR), deputy, today, today)


def seat(
    furnisher: Furnisher, role: Role, account_id: UUID, sits: Seat, deputy_for: UUID | None = None
) -> UUID:
    """Give somebody a seat since a year ago, for the agency in which people of a role work."""
    tenant = furnisher.cast.tenant
    seated = body.Seated(
        account_id, agency_for(tenant, role), sits, furnisher.today - timedelta(days=365), deputy_for
    )
    with furnisher.session() as session:
        seat_id = body.seat(session, tenant, furnisher.cast(Role.COORDINATOR), seated).id
    furnisher.place.know(seat_id=seat_id)
    return seat_id


def seats_held(furnisher: Furnisher) -> tuple[str, ...]:
    """Return the seats of the body."""
    with furnisher.session() as session:
        return tuple(str(each.id) for each in seats_of_body(session))


class MeetingsFurnisher:
    """Seats the body and holds its meetings, in canaries."""

    def __init__(self, furnisher: Furnisher, reference: str) -> None:
        self.furnisher, self.reference = furnisher, reference
        self.tenant, self.today = furnisher.cast.tenant, furnisher.today
        self.coordinator = furnisher.cast(Role.COORDINATOR)

    def work(self) -> None:
        """Plan, move and cancel meetings."""
        meeting_id = self.plan(3)
        for number in range(8):
            self.put(meeting_id, words=self.furnisher.word(f"agenda {number}"))
        self.put(meeting_id, self.reference, self.furnisher.word("agenda of a case"))
        self.moved_and_cancelled()
        # Its day has come, and nobody has said who took part.
        self.plan(0)
        for role in (Role.COORDINATOR, Role.CHAIR):
            self.held(role)
        self.inquorate()

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

    def took_place(self, *, is_quorate: bool) -> tuple[UUID, UUID]:
        """Hold a meeting about the case, today; return it and the case's place on its agenda."""
        number = len(self.furnisher.place.known[frozenset({"meeting_id"})])
        on = operations.Arranged(
            HowConsidered.MEETING, self.today, f"{number:02d}:00", self.furnisher.word("room")
        )
        with self.furnisher.session() as session:
            meeting_id = operations.plan(session, self.tenant, self.coordinator, on, self.today).id
        self.furnisher.place.know(meeting_id=meeting_id)
        item_id = self.put(meeting_id, self.reference)
        self.declare(meeting_id, item_id)
        with self.furnisher.session() as session:
            seats = [each for each in queries.seats_on(session, self.today) if each.sits is not Seat.DEPUTY]
            said = Attendance.PRESENT if is_quorate else Attendance.APOLOGIES
            came = [holding.Came(each.id, said) for each in seats]
            holding.hold(session, self.tenant, self.coordinator, meeting_id, came, self.today)
        return meeting_id, item_id

    def declare(self, meeting_id: UUID, item_id: UUID) -> None:
        """Declare the interest of an agency in the case."""
        member = self.furnisher.place.members[Role.SCREENING_MEMBER].account_id
        declared = holding.Declared(member, Interest.AGENCY, self.furnisher.word("interest"))
        with self.furnisher.session() as session:
            holding.declare(session, self.tenant, self.coordinator, meeting_id, item_id, declared, self.today)

    def held(self, writer: Role) -> None:
        """Minutes of each kind, written by one person: a draft with actions, sent, returned, approved, corrected."""
        for kind in ("draft", "sent", "approved"):
            which = self.written(writer, kind)
            if kind == "draft":
                continue
            with self.furnisher.session() as session:
                writing.send(session, self.tenant, self.furnisher.cast(writer), which)
            if kind == "approved":
                self.approved(writer, which)
                self.done(which)

    def written(self, writer: Role, kind: str) -> writing.Which:
        """Hold a meeting and write its minutes, with an action; where they will be approved, with one for everybody."""
        word, by = self.furnisher.word, self.furnisher.cast(writer)
        meeting_id, item_id = self.took_place(is_quorate=True)
        with self.furnisher.session() as session:
            minutes_id = writing.begin(session, self.tenant, by, meeting_id, self.today).id
        which = writing.Which(meeting_id, minutes_id)
        self.furnisher.place.know(meeting_id=meeting_id, minutes_id=minutes_id)
        with self.furnisher.session() as session:
            writing.save(session, by, which, 1, word("general"), {item_id: word("minutes")})
        for number in range(5 if kind == "approved" else 1):
            with self.furnisher.session() as session:
                # Each member has one to say something of; the last is the coordinator's to mark.
                owner = self.furnisher.place.members[MEMBERS[number]] if number < len(MEMBERS) else None
                owner_id = owner.account_id if owner else None
                agreed = writing.AgreedAction(word(f"{kind} {number}"), word("who"), self.today, owner_id)
                action_id = writing.add_action(session, by, which, item_id, agreed).id
            self.furnisher.place.know(meeting_id=meeting_id, minutes_id=minutes_id, action_id=action_id)
        return which

    def done(self, which: writing.Which) -> None:
        """Say that one agreed action was done."""
        with self.furnisher.session() as session:
            action = actions_of(session, which.minutes_id)[-1]
            doing.mark_done(
                session, self.coordinator, which.meeting_id, which.minutes_id, action.id, self.today,
                self.furnisher.word("done"), self.today,
            )  # fmt: skip

    def approved(self, writer: Role, which: writing.Which) -> None:
        """Have minutes returned, sent again, approved, and corrected by a new version."""
        other = self.furnisher.cast(Role.CHAIR if writer is Role.COORDINATOR else Role.COORDINATOR)
        by, word = self.furnisher.cast(writer), self.furnisher.word
        with self.furnisher.session() as session:
            writing.send_back(session, self.tenant, other, which, word("comments"))
        with self.furnisher.session() as session:
            writing.send(session, self.tenant, by, which)
        with self.furnisher.session() as session:
            writing.approve(session, other, which)
        if writer is Role.CHAIR:
            # The other's stays the latest, so that it can still be corrected.
            with self.furnisher.session() as session:
                later = writing.correct(session, self.tenant, by, which, word("correction"))
                self.furnisher.place.know(meeting_id=which.meeting_id, minutes_id=later.id)

    def inquorate(self) -> None:
        """One meeting to which nobody came, as was said twice."""
        meeting_id, _ = self.took_place(is_quorate=False)
        with self.furnisher.session() as session:
            seats = [each for each in queries.seats_on(session, self.today) if each.sits is not Seat.DEPUTY]
            absent = [holding.Came(each.id, Attendance.ABSENT) for each in seats]
            why = self.furnisher.word("attendance")
            correcting.correct(
                session, self.tenant, self.coordinator, meeting_id, absent, (), why, self.today
            )
