"""Does the desk gather what waits by how soon it is due, say how late it is, and say what would come?"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask import Flask

from portal.accounts.waiting_words import COMES_TO
from portal.domain.bank_holidays import bank_holidays
from portal.domain.clocks import working_days_after
from portal.domain.vocabulary import Role
from portal.web.desk import DeskLine, Urgency, by_urgency, urgency_of
from portal.web.working_days import lateness
from tests.work import Work

TODAY = date(2026, 4, 7)  # the Tuesday after Easter


@pytest.mark.parametrize(
    ("days", "urgency"),
    [
        (-1, Urgency.LATE),
        (0, Urgency.TODAY),
        (1, Urgency.THIS_WEEK),
        (7, Urgency.THIS_WEEK),
        (8, Urgency.LATER),
    ],
)
def test_what_is_due_today_is_not_late_and_a_week_has_seven_days(days: int, urgency: Urgency) -> None:
    assert urgency_of(DeskLine("What", "/", TODAY + timedelta(days=days)), TODAY) is urgency


def test_what_is_late_stands_first_and_what_has_no_day_last() -> None:
    waiting = [DeskLine("a", "/"), DeskLine("b", "/", TODAY), DeskLine("c", "/", date(2026, 1, 2))]
    groups = [group.urgency for group in by_urgency(waiting, TODAY)]
    assert groups == [Urgency.LATE, Urgency.TODAY, Urgency.NO_DAY]


def test_what_a_clock_runs_for_stands_before_older_delays_and_what_others_are_to_do_stands_apart() -> None:
    old, others = (DeskLine(each, "/", date(2024, 1, 2)) for each in ("Old", "Theirs"))
    clocked = DeskLine("Send the rapid review", "/", TODAY - timedelta(days=1), comes_first=True)
    late, apart = by_urgency([old, replace(others, waits_on_others=True), clocked], TODAY)
    assert (late.urgency, late.lines) == (Urgency.LATE, [clocked, old])
    assert (apart.urgency, [each.title for each in apart.lines]) == (Urgency.WITH_OTHERS, ["Theirs"])


@pytest.mark.parametrize(("number", "shown"), [(12, 12), (13, 10)])
def test_the_end_of_a_long_group_is_folded_and_nothing_is_left_out(number: int, shown: int) -> None:
    waiting = [DeskLine(f"What {each}", "/") for each in range(number)]
    (group,) = by_urgency(waiting, TODAY)
    assert len(group.shown) == shown and [*group.shown, *group.folded] == waiting


def test_lateness_counts_working_days_alone() -> None:
    # From Maundy Thursday: Good Friday, the weekend and Easter Monday are passed over.
    assert working_days_after(date(2026, 4, 2), TODAY, bank_holidays()) == 1
    assert working_days_after(TODAY, date(2026, 4, 2), bank_holidays()) == 0


def test_lateness_is_said_in_words_also_where_no_working_day_has_passed_or_no_holidays_are_known(
    portal: Flask,
) -> None:
    with portal.app_context():
        assert lateness(date(2026, 4, 2), TODAY) == "1 working day late"
        assert lateness(date(2026, 4, 2), date(2026, 4, 6)) == "Late, though no working day has passed since"
        assert lateness(date(2011, 12, 30), date(2012, 1, 1)) == "2 days late"


def test_every_role_of_a_partnership_is_told_what_comes_to_its_desk(portal: Flask) -> None:
    work = Work(portal)
    for role in Role:
        if role is not Role.REGIONAL_LEAD:
            page = work.browser(role.value).get("/manchester/desk").text
            assert "Nothing waits for you now" in page and COMES_TO[role] in page, role


def test_the_desk_says_how_many_wait(portal: Flask) -> None:
    work = Work(portal)
    work.received()
    work.received()
    page = work.browser("coordinator").get("/manchester/desk").text
    assert "2 things" in page and "No set day" in page
