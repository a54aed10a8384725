"""Does each step of a rapid review fall on the day that was worked out by hand, and stand as it should?"""

from __future__ import annotations

from datetime import date

from portal.domain.bank_holidays import bank_holidays
from portal.domain.rapid_review import (
    RAPID_REVIEW_LADDER,
    RapidRung,
    RungStanding,
    SeenFact,
    day_number,
    in_order,
    planned,
    stands,
)

HOLIDAYS = bank_holidays()
# The notification was sent on Monday 13 April 2026; Monday 4 May is a bank holiday.
DAY_ZERO = date(2026, 4, 13)
BY = {
    "log": "2026-04-14", "call-partners": "2026-04-14", "list-agencies": "2026-04-14", "staff-support": "2026-04-14",
    "confirm-receipts": "2026-04-15", "remind-agencies": "2026-04-16", "tell-leads": "2026-04-17",
    "returns-due": "2026-04-20", "tell-executive": "2026-04-20", "formal-letter": "2026-04-21",
    "merge-chronology": "2026-04-22", "hold-meeting": "2026-04-27", "write-draft": "2026-04-29",
    "sign-off": "2026-05-01", "send": "2026-05-05",
}  # fmt: skip


def test_the_usual_ladder_falls_on_its_days_over_a_weekend_and_a_bank_holiday() -> None:
    days = {each.rung.code: each for each in planned(RAPID_REVIEW_LADDER, DAY_ZERO, HOLIDAYS)}
    assert {code: days[code].by_on.isoformat() for code in BY} == BY
    assert days["hold-meeting"].from_on == date(2026, 4, 23) and days["merge-chronology"].from_on == date(
        2026, 4, 21
    )
    numbers = [
        day_number(DAY_ZERO, date(2026, month, day), HOLIDAYS) for month, day in ((4, 13), (4, 18), (5, 4))
    ]
    assert numbers == [0, 4, 14], "a Saturday and a bank holiday are the working day before them"


def test_the_ladder_is_in_the_order_of_its_days_and_parts_and_meets_each_fact_that_the_portal_sees() -> None:
    assert in_order(reversed(RAPID_REVIEW_LADDER))[:1] != RAPID_REVIEW_LADDER[:1], (
        "what stands first comes first"
    )
    assert in_order(RAPID_REVIEW_LADDER) == RAPID_REVIEW_LADDER
    assert {rung.met_by for rung in RAPID_REVIEW_LADDER} - {None} == set(SeenFact)


def test_a_step_is_late_from_the_day_after_its_last_and_never_once_the_clock_has_stopped() -> None:
    (step,) = planned([RapidRung("x", "X", 8, 10)], DAY_ZERO, HOLIDAYS)
    found = [
        stands(step, date(2026, 4, day), is_done=False) for day in (22, 23, 27, 28)
    ]  # fmt: skip
    S = RungStanding
    assert found == [S.TO_COME, S.UNDER_WAY, S.TODAY, S.LATE]
    late = date(2026, 4, 28)
    assert stands(step, late, is_done=False, is_running=False) is S.NOT_RECORDED
    assert stands(step, late, is_done=True) is S.DONE
    assert stands(step, late, is_done=False, is_needed=False) is S.NOT_NEEDED
