"""When is a step due, and how was that day counted?

Working Together does not say what a working day is. Here it is a day that is not a Saturday, a Sunday or a
bank holiday in England and Wales, as other regulations for children's services have it (SI 2006/1738).
"""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from portal.domain.bank_holidays import BankHolidays
from portal.domain.coded import Coded
from portal.domain.errors import InvalidAnswer
from portal.domain.vocabulary import Role

# About a century: anything longer is a slip of the hand.
LONGEST = {"working-days": 30_000, "calendar-days": 40_000, "months": 1_300}


# Steps that somebody else takes: they are waited for, and nobody here is late with them.
OF_OTHERS = frozenset({"panel-letter"})


class ClockUnit(Coded):
    """What is counted."""

    WORKING_DAYS = "working-days", "working days"
    CALENDAR_DAYS = "calendar-days", "calendar days"
    MONTHS = "months", "months"


class Direction(Coded):
    """Which way it is counted from the day it starts from."""

    FORWARD = "forward", "forward"
    BACK = "back", "back"


class Force(Coded):
    """Who says so. Nobody local may lengthen what is statutory or expected nationally."""

    STATUTORY = "statutory", "Statutory"
    EXPECTED = "expected", "Expected nationally"
    LOCAL = "local", "Local"


class CaseFact(Coded):
    """A dated fact of a case that a partnership's own clock may count from, or be met by, in the order of the work."""

    INCIDENT = "incident", "the incident"
    AGENCY_AWARE = "agency-aware", "the agency became aware"
    COUNCIL_AWARE = "council-aware", "the council became aware"
    REFERRAL = "referral", "the referral reached the partnership"
    ADVICE = "advice", "the screening body’s advice was recorded"
    NOTIFICATION = "notification", "the notification was sent"
    DECISION = "decision", "the decision was signed"


@dataclass(frozen=True, slots=True)
class Reckoning:
    """A due day with its reasoning; `skipped` is each day passed over and why, in the order of counting."""

    due_on: date
    day_zero: date
    skipped: tuple[tuple[date, str], ...]
    rule: str
    edition: str

    def explain(self) -> tuple[str, ...]:
        """The reasoning, a sentence a line, ending in the day itself."""
        lines = [f"Day 0 is {in_words(self.day_zero)}, which is not counted.", f"{self.rule}."]
        if self.edition:
            lines.append(f"Bank holidays are those of England and Wales, edition {self.edition}.")
        lines += [f"{in_words(day)} is skipped: {why}." for day, why in self.skipped]
        last = "The latest day is" if self.due_on < self.day_zero else "It is due by the end of"
        return (*lines, f"{last} {in_words(self.due_on)}.")


@dataclass(frozen=True, slots=True)
class ClockRule:
    """How long a step may take: `starts` names in words the day it is counted from."""

    code: str
    label: str
    starts: str
    amount: int
    unit: ClockUnit
    direction: Direction
    force: Force
    source: str
    # On which working days whoever the step waits for is reminded: before the due day where negative, 0 on it.
    remind: tuple[int, ...] = (-2, 0, 1)
    # So many working days after the due day it is passed to somebody of this role; None: it is not.
    escalate_after: int | None = 1
    escalate_to: Role = Role.CHAIR
    # Of a partnership's own clock that a form starts: what of the case it counts from, and what meets it.
    starts_from: CaseFact = CaseFact.INCIDENT
    met_by: CaseFact = CaseFact.REFERRAL

    @property
    def is_ours(self) -> bool:
        """Whether somebody of the partnership takes the step."""
        return self.code not in OF_OTHERS

    def reckon(self, start: date, holidays: BankHolidays) -> Reckoning:
        """Count this clock from the day it starts from."""
        signed = -self.amount if self.direction is Direction.BACK else self.amount
        return count(start, signed, self.unit, holidays)


def in_words(day: date) -> str:
    """A day as people read it: Thursday 2 April 2026."""
    return f"{day:%A} {day.day} {day:%B %Y}"


def count(start: date, amount: int, unit: ClockUnit, holidays: BankHolidays) -> Reckoning:
    """Count from `start`, which is day 0, forward or (a negative amount) back; 0 is the day itself.

    Raises InvalidAnswer for an amount beyond all sense and BeyondHorizon where bank holidays are not known.
    """
    _refuse_too_far(start, amount, unit)
    skipped: tuple[tuple[date, str], ...] = ()
    if unit is ClockUnit.WORKING_DAYS:
        due_on, skipped = _count_working_days(start, amount, holidays)
    elif unit is ClockUnit.CALENDAR_DAYS:
        due_on = start + timedelta(days=amount)
    else:
        due_on = add_months(start, amount)
    edition = holidays.edition if unit is ClockUnit.WORKING_DAYS else ""
    return Reckoning(due_on, start, skipped, _rule_in_words(amount, unit), edition)


def working_days_after(day: date, until: date, holidays: BankHolidays) -> int:
    """How many working days there are after a day, up to and with another; none where it comes first.

    Raises BeyondHorizon where bank holidays are not known.
    """
    if until <= day:
        return 0
    for end in (day + timedelta(days=1), until):
        holidays.name_of(end)
    weeks, rest = divmod((until - day).days, 7)
    weekdays = 5 * weeks + sum(is_weekday(day + timedelta(days=at)) for at in range(1, rest + 1))
    return weekdays - sum(day < each <= until and is_weekday(each) for each in holidays.days)


def is_weekday(day: date) -> bool:
    """Whether a day is none of a weekend."""
    return day.weekday() < 5


def add_months(start: date, months: int) -> date:
    """The same day of a later or earlier month, or that month's last day where it has no such day."""
    years, month = divmod(start.month - 1 + months, 12)
    year = start.year + years
    return date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))


def _count_working_days(
    start: date, amount: int, holidays: BankHolidays
) -> tuple[date, tuple[tuple[date, str], ...]]:
    skipped: list[tuple[date, str]] = []
    day, left = start, abs(amount)
    days = _days_from(start, 1 if amount > 0 else -1)
    while left:
        day = next(days)
        why = holidays.why_skipped(day)
        if why is None:
            left -= 1
        else:
            skipped.append((day, why))
    return day, tuple(skipped)


def _days_from(start: date, step: int) -> Iterator[date]:
    day = start
    while True:
        day += timedelta(days=step)
        yield day


def _rule_in_words(amount: int, unit: ClockUnit) -> str:
    way = "back" if amount < 0 else "forward"
    what = unit.label[:-1] if abs(amount) == 1 else unit.label
    return f"Count {abs(amount)} {what} {way}"


def _refuse_too_far(start: date, amount: int, unit: ClockUnit) -> None:
    if abs(amount) > LONGEST[unit.value]:
        raise InvalidAnswer(f"{abs(amount)} {unit.label} is too many to count.")
    if not 1900 <= start.year <= 2200:
        raise InvalidAnswer(f"{start.isoformat()} is not a day to count from.")
