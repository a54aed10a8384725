"""Are dates, instants, counts and sizes said as people in England say them?"""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from portal.web import wording


def test_a_date_is_said_without_a_leading_nought() -> None:
    assert wording.date_words(date(2026, 5, 4)) == "4 May 2026"


@pytest.mark.parametrize(
    ("precision", "words"),
    [("day", "1 May 2018"), ("month", "May 2018"), ("year-heading", "2018"), ("none", "")],
)
def test_a_date_says_no_more_than_is_known(precision: str, words: str) -> None:
    assert wording.date_words(date(2018, 5, 1), precision) == words


def test_an_instant_late_on_a_summer_evening_in_utc_is_the_next_day_in_london() -> None:
    assert wording.instant_words(datetime(2026, 6, 30, 23, 30, tzinfo=UTC)) == "1 July 2026 at 12:30am"


def test_an_instant_without_a_zone_is_taken_as_utc() -> None:
    assert wording.time_words(datetime(2026, 1, 5, 15, 12)) == "3:12pm"


@pytest.mark.parametrize(("hour", "words"), [(0, "midnight"), (12, "midday"), (9, "9am"), (13, "1pm")])
def test_whole_hours_have_no_minutes(hour: int, words: str) -> None:
    assert wording.time_words(datetime(2026, 1, 5, hour, tzinfo=UTC)) == words


@pytest.mark.parametrize(
    ("count", "words"), [(0, "0 reviews"), (1, "1 review"), (2, "2 reviews"), (1204, "1,204 reviews")]
)
def test_one_is_singular_and_everything_else_plural(count: int, words: str) -> None:
    assert wording.plural(count, "review") == words


def test_an_irregular_plural_is_given() -> None:
    assert wording.plural(3, "child", "children") == "3 children"


@pytest.mark.parametrize(
    ("size", "words"), [(None, ""), (300, "1 KB"), (897_000, "897 KB"), (1_350_000, "1.4 MB")]
)
def test_a_size_is_in_the_unit_people_read(size: int | None, words: str) -> None:
    assert wording.file_size(size) == words


def test_a_partnerships_own_capitals_stay() -> None:
    assert wording.sentence_case("learning from NHS staff") == "Learning from NHS staff"
