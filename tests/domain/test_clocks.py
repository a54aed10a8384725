"""Are steps counted as the guidance counts them, and does the count explain itself?"""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.bank_holidays import bank_holidays
from portal.domain.clocks import (
    ClockUnit,
    Direction,
    Force,
    add_months,
    count,
    in_words,
    working_days_after,
)
from portal.domain.errors import BeyondHorizon, InvalidAnswer
from portal.domain.statutory_clocks import STATUTORY_CLOCKS

HOLIDAYS = bank_holidays()
DAYS = st.dates(date(2013, 1, 1), date(2026, 12, 31))


@pytest.mark.parametrize(
    ("start", "amount", "due_on"),
    [
        ("2026-04-02", 5, "2026-04-13"),
        ("2026-04-13", 15, "2026-05-05"),
        ("2026-12-18", 5, "2026-12-29"),
        ("2026-09-05", 5, "2026-09-11"),
        ("2026-06-15", -7, "2026-06-04"),
        ("2022-05-31", 2, "2022-06-06"),
        ("2026-04-02", 0, "2026-04-02"),
    ],
)
def test_working_days_are_counted_as_worked_by_hand(start: str, amount: int, due_on: str) -> None:
    reckoning = count(date.fromisoformat(start), amount, ClockUnit.WORKING_DAYS, HOLIDAYS)
    assert reckoning.due_on.isoformat() == due_on


def test_the_count_over_easter_says_which_days_it_skipped_and_why() -> None:
    reckoning = count(date(2026, 4, 2), 5, ClockUnit.WORKING_DAYS, HOLIDAYS)
    assert reckoning.explain() == (
        "Day 0 is Thursday 2 April 2026, which is not counted.",
        "Count 5 working days forward.",
        "Bank holidays are those of England and Wales, edition 2026-11.",
        "Friday 3 April 2026 is skipped: Good Friday.",
        "Saturday 4 April 2026 is skipped: Saturday.",
        "Sunday 5 April 2026 is skipped: Sunday.",
        "Monday 6 April 2026 is skipped: Easter Monday.",
        "Saturday 11 April 2026 is skipped: Saturday.",
        "Sunday 12 April 2026 is skipped: Sunday.",
        "It is due by the end of Monday 13 April 2026.",
    )


def test_counting_back_gives_the_latest_day() -> None:
    lines = count(date(2026, 6, 15), -7, ClockUnit.WORKING_DAYS, HOLIDAYS).explain()
    assert lines[-1] == "The latest day is Thursday 4 June 2026."
    assert "Count 7 working days back." in lines


@pytest.mark.parametrize(
    ("start", "months", "expected"),
    [
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2023, 8, 31), 6, date(2024, 2, 29)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 1, 15), 12, date(2027, 1, 15)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
    ],
)
def test_months_stop_at_the_months_end(start: date, months: int, expected: date) -> None:
    assert add_months(start, months) == expected
    assert count(start, months, ClockUnit.MONTHS, HOLIDAYS).due_on == expected


def test_calendar_days_skip_nothing_and_name_no_edition() -> None:
    reckoning = count(date(2026, 4, 2), 5, ClockUnit.CALENDAR_DAYS, HOLIDAYS)
    assert (reckoning.due_on, reckoning.skipped, reckoning.edition) == (date(2026, 4, 7), (), "")


@given(start=DAYS, amount=st.integers(-60, 60).filter(bool))
def test_the_days_between_are_working_days_or_skipped_and_nothing_else(start: date, amount: int) -> None:
    reckoning = count(start, amount, ClockUnit.WORKING_DAYS, HOLIDAYS)
    span = abs((reckoning.due_on - start).days)
    assert span == abs(amount) + len(reckoning.skipped)
    assert HOLIDAYS.why_skipped(reckoning.due_on) is None
    assert all(HOLIDAYS.why_skipped(day) == why for day, why in reckoning.skipped)


@given(start=DAYS.filter(lambda day: HOLIDAYS.why_skipped(day) is None), amount=st.integers(1, 60))
def test_counting_forward_and_back_again_returns_to_a_working_day(start: date, amount: int) -> None:
    there = count(start, amount, ClockUnit.WORKING_DAYS, HOLIDAYS).due_on
    assert count(there, -amount, ClockUnit.WORKING_DAYS, HOLIDAYS).due_on == start


@given(day=DAYS, span=st.integers(-3, 400))
def test_the_working_days_after_a_day_are_those_that_nothing_skips(day: date, span: int) -> None:
    days = [day + timedelta(days=at) for at in range(1, span + 1)]
    working = sum(HOLIDAYS.why_skipped(each) is None for each in days)
    assert working_days_after(day, day + timedelta(days=span), HOLIDAYS) == working


@pytest.mark.parametrize(
    ("day", "until"),
    [(HOLIDAYS.horizon, HOLIDAYS.horizon + timedelta(days=1)), (date(2011, 6, 1), date(2012, 6, 1))],
)
def test_working_days_are_not_counted_where_bank_holidays_are_not_known(day: date, until: date) -> None:
    with pytest.raises(BeyondHorizon):
        working_days_after(day, until, HOLIDAYS)


def test_a_count_that_runs_past_the_known_bank_holidays_is_an_error() -> None:
    with pytest.raises(BeyondHorizon):
        count(HOLIDAYS.horizon - timedelta(days=3), 10, ClockUnit.WORKING_DAYS, HOLIDAYS)


@pytest.mark.parametrize("unit", ClockUnit)
def test_an_amount_beyond_all_sense_is_refused_and_not_counted(unit: ClockUnit) -> None:
    with pytest.raises(InvalidAnswer):
        count(date(2026, 1, 1), 10**9, unit, HOLIDAYS)
    with pytest.raises(InvalidAnswer):
        count(date.max, 1, unit, HOLIDAYS)


def test_one_of_something_is_not_spoken_of_as_several() -> None:
    assert count(date(2026, 1, 5), 1, ClockUnit.WORKING_DAYS, HOLIDAYS).rule == "Count 1 working day forward"


def test_a_day_is_written_out_without_a_leading_nought() -> None:
    assert in_words(date(2026, 5, 4)) == "Monday 4 May 2026"


@pytest.mark.parametrize("code", STATUTORY_CLOCKS)
def test_every_statutory_clock_names_its_source_and_is_nobodys_local_rule(code: str) -> None:
    rule = STATUTORY_CLOCKS[code]
    assert rule.code == code
    assert rule.source
    assert rule.amount > 0
    assert rule.force is not Force.LOCAL
    assert rule.reckon(date(2026, 6, 15), HOLIDAYS).due_on != date(2026, 6, 15)


def test_the_rapid_review_runs_from_the_day_the_notification_was_sent() -> None:
    rule = STATUTORY_CLOCKS["rapid-review"]
    assert "notification was sent" in rule.starts
    assert rule.reckon(date(2026, 4, 13), HOLIDAYS).due_on == date(2026, 5, 5)


def test_the_report_is_sent_seven_working_days_before_publication() -> None:
    rule = STATUTORY_CLOCKS["report-before-publication"]
    assert rule.direction is Direction.BACK
    assert rule.reckon(date(2026, 6, 15), HOLIDAYS).due_on == date(2026, 6, 4)
