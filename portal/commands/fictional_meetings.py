"""Who sits on the screening body of the demonstration, and which meetings has it held, moved and planned?"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import exists, select

from portal.commands.fictional_people import Cast
from portal.commands.fictional_telling import working_day
from portal.domain.meetings import Attendance, Interest, Seat
from portal.domain.vocabulary import CaseStage, HowConsidered, Role
from portal.extensions import db
from portal.meetings import body, holding, operations, writing
from portal.models.case import Case
from portal.models.meeting import BodySeat, Meeting, agenda_of
from portal.models.moment import as_of
from portal.models.screening import Screening
from portal.models.session import TenantSession, entering, in_one_commit
from portal.screening import advising
from portal.tenancy.model import Tenant
from portal.web.access import Actor

SITS = {
    Role.CHAIR: Seat.CHAIR,
    Role.SCREENING_MEMBER: Seat.MEMBER,
    Role.LOCAL_AUTHORITY_DECISION_MAKER: Seat.MEMBER,
    Role.ICB_DECISION_MAKER: Seat.MEMBER,
    Role.POLICE_DECISION_MAKER: Seat.MEMBER,
}
# Days before loading: earlier than anything on which the body of the demonstration advises.
BODY_BEGAN = 900
POLICE = Role.POLICE_DECISION_MAKER
JOINING = "https://meet.example/made-up, a made-up address"
ROOM = "Made-up House, room 4"
HALF_PAST_TWO = "14:30"
PLAN = "The body’s plan for the year"
MINUTED = "Made-up minutes. What agencies know was read. Members agreed what to ask next, and who asks it."


def seat_all(casts: Sequence[Cast], today: date) -> None:
    """Seat each partnership's body, once, and before it advises on anything."""
    for cast in casts:
        with entering(db.session, cast.tenant.slug) as session:
            if session.scalars(select(BodySeat.id).limit(1)).first() is None:
                with in_one_commit(session):
                    Meetings(session, cast, today).seat_everybody()


def meet_all(casts: Sequence[Cast], today: date) -> int:
    """Tell of the meetings of each partnership's body, once; return how many were added."""
    added = 0
    for cast in casts:
        with entering(db.session, cast.tenant.slug) as session:
            if session.scalars(select(Meeting.id).limit(1)).first() is None:
                with in_one_commit(session):
                    added += Meetings(session, cast, today).tell()
    return added


