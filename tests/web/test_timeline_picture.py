"""Does a timeline's picture mark every event once, in its row and on its day, however many there are?"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from uuid import UUID

import pytest

from portal.web.happenings import Happening, Lane
from portal.web.timeline_picture import LEFT, WIDTH, DayThatCounts, Picture, by_day, picture_of

FIRST = date(2026, 3, 2)
LANES = list(Lane)


def happening(number: int, lane: Lane | None = None) -> Happening:
    """Return the event of a number: one every three days, in every row in turn."""
    at = datetime(2026, 3, 2, 10, tzinfo=UTC) + timedelta(days=3 * number)
    lane = lane or LANES[number % len(LANES)]
    return Happening(f"Event {number}", at, "Alex Example", lane, ("case", UUID(int=number)), "event")


def drawn(happenings: list[Happening], days: list[DayThatCounts], today: date) -> Picture:
    """Return a picture that there is something for."""
    picture = picture_of(happenings, days, today)
    assert picture is not None
    return picture


def test_nothing_is_drawn_where_nothing_happened() -> None:
    assert picture_of([], [], FIRST) is None


@pytest.mark.parametrize("count", [1, 3, 60])
def test_every_event_and_day_is_in_the_picture_once(count: int) -> None:
    happenings = [happening(number) for number in range(count)]
    days = [DayThatCounts("Due: notify", FIRST + timedelta(days=5), True)]
    picture = drawn(happenings, days, FIRST)
    marks = [mark for row in picture.rows for mark in row.marks]
    assert sum(mark.count for mark in marks) == count + 1
    told = "\n".join(mark.title for mark in marks).split("\n")
    assert sorted(line.partition(": ")[2] for line in told) == sorted(
        ["Due: notify", *(each.title for each in happenings)]
    )


@pytest.mark.parametrize("count", [1, 60, 400])
def test_no_two_marks_of_a_row_touch_and_none_leaves_the_picture(count: int) -> None:
    picture = drawn([happening(number, Lane.CASE) for number in range(count)], [], date(2026, 3, 9))
    (row,) = picture.rows
    places = [mark.x for mark in row.marks]
    assert all(after - before >= 22 for before, after in pairwise(places))
    assert LEFT <= min(places) <= max(places) < WIDTH


def test_a_due_day_has_another_shape_than_what_happened_and_stands_in_a_row_of_its_own() -> None:
    picture = drawn([happening(0)], [DayThatCounts("Due: notify", FIRST, True)], FIRST)
    assert [(row.label, [mark.is_due for mark in row.marks]) for row in picture.rows] == [
        ("Due", [True]),
        ("Referrals", [False]),
    ]


def test_a_day_yet_to_come_lies_to_the_right_of_today() -> None:
    picture = drawn([happening(0)], [DayThatCounts("Due: publish", FIRST + timedelta(days=90), True)], FIRST)
    assert picture.rows[0].marks[0].x > picture.today_x


def test_the_list_says_every_day_once_with_all_that_belongs_to_it() -> None:
    days = by_day([happening(0), happening(1)], [DayThatCounts("The incident", FIRST)])
    assert [(day, [entry.title for entry in entries]) for day, entries in days] == [
        ("Monday 2 March 2026", ["The incident", "Event 0"]),
        ("Thursday 5 March 2026", ["Event 1"]),
    ]
