"""On which days is anybody reminded, and when does a partnership send nothing?"""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from portal.domain.bank_holidays import bank_holidays
from portal.domain.clocks import ClockRule
from portal.domain.reminding import PASSED_UP, FirstDays, QuietHours, nudges, to_give, wait_nudges
from portal.domain.statutory_clocks import STATUTORY_CLOCKS
from portal.domain.vocabulary import Role

HOLIDAYS = bank_holidays()
LONDON = ZoneInfo("Europe/London")
NIGHT = QuietHours()
RAPID = STATUTORY_CLOCKS["rapid-review"]


def at(words: str) -> datetime:
    return datetime.fromisoformat(words).replace(tzinfo=LONDON)


def days(rule: ClockRule, due_on: date) -> list[tuple[str, str]]:
    return [(each.code, each.on.isoformat()) for each in nudges(rule, due_on, HOLIDAYS)]


def test_reminders_come_two_working_days_before_on_the_day_and_after_and_then_it_is_passed_up() -> None:
    assert days(RAPID, date(2026, 12, 7)) == [
        ("before-2", "2026-12-03"), ("on-the-day", "2026-12-07"),
        ("after-1", "2026-12-08"), (PASSED_UP, "2026-12-08"),
    ]  # fmt: skip
    assert RAPID.escalate_to is Role.CHAIR
    over_christmas = days(RAPID, date(2026, 12, 29))
    assert over_christmas[0] == ("before-2", "2026-12-23"), "bank holidays are no working days"


def test_what_waits_is_reminded_of_by_its_waiting_and_by_its_clock_and_by_nothing_from_before_it_waited() -> (
    None
):
    friday, clock = date(2026, 11, 20), (RAPID, date(2026, 11, 23))
    found = [(each.code, each.on.day) for each in wait_nudges(friday, FirstDays(1, 2), clock, HOLIDAYS)]
    assert found == [("waits", 23), ("on-the-day", 23), (PASSED_UP, 24), ("after-1", 24)]
    assert [each.code for each in wait_nudges(friday, FirstDays(), None, HOLIDAYS)] == ["waits", PASSED_UP]


def test_six_months_are_reminded_of_a_month_before() -> None:
    codes = [code for code, _ in days(STATUTORY_CLOCKS["practice-review-publication"], date(2027, 5, 20))]
    assert codes == ["before-20", "before-5", "on-the-day", "after-1", PASSED_UP]


def test_whoever_looks_late_finds_each_that_was_missed_once_and_none_where_holidays_are_not_known() -> None:
    every = nudges(RAPID, date(2026, 12, 7), HOLIDAYS)
    late = to_give(every, {"before-2"}, date(2027, 1, 5))
    assert [each.code for each in late] == ["on-the-day", "after-1", PASSED_UP]
    assert to_give(every, {each.code for each in every}, date(2027, 1, 5)) == ()
    assert to_give(every, (), date(2026, 12, 2)) == ()
    assert nudges(RAPID, HOLIDAYS.horizon, HOLIDAYS) == ()


@pytest.mark.parametrize(
    ("moment", "is_quiet"),
    [
        ("2026-11-26T18:59", False), ("2026-11-26T19:00", True), ("2026-11-27T06:59", True),
        ("2026-11-27T07:00", False), ("2026-11-28T12:00", True), ("2026-12-28T12:00", True),
        ("2199-11-27T12:00", False),
    ],
)  # fmt: skip
def test_nights_weekends_and_bank_holidays_are_quiet(moment: str, is_quiet: bool) -> None:
    assert NIGHT.is_quiet(at(moment), HOLIDAYS) is is_quiet


def test_a_partnership_may_have_quiet_afternoons_or_none_and_work_on_saturdays() -> None:
    afternoon = QuietHours(time(12), time(13), on_days_off=False, digest_at=time(8))
    assert [afternoon.is_quiet(at(f"2026-11-28T{hour}:30"), HOLIDAYS) for hour in (11, 12, 13)] == [
        False, True, False
    ]  # fmt: skip
    assert not QuietHours(time(9), time(9), on_days_off=False).is_quiet(at("2026-11-28T09:00"), HOLIDAYS)


@pytest.mark.parametrize(
    ("moment", "leaves"),
    [
        ("2026-11-26T00:10", "2026-11-26T09:00"), ("2026-11-26T09:00", "2026-11-27T09:00"),
        ("2026-11-27T16:00", "2026-11-30T09:00"), ("2026-12-24T10:00", "2026-12-29T09:00"),
    ],
)  # fmt: skip
def test_the_email_of_reminders_leaves_on_the_next_working_morning(moment: str, leaves: str) -> None:
    assert NIGHT.next_digest(at(moment), HOLIDAYS) == at(leaves)
