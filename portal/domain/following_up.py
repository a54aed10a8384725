"""How far has what a review recommended been carried out, was it checked, and what has it changed for children?

The statuses and the kinds of evidence are those of the partnerships' action plans and of their verification (domain
3.9 and 3.10). “Overdue” is no status: it follows from the day.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from portal.domain.coded import Coded


class FollowUp(Coded):
    """How a recommendation stands, as somebody last recorded it."""

    NOT_STARTED = "not-started", "Not started"
    ON_TRACK = "on-track", "On track"
    AT_RISK = "at-risk", "At risk"
    AWAITING_VERIFICATION = "awaiting-verification", "Complete, awaiting verification"
    VERIFIED = "verified", "Verified"
    EMBEDDED = "embedded", "Embedded in practice"
    NOT_ACCEPTED = "not-accepted", "Closed, not accepted"


UNDER_WAY = frozenset({FollowUp.NOT_STARTED, FollowUp.ON_TRACK, FollowUp.AT_RISK})
COMPLETE = frozenset({FollowUp.AWAITING_VERIFICATION, FollowUp.VERIFIED, FollowUp.EMBEDDED})
CHECKED = frozenset({FollowUp.VERIFIED, FollowUp.EMBEDDED})


class Step(Coded):
    """What somebody recorded of a recommendation."""

    PROGRESS = "progress", "Progress"
    COMPLETE = "complete", "Said to be complete"
    VERIFIED = "verified", "Verified"
    FURTHER_WORK = "further-work", "Further work asked for"
    EMBEDDED = "embedded", "Found to be embedded in practice"
    REOPENED = "reopened", "Opened again"
    CLOSED = "closed", "Closed, not accepted"
    IMPACT = "impact", "Evidence of impact"


class Evidence(Coded):
    """By what it was verified that something was done."""

    AUDIT = "audit", "Audit of records"
    DIP_SAMPLE = "dip-sample", "Dip sample"
    SURVEY = "survey", "Survey"
    OBSERVATION = "observation", "Observation of practice"
    FIGURES = "figures", "Figures"
    DOCUMENT = "document", "A document, such as new guidance"


class Strength(Coded):
    """How strong the evidence was."""

    STRONG = "strong", "Strong"
    MODERATE = "moderate", "Moderate"
    WEAK = "weak", "Weak"


class Impact(Coded):
    """From what it is known that something has changed for children."""

    AUDIT = "audit", "Audit"
    FIGURES = "figures", "Figures"
    CHILD = "child", "What children say"
    FAMILY = "family", "What families say"
    OBSERVATION = "observation", "Observation of practice"


class Standing(Coded):
    """How a recommendation stands on a day: its status, or that its day has passed."""

    NOT_STARTED = "not-started", "Not started"
    ON_TRACK = "on-track", "On track"
    AT_RISK = "at-risk", "At risk"
    OVERDUE = "overdue", "Overdue"
    AWAITING_VERIFICATION = "awaiting-verification", "Complete, awaiting verification"
    VERIFIED = "verified", "Verified"
    EMBEDDED = "embedded", "Embedded in practice"
    NOT_ACCEPTED = "not-accepted", "Closed, not accepted"


class Lateness(Coded):
    """How a recommendation stands to the day by which it was to be done."""

    NOT_DUE = "not-due", "Not due yet"
    LATE = "late", "Late by up to three months"
    VERY_LATE = "very-late", "Late by more than three months"
    DONE_IN_TIME = "done-in-time", "Done in time"
    DONE_LATE = "done-late", "Done late"
    NO_DAY = "no-day", "No day was set"
    NOT_ACCEPTED = "not-accepted", "Closed, not accepted"


class Verification(Coded):
    """Whether somebody else checked it, and on how strong evidence."""

    NOT_COMPLETE = "not-complete", "Not said to be complete"
    AWAITED = "awaited", "Awaiting verification"
    STRONG = "strong", "Verified on strong evidence"
    MODERATE = "moderate", "Verified on moderate evidence"
    WEAK = "weak", "Verified on weak evidence"
    NOT_ACCEPTED = "not-accepted", "Closed, not accepted"


# The same in words for everybody: a family may read them.
TOLD_READERS = {
    Standing.NOT_STARTED: "Not started",
    Standing.ON_TRACK: "Under way",
    Standing.AT_RISK: "Under way, and at risk of not being done in time",
    Standing.OVERDUE: "Not done by the day that was set",
    Standing.AWAITING_VERIFICATION: "Said to be done; somebody else is still to check it",
    Standing.VERIFIED: "Done, and checked by somebody else",
    Standing.EMBEDDED: "Done, checked, and found in everyday practice",
    Standing.NOT_ACCEPTED: "Closed without being done: it was not accepted",
}
LATE_DAYS = 92


@dataclass(frozen=True)
class Stepped:
    """One thing that was recorded: codes and days, and no words."""

    kind: Step
    on: date
    status: FollowUp
    strength: Strength | None = None
    impact: Impact | None = None


@dataclass(frozen=True)
class State:
    """All that is known of a recommendation on a day."""

    day: date
    due_on: date | None
    status: FollowUp = FollowUp.NOT_STARTED
    completed_on: date | None = None
    strength: Strength | None = None
    impacts: frozenset[Impact] = frozenset()

    @property
    def is_late(self) -> bool:
        """Whether its day has passed and nobody says that it is complete."""
        return self.status in UNDER_WAY and self.due_on is not None and self.due_on < self.day

    @property
    def standing(self) -> Standing:
        """How it stands, in one word."""
        return Standing.OVERDUE if self.is_late else Standing(self.status.value)

    @property
    def lateness(self) -> Lateness:
        """How it stands to its day."""
        if self.status is FollowUp.NOT_ACCEPTED:
            return Lateness.NOT_ACCEPTED
        if self.due_on is None:
            return Lateness.NO_DAY
        if self.completed_on is not None:
            return Lateness.DONE_IN_TIME if self.completed_on <= self.due_on else Lateness.DONE_LATE
        if not self.is_late:
            return Lateness.NOT_DUE
        return Lateness.LATE if (self.day - self.due_on).days <= LATE_DAYS else Lateness.VERY_LATE

    @property
    def verification(self) -> Verification:
        """Whether it was checked."""
        if self.status is FollowUp.NOT_ACCEPTED:
            return Verification.NOT_ACCEPTED
        if self.status in CHECKED and self.strength is not None:
            return Verification(self.strength.value)
        return Verification.AWAITED if self.status in COMPLETE else Verification.NOT_COMPLETE


def state_on(day: date, due_on: date | None, steps: Iterable[Stepped]) -> State:
    """Return how a recommendation stood at the end of a day, from what had happened by then, in the order recorded."""
    state = State(day, due_on)
    status, completed_on, strength = state.status, state.completed_on, state.strength
    impacts = set()
    for step in steps:
        if step.on > day:
            continue
        if step.impact is not None:
            impacts.add(step.impact)
            continue
        status = step.status
        if step.kind is Step.COMPLETE:
            completed_on = step.on
        strength = step.strength or strength
        if status not in COMPLETE:
            completed_on = strength = None
    return State(day, due_on, status, completed_on, strength, frozenset(impacts))


def told_readers(status: FollowUp, due_on: date | None, day: date) -> str:
    """Say to readers how a recommendation stood on a day."""
    return TOLD_READERS[State(day, due_on, status).standing]


# --- quarters ------------------------------------------------------------------------------------------------

MONTHS_OF_QUARTER = (("January", "March", 31), ("April", "June", 30), ("July", "September", 30),
                     ("October", "December", 31))  # fmt: skip


@dataclass(frozen=True, order=True)
class Quarter:
    """Three months of a year; the first ends with March."""

    year: int
    number: int

    @property
    def ends_on(self) -> date:
        """Its last day."""
        return date(self.year, 3 * self.number, MONTHS_OF_QUARTER[self.number - 1][2])

    @property
    def begins_on(self) -> date:
        """Its first day."""
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def code(self) -> str:
        """How it stands in an address and in a file."""
        return f"{self.year}-Q{self.number}"

    @property
    def label(self) -> str:
        """Its months and year."""
        first, last, _ = MONTHS_OF_QUARTER[self.number - 1]
        return f"{first} to {last} {self.year}"

    @property
    def short(self) -> str:
        """The same, as it stands beside a bar."""
        first, last, _ = MONTHS_OF_QUARTER[self.number - 1]
        return f"{first[:3]}–{last[:3]} {self.year}"

    @property
    def before(self) -> Quarter:
        """The quarter before it."""
        return Quarter(self.year, self.number - 1) if self.number > 1 else Quarter(self.year - 1, 4)


def quarter_of(day: date) -> Quarter:
    """Return the quarter in which a day falls."""
    return Quarter(day.year, (day.month + 2) // 3)


def quarters_until(day: date, number: int) -> Sequence[Quarter]:
    """Return so many quarters, the one in which the day falls last."""
    found = [quarter_of(day)]
    while len(found) < number:
        found.append(found[-1].before)
    return found[::-1]
