"""How does each step of a rapid review stand against its working days: what the page, the desk and reminders show?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from uuid import UUID

from sqlalchemy.orm import Session

from portal.domain.clocks import in_words
from portal.domain.errors import BeyondHorizon
from portal.domain.rapid_review import (
    CLOCK,
    SETTLED,
    Mark,
    PlannedRung,
    RapidRung,
    RungStanding,
    SeenFact,
    day_number,
    planned,
    stands,
)
from portal.domain.vocabulary import ReviewKind, ReviewStatus
from portal.models.review import Review
from portal.models.rung_mark import RungMark, marks_of
from portal.reviews.rung_facts import seen_facts
from portal.tenancy.model import Tenant
from portal.web.clock_lines import ClockLine
from portal.web.due_next import steps_by_review
from portal.web.working_days import known_holidays


@dataclass(frozen=True)
class RungLine:
    """One step with its days, what the portal saw of it, and what the coordinator said of it."""

    planned: PlannedRung
    standing: RungStanding
    seen_on: date | None = None
    # The earliest first; the last counts.
    marks: tuple[RungMark, ...] = ()

    @property
    def rung(self) -> RapidRung:
        """The step itself."""
        return self.planned.rung

    @property
    def by_on(self) -> date:
        """The day by the end of which it is done."""
        return self.planned.by_on

    @property
    def is_settled(self) -> bool:
        """Whether nothing is left to do about it."""
        return self.standing in SETTLED

    @property
    def marked(self) -> RungMark | None:
        """What the coordinator said of it, and did not take back."""
        latest = self.marks[-1] if self.marks else None
        return latest if latest is not None and latest.mark is not Mark.TAKEN_BACK else None


@dataclass(frozen=True)
class Plan:
    """The working days of one rapid review, counted from its day 0, on the day on which this is looked at."""

    review: Review
    clock: ClockLine
    day_zero: date
    day: int
    is_running: bool
    lines: tuple[RungLine, ...]

    @property
    def days(self) -> int:
        """How many working days there are."""
        return self.clock.rule.amount

    @property
    def today_words(self) -> str:
        """Which working day it is, as a sentence."""
        if not self.day:
            return "The first working day is still to come."
        if self.day > self.days:
            return f"Working day {self.day}: the rapid review was due on working day {self.days}."
        return f"Working day {self.day} of {self.days}."

    @property
    def groups(self) -> list[tuple[str, list[RungLine]]]:
        """The steps by their days, each group with its days in words."""
        by_days = groupby(self.lines, key=lambda line: (line.planned.from_on, line.planned.by_on))
        return [(heading(found[0]), found) for found in (list(lines) for _, lines in by_days)]

    def standing_at(self, standing: RungStanding) -> list[RungLine]:
        """The steps that stand in one way."""
        return [line for line in self.lines if line.standing is standing]

    @property
    def ahead(self) -> list[RungLine]:
        """The steps that are still to be done and not late, the soonest due first."""
        open_ones = (
            line for line in self.lines if not line.is_settled and line.standing is not RungStanding.LATE
        )
        return sorted(open_ones, key=lambda line: line.by_on)

    def line(self, code: str) -> RungLine | None:
        """The step of this code, where the partnership's ladder has it."""
        return next((line for line in self.lines if line.rung.code == code), None)


def heading(line: RungLine) -> str:
    """Say the days of a step: their numbers, and what they are on the calendar."""
    rung, first, last = line.rung, in_words(line.planned.from_on), in_words(line.by_on)
    if rung.from_day == rung.by_day:
        return f"Day {rung.by_day}: {last}"
    return f"Days {rung.from_day} to {rung.by_day}: {first} to {last}"


def plan_of(session: Session, tenant: Tenant, review: Review, today: date) -> Plan | None:
    """Return the plan of one review; None where no working days of it are counted."""
    return plans_of(session, tenant, [review], today).get(review.id)


def plans_of(session: Session, tenant: Tenant, reviews: Sequence[Review], today: date) -> dict[UUID, Plan]:
    """Return the plans of those of these reviews whose working days are counted."""
    rapid = [each for each in reviews if each.kind is ReviewKind.RAPID_REVIEW]
    clocks = clocks_of(session, tenant, rapid, today) if rapid else {}
    counted = [each for each in rapid if each.id in clocks]
    if not counted:
        return {}
    days_zero = {review_id: line.reckoning.day_zero for review_id, line in clocks.items() if line.reckoning}
    seen, marks = seen_facts(session, counted, days_zero), marks_by_rung(session, counted)
    try:
        return {
            each.id: one_plan(tenant, each, clocks[each.id], days_zero[each.id], seen[each.id], marks, today)
            for each in counted
        }
    except BeyondHorizon:
        return {}


def clocks_of(
    session: Session, tenant: Tenant, rapid: Sequence[Review], today: date
) -> dict[UUID, ClockLine]:
    """Return the clock of each rapid review that has one with a day."""
    steps = steps_by_review(session, tenant, rapid, today)
    lines = ((review_id, line) for review_id, found in steps.items() for line in found)
    return {review_id: line for review_id, line in lines if line.rule.code == CLOCK and line.reckoning}


def marks_by_rung(session: Session, reviews: Sequence[Review]) -> dict[tuple[UUID, str], list[RungMark]]:
    """Return what was said of each step of these reviews, the earliest first."""
    found: dict[tuple[UUID, str], list[RungMark]] = {}
    for mark in marks_of(session, [each.id for each in reviews]):
        found.setdefault((mark.review_id, mark.rung), []).append(mark)
    return found


def one_plan(
    tenant: Tenant, review: Review, clock: ClockLine, day_zero: date, seen: Mapping[SeenFact, date],
    marks: Mapping[tuple[UUID, str], Sequence[RungMark]], today: date,
) -> Plan:  # fmt: skip
    """Return one plan. Raises BeyondHorizon where bank holidays are not known."""
    is_running = review.status is ReviewStatus.OPEN and clock.met_on is None
    lines = []
    for each in planned(tenant.rapid_review_ladder, day_zero, known_holidays()):
        said = tuple(marks.get((review.id, each.rung.code), ()))
        seen_on = seen.get(each.rung.met_by) if each.rung.met_by else None
        latest = said[-1].mark if said else Mark.TAKEN_BACK
        standing = stands(
            each, today, is_done=seen_on is not None or latest is Mark.DONE,
            is_needed=latest is not Mark.NOT_NEEDED, is_running=is_running,
        )  # fmt: skip
        lines.append(RungLine(each, standing, seen_on, said))
    day = day_number(day_zero, today, known_holidays())
    return Plan(review, clock, day_zero, day, is_running, tuple(lines))
