"""Do reports stay for their full time, and come down at the right midnight?"""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.errors import InvalidAnswer
from portal.domain.retention import (
    RetentionRule,
    RetentionThen,
    comes_down_on,
    decision_due_on,
    last_day_of_term,
    london_day,
    visible_from_instant,
    visible_until_instant,
    warn_on,
)
from portal.domain.vocabulary import DatePrecision, OutputKind

DAY, MONTH = DatePrecision.DAY, DatePrecision.MONTH


def rule(
    keep_months: int | None = 12, then: RetentionThen = RetentionThen.WITHDRAW, kind: str = "report"
) -> RetentionRule:
    return RetentionRule(OutputKind(kind), keep_months, then, True, "A page that says so")


KEPT = rule(None, RetentionThen.KEEP, "seven-minute-briefing")
DECIDED = rule(12, RetentionThen.PERSON_DECIDES)
SILENT = rule(None, RetentionThen.PERSON_DECIDES, "presentation")


@pytest.mark.parametrize(
    ("published_on", "precision", "gone_on"),
    [
        (date(2025, 3, 10), DAY, date(2026, 3, 11)),
        (date(2024, 2, 29), DAY, date(2025, 3, 2)),
        (date(2023, 2, 28), DAY, date(2024, 2, 29)),
        (date(2018, 5, 1), MONTH, date(2019, 6, 1)),
        (date(2023, 2, 1), MONTH, date(2024, 2, 29)),
        (date(2023, 12, 31), MONTH, date(2025, 1, 1)),
    ],
)
def test_a_report_stays_through_its_anniversary_and_is_gone_the_next_day(
    published_on: date, precision: DatePrecision, gone_on: date
) -> None:
    assert comes_down_on(published_on, precision, rule()) == gone_on


@pytest.mark.parametrize("precision", [DatePrecision.NONE, DatePrecision.YEAR_HEADING])
def test_what_has_no_date_of_its_own_never_comes_down_by_rule(precision: DatePrecision) -> None:
    assert comes_down_on(date(2018, 1, 1), precision, rule()) is None
    assert comes_down_on(None, DAY, rule()) is None


def test_a_report_comes_down_after_twelve_months_and_its_briefing_stays() -> None:
    published_on = date(2025, 3, 10)
    assert comes_down_on(published_on, DAY, rule()) == date(2026, 3, 11)
    assert comes_down_on(published_on, DAY, KEPT) is None


def test_where_a_person_decides_nothing_comes_down_by_itself() -> None:
    published_on = date(2025, 3, 10)
    assert comes_down_on(published_on, DAY, DECIDED) is None
    assert decision_due_on(published_on, DAY, DECIDED) == date(2026, 3, 11)


def test_where_the_pages_are_silent_a_person_still_waits_twelve_months() -> None:
    assert decision_due_on(date(2025, 3, 10), DAY, SILENT) == date(2026, 3, 11)
    assert decision_due_on(None, DatePrecision.NONE, SILENT) is None
    assert decision_due_on(date(2025, 3, 10), DAY, KEPT) is None


def test_days_on_which_it_was_down_are_given_back() -> None:
    published_on = date(2025, 3, 10)
    assert comes_down_on(published_on, DAY, rule(), days_down=4) == date(2026, 3, 15)
    assert decision_due_on(published_on, DAY, SILENT, days_down=4) == date(2026, 3, 15)


def test_people_are_warned_a_month_ahead() -> None:
    last = last_day_of_term(date(2025, 3, 31), DAY, rule())
    assert last == date(2026, 3, 31)
    assert warn_on(last) == date(2026, 2, 28)


@pytest.mark.parametrize(
    ("months", "then"),
    [
        (11, RetentionThen.WITHDRAW),
        (0, RetentionThen.PERSON_DECIDES),
        (None, RetentionThen.WITHDRAW),
        (12, RetentionThen.KEEP),
    ],
)
def test_a_rule_that_gives_less_than_a_year_or_makes_no_sense_is_refused(
    months: int | None, then: RetentionThen
) -> None:
    with pytest.raises(InvalidAnswer):
        rule(months, then)


@pytest.mark.parametrize(
    ("gone_on", "instant"),
    [
        (date(2026, 1, 11), datetime(2026, 1, 11, 0, tzinfo=UTC)),
        (date(2026, 7, 11), datetime(2026, 7, 10, 23, tzinfo=UTC)),
        (date(2026, 3, 29), datetime(2026, 3, 29, 0, tzinfo=UTC)),
        (date(2026, 3, 30), datetime(2026, 3, 29, 23, tzinfo=UTC)),
    ],
)
def test_the_midnight_is_londons_in_winter_and_in_summer(gone_on: date, instant: datetime) -> None:
    assert visible_until_instant(gone_on) == instant
    assert visible_from_instant(gone_on) == instant
    assert london_day(instant) == gone_on
    assert london_day(instant - timedelta(seconds=1)) == gone_on - timedelta(days=1)


def test_what_never_comes_down_has_no_last_instant() -> None:
    assert visible_until_instant(None) is None


@given(
    published_on=st.dates(date(2000, 1, 1), date(2100, 1, 1)),
    precision=st.sampled_from([DAY, MONTH]),
    months=st.integers(12, 120),
)
def test_nobody_ever_gets_less_than_the_full_time(
    published_on: date, precision: DatePrecision, months: int
) -> None:
    gone_on = comes_down_on(published_on, precision, rule(months))
    assert gone_on is not None
    whole_months = (gone_on.year - published_on.year) * 12 + gone_on.month - published_on.month
    assert (whole_months, gone_on.day) > (months, published_on.day)
    assert gone_on - published_on >= timedelta(days=365)