@dataclass
class Meetings:
    """The made-up meetings of one partnership's body."""

    session: TenantSession
    cast: Cast
    today: date

    def tell(self) -> int:
        """Tell of the body's meetings, the earliest first."""
        waiting = self.waiting()
        self.planned_and_cancelled()
        self.approved()
        self.moved_to_correspondence(waiting[:1])
        self.awaiting_approval(waiting[1:2])
        self.coming(waiting[2:4])
        return 6

    def waiting(self) -> list[str]:
        """Return the references of cases on which the body has not advised, the latest first."""
        has_advice = exists().where(Screening.tenant == Case.tenant, Screening.case_id == Case.id)
        wanted = select(Case.reference).where(~has_advice, Case.stage != CaseStage.CLOSED)
        return list(self.session.scalars(wanted.order_by(Case.opened_at.desc()).limit(4)))

    def advised(self) -> tuple[str, Screening, date] | None:
        """Return a case on which the body advised by correspondence a week ago or longer, that advice, and its day."""
        wanted = (
            select(Case.reference, Screening, Screening.considered_on)
            .join(Screening, (Screening.tenant == Case.tenant) & (Screening.case_id == Case.id))
            .where(
                Case.stage != CaseStage.CLOSED, Screening.how == HowConsidered.CORRESPONDENCE,
                Screening.recorded_at.is_not(None), Screening.considered_on <= self.ago(7),
            )
        )  # fmt: skip
        found = self.session.execute(wanted.order_by(Screening.considered_on.desc())).first()
        return (found[0], found[1], found[2]) if found and found[2] else None

    def seat_everybody(self) -> None:
        """Give everybody their seat; the chair was a member before."""
        coordinator, chair = self.cast(Role.COORDINATOR), self.cast(Role.CHAIR)
        began = self.today - timedelta(days=BODY_BEGAN)
        with self.on(began):
            seated = body.Seated(chair.account_id, chair.agency, Seat.MEMBER, began)
            earlier = body.seat(self.session, self.cast.tenant, coordinator, seated)
        now = began + timedelta(days=60)
        with self.on(now):
            until = now - timedelta(days=1)
            body.end_seat(self.session, self.cast.tenant, coordinator, earlier.id, until, now)
            for role, sits in SITS.items():
                who = self.cast(role)
                seated = body.Seated(who.account_id, who.agency, sits, now)
                body.seat(self.session, self.cast.tenant, coordinator, seated)

    def on(self, day: date) -> AbstractContextManager[None]:
        """Tell what follows as of the morning of a day, or of now where that is still to come."""
        return as_of(min(datetime.combine(day, time(9), UTC), datetime.now(UTC)))

    def ago(self, days: int) -> date:
        """Return the working day so many days ago."""
        return working_day(self.today - timedelta(days=days))

    def plan(self, meets_on: date, how: HowConsidered, references: Sequence[str], words: str = "") -> UUID:
        """Plan a meeting two weeks before its day, with its agenda."""
        told_on, filled_on = min(meets_on - timedelta(days=14), self.today), min(meets_on, self.today)
        place = ROOM if how is HowConsidered.MEETING else JOINING
        with self.on(told_on):
            arranged = operations.Arranged(how, meets_on, HALF_PAST_TWO, place)
            meeting_id = operations.plan(self.session, *self.run, arranged, told_on).id
        # The cases last: none may stand on an agenda before it was there.
        with self.on(filled_on):
            for reference in references:
                operations.put_on_agenda(self.session, *self.run, meeting_id, reference, "", 20, filled_on)
            if words:
                operations.put_on_agenda(self.session, *self.run, meeting_id, "", words, 10, filled_on)
        return meeting_id

    @property
    def run(self) -> tuple[Tenant, Actor]:
        """The partnership and the person who runs its meetings."""
        return self.cast.tenant, self.cast(Role.COORDINATOR)

    def hold(self, meeting_id: UUID, day: date, *absent: Role) -> None:
        """Record who took part."""
        with self.on(day):
            held = self.session.scalars(select(BodySeat).where(BodySeat.until_on.is_(None))).all()
            away = {self.cast.accounts[role] for role in absent}
            came = [
                holding.Came(each.id, Attendance.APOLOGIES if each.account_id in away else Attendance.PRESENT)
                for each in held
            ]
            holding.hold(self.session, *self.run, meeting_id, came, day)

    def minutes(self, meeting_id: UUID, day: date) -> writing.Which:
        """Write the minutes with something to be done, and send them for approval."""
        coordinator = self.cast(Role.COORDINATOR)
        with self.on(day):
            minutes = writing.begin(self.session, *self.run, meeting_id, day)
            which = writing.Which(meeting_id, minutes.id)
            items = [each.id for each in agenda_of(self.session, [meeting_id])]
            writing.save(self.session, coordinator, which, 1, "", dict.fromkeys(items, MINUTED))
            due_on = day + timedelta(days=28)
            agreed = writing.AgreedAction("Ask the school what it knew, made up", "The coordinator", due_on)
            writing.add_action(self.session, coordinator, which, items[0], agreed)
            writing.send(self.session, *self.run, which)
        return which

    # --- the meetings --------------------------------------------------------------------------------------

    def planned_and_cancelled(self) -> None:
        """A meeting that was cancelled, since nothing waited."""
        meeting_id = self.plan(self.ago(70), HowConsidered.MEETING, ())
        with self.on(self.ago(73)):
            operations.cancel(
                self.session, *self.run, meeting_id, "Nothing waits to be considered.", self.ago(73)
            )

    def approved(self) -> None:
        """A meeting that advised on a case as it had by correspondence, whose minutes the chair approved."""
        reference, earlier, day = self.advised() or ("", None, self.ago(40))
        meeting_id = self.plan(day, HowConsidered.VIRTUAL, [reference] if reference else (), PLAN)
        self.hold(meeting_id, day)
        if earlier is not None:
            self.advise(reference, earlier, meeting_id, day)
        which = self.minutes(meeting_id, day + timedelta(days=2))
        with self.on(day + timedelta(days=4)):
            writing.approve(self.session, self.cast(Role.CHAIR), which)

    def advise(self, reference: str, earlier: Screening, meeting_id: UUID, day: date) -> None:
        """Have the chair record what the body advised at a meeting: what it advised before."""
        tenant, chair, outcome = self.cast.tenant, self.cast(Role.CHAIR), str(earlier.outcome)
        said = advising.Considered(
            str(meeting_id), outcome=outcome, weighed=earlier.criteria or {}, reasons=earlier.reasons or ""
        )
        with self.on(day):
            draft = advising.save(self.session, tenant, chair, reference, said)
            advising.record_advice(self.session, tenant, chair, reference, draft.id, day)

    def moved_to_correspondence(self, references: Sequence[str]) -> None:
        """A meeting without a quorum, which is finished by correspondence."""
        day = self.ago(6)
        meeting_id = self.plan(day, HowConsidered.VIRTUAL, references, "" if references else PLAN)
        self.hold(meeting_id, day, POLICE)
        closes = operations.Arranged(HowConsidered.CORRESPONDENCE, self.today + timedelta(days=2))
        with self.on(day + timedelta(days=1)):
            reason = "The police could send nobody."
            operations.rebook(self.session, *self.run, meeting_id, closes, reason, day + timedelta(days=1))

    def awaiting_approval(self, references: Sequence[str]) -> None:
        """A meeting that was held, with an agency's interest declared, whose minutes wait for the chair."""
        day, health = self.ago(3), self.cast(Role.ICB_DECISION_MAKER)
        meeting_id = self.plan(day, HowConsidered.VIRTUAL, references, PLAN)
        item = agenda_of(self.session, [meeting_id])[0]
        with self.on(day):
            if item.case_id is not None:
                words = "We commission the ward that is named, a made-up one."
                declared = holding.Declared(health.account_id, Interest.AGENCY, words)
                holding.declare(self.session, self.cast.tenant, health, meeting_id, item.id, declared, day)
        self.hold(meeting_id, day)
        self.minutes(meeting_id, day + timedelta(days=1))

    def coming(self, references: Sequence[str]) -> None:
        """The next meeting."""
        next_week = working_day(self.today + timedelta(days=8))
        self.plan(next_week, HowConsidered.VIRTUAL, references, PLAN)
