"""Are the dates of a review's own work asked for as the rules say?"""

from __future__ import annotations

import inspect
import re
from datetime import date

import pytest

from portal.domain import reviewing
from portal.domain.coded import Coded
from portal.domain.reviewing import CARRY_RECOMMENDATIONS, needs_explanation, next_look
from portal.domain.vocabulary import OutputKind

LISTS = [
    each for each in vars(reviewing).values()
    if inspect.isclass(each) and issubclass(each, Coded) and each.__module__ == reviewing.__name__
]  # fmt: skip


@pytest.mark.parametrize("listed", LISTS, ids=lambda listed: listed.__name__)
def test_every_list_has_kebab_case_codes_and_words_that_differ(listed: type[Coded]) -> None:
    labels = [words for _, words in listed.choices()]
    assert listed.__doc__ != Coded.__doc__
    assert len(labels) == len(set(labels)) > 1
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", code) for code, _ in listed.choices())


@pytest.mark.parametrize(
    ("last", "next_on"),
    [
        (date(2026, 1, 31), date(2026, 2, 28)),
        (date(2028, 1, 31), date(2028, 2, 29)),
        (date(2026, 12, 3), date(2027, 1, 3)),
    ],
)
def test_a_review_that_waits_is_looked_at_a_month_later(last: date, next_on: date) -> None:
    assert next_look(last) == next_on


def test_a_day_later_than_the_clock_or_than_one_given_before_is_explained() -> None:
    due, soon, late = date(2026, 6, 1), date(2026, 5, 1), date(2026, 7, 1)
    assert not needs_explanation(soon, due, [])
    assert needs_explanation(late, due, [])
    assert needs_explanation(late, None, [soon])
    assert not needs_explanation(soon, None, [late])


def test_a_briefing_never_carries_recommendations() -> None:
    assert OutputKind.SEVEN_MINUTE_BRIEFING not in CARRY_RECOMMENDATIONS
    assert OutputKind.REPORT in CARRY_RECOMMENDATIONS
