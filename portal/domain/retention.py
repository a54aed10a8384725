"""How long does an output stay public, and who or what ends that?

Safeguarding partners keep a published report available for at least a year (Working Together 2018 ch. 4;
000_9224e64816f7f95c.txt, 002_3aa3d5943d06e07a.txt, 004_69157bd7dda4f7c8.txt). Whatever a partnership chooses
above that, the portal never gives less. A correction does not begin the time again.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from portal.domain.clocks import add_months
from portal.domain.coded import Coded
from portal.domain.errors import InvalidAnswer
from portal.domain.vocabulary import DatePrecision, OutputKind

LONDON = ZoneInfo("Europe/London")
FLOOR_MONTHS = 12


class RetentionThen(Coded):
    """What happens when the months are over."""

    WITHDRAW = "withdraw", "It comes down"
    PERSON_DECIDES = "person-decides", "It stays until a person decides"
    KEEP = "keep", "It stays"


@dataclass(frozen=True, slots=True)
class RetentionRule:
    """A partnership's rule for one kind of output; None for months means that no period is set.

    Raises InvalidAnswer for fewer months than the floor, for a withdrawal without months, and for months
    beside "keep".
    """

    output_kind: OutputKind
    keep_months: int | None
    then: RetentionThen
    offered_on_request: bool
    source: str

    def __post_init__(self) -> None:
        if self.keep_months is not None and self.keep_months < FLOOR_MONTHS:
            raise InvalidAnswer(f"Nothing comes down before {FLOOR_MONTHS} months.", "keep_months")
        if self.then is RetentionThen.WITHDRAW and self.keep_months is None:
            raise InvalidAnswer("Say after how many months it comes down.", "keep_months")
        if self.then is RetentionThen.KEEP and self.keep_months is not None:
            raise InvalidAnswer("What is kept has no number of months.", "keep_months")


def last_day_of_term(
    published_on: date | None, precision: DatePrecision, rule: RetentionRule, *, days_down: int = 0
) -> date | None:
    """The last day on which the rule's months keep it public; None where nothing is counted.

    A month alone is counted from the month's end, and 29 February runs to 1 March, so that nobody gets less
    than the full time. Undated outputs, and those dated only by a year's heading, are not counted. Days on
    which it was down (`days_down`) are given back. Where no period is set the floor holds.
    """
    counted_from = _counted_from(published_on, precision)
    if counted_from is None or rule.then is RetentionThen.KEEP:
        return None
    return _anniversary(counted_from, rule.keep_months or FLOOR_MONTHS) + timedelta(days=days_down)


def comes_down_on(
    published_on: date | None, precision: DatePrecision, rule: RetentionRule, *, days_down: int = 0
) -> date | None:
    """The first day on which the rule has taken it down; None if the rule never does.

    It is public through the whole of the anniversary and comes down at the midnight that ends it.
    """
    last = last_day_of_term(published_on, precision, rule, days_down=days_down)
    return last + timedelta(days=1) if last and rule.then is RetentionThen.WITHDRAW else None


def decision_due_on(
    published_on: date | None, precision: DatePrecision, rule: RetentionRule, *, days_down: int = 0
) -> date | None:
    """The first day on which a person may decide to take it down; None if the rule leaves it to nobody."""
    last = last_day_of_term(published_on, precision, rule, days_down=days_down)
    return last + timedelta(days=1) if last and rule.then is RetentionThen.PERSON_DECIDES else None


def warn_on(last_day: date) -> date:
    """A month before the last day: the day on which people are told that it is coming."""
    return add_months(last_day, -1)


def visible_until_instant(comes_down: date | None) -> datetime | None:
    """The instant, in UTC, of the midnight in London with which `comes_down` begins; None for no end."""
    if comes_down is None:
        return None
    return datetime.combine(comes_down, time(), tzinfo=LONDON).astimezone(UTC)


def visible_from_instant(published_on: date) -> datetime:
    """The instant, in UTC, of the midnight in London with which a day of publication begins."""
    return datetime.combine(published_on, time(), tzinfo=LONDON).astimezone(UTC)


def london_day(instant: datetime) -> date:
    """The day it is in London at an instant."""
    return instant.astimezone(LONDON).date()


def _counted_from(published_on: date | None, precision: DatePrecision) -> date | None:
    if published_on is None or precision in (DatePrecision.NONE, DatePrecision.YEAR_HEADING):
        return None
    if precision is DatePrecision.MONTH:
        return add_months(published_on.replace(day=1), 1) - timedelta(days=1)
    return published_on


def _anniversary(start: date, months: int) -> date:
    """The same day so many months on; where that month has no such day, the first of the next."""
    same_month = add_months(start, months)
    return same_month if same_month.day == start.day else same_month + timedelta(days=1)
