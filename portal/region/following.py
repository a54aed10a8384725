"""How do the recommendations of several partnerships stand at the end of a quarter, side by side?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.domain.briefing_use import Setting
from portal.domain.coded import Coded
from portal.domain.factors import PracticeTheme
from portal.domain.following_up import (
    CHECKED,
    UNDER_WAY,
    FollowUp,
    Impact,
    Lateness,
    Quarter,
    Standing,
    State,
    Verification,
    quarter_of,
    quarters_until,
    state_on,
)
from portal.region.asked import Asked
from portal.region.comparing import Row, bodies_named, folded
from portal.region.learning_queries import Recommendation
from portal.region.queries import BriefingUse, Dated
from portal.web.wording import in_london

QUARTERS = 8

# What a chart and its table are: an id, a title, what the rows are of, whether their words are short, and the rows.
Counts = tuple[str, str, str, bool, list[Row]]


class Measure(Coded):
    """What can be followed from quarter to quarter."""

    PUBLISHED = "published", "Published recommendations"
    UNDER_WAY = "under-way", "Under way or not started"
    OVERDUE = "overdue", "Overdue"
    AWAITING = "awaiting-verification", "Complete, awaiting verification"
    VERIFIED = "verified", "Verified or embedded"
    WITH_IMPACT = "with-impact", "With evidence of impact"


COUNTS: dict[Measure, Callable[[State], bool]] = {
    Measure.PUBLISHED: lambda state: True,
    Measure.UNDER_WAY: lambda state: state.status in UNDER_WAY,
    Measure.OVERDUE: lambda state: state.is_late,
    Measure.AWAITING: lambda state: state.status is FollowUp.AWAITING_VERIFICATION,
    Measure.VERIFIED: lambda state: state.status in CHECKED,
    Measure.WITH_IMPACT: lambda state: bool(state.impacts),
}


@dataclass(frozen=True)
class Stood:
    """One published recommendation and how it stood on a day."""

    line: Recommendation
    state: State


@dataclass(frozen=True)
class Share:
    """One line of a table: what it is of, and for each partnership how many of how many."""

    key: str
    words: str
    pairs: tuple[tuple[int, int], ...]


def quarters(asked: Asked) -> list[Quarter]:
    """Return the last two years' quarters, the running one last."""
    return list(quarters_until(in_london(asked.now).date(), QUARTERS))


def quarter_asked(asked: Asked) -> Quarter:
    """Return the quarter asked for; the running one otherwise."""
    every = quarters(asked)
    return next((each for each in every if each.code == asked.quarter), every[-1])


def day_of(quarter: Quarter, asked: Asked) -> date:
    """Return the day as of which a quarter is counted: its last, or today while it runs."""
    return min(quarter.ends_on, in_london(asked.now).date())


def quarter_words(quarter: Quarter, asked: Asked) -> str:
    """Return a quarter in words; of the running one that it is not over."""
    is_running = quarter == quarter_of(in_london(asked.now).date())
    return f"{quarter.label}, so far" if is_running else quarter.label


def stood(lines: Iterable[Recommendation], day: date) -> list[Stood]:
    """Return how every recommendation that was published by a day stood on it."""
    return [
        Stood(line, state_on(day, line.due_on, line.steps))
        for line in lines
        if in_london(line.published_at).date() <= day
    ]


def published_by_quarter(found: Sequence[Dated], asked: Asked, columns: Sequence[str]) -> list[Row]:
    """Return how many reviews or outputs each partnership published in each quarter, the last quarter first."""
    return [
        Row(each.code, each.short, tuple(
            sum(one.tenant == slug and quarter_of(one.published_on) == each for one in found) for slug in columns
        ))
        for each in quarters(asked)[::-1]
    ]  # fmt: skip


def briefings_used(found: Sequence[BriefingUse], asked: Asked, columns: Sequence[str]) -> list[Counts]:
    """Return how often briefings were used and with how many people in each quarter, and in which settings."""
    listed = quarters(asked)[::-1]
    by_quarter = [
        (each.code, each.short, [use for use in found if quarter_of(use.used_on) == each]) for each in listed
    ]
    by_setting = [(each.value, each.label, [use for use in found if use.setting is each]) for each in Setting]
    return [
        (
            "times",
            "How often, quarter by quarter",
            "Quarter",
            True,
            _rows(by_quarter, columns, lambda use: 1),
        ),
        (
            "people",
            "People who took part",
            "Quarter",
            True,
            _rows(by_quarter, columns, lambda use: use.people),
        ),
        ("settings", "How often, by setting", "Setting", False, _rows(by_setting, columns, lambda use: 1)),
    ]


def _rows(
    groups: Iterable[tuple[str, str, Sequence[BriefingUse]]],
    columns: Sequence[str],
    of: Callable[[BriefingUse], int],
) -> list[Row]:
    return [
        Row(key, words, tuple(sum(of(use) for use in group if use.tenant == slug) for slug in columns))
        for key, words, group in groups
    ]


# What each table counts, and under which words: a recommendation may have evidence of impact of several kinds.
TABLES: dict[str, tuple[str, type[Coded], Callable[[State], Iterable[Any]]]] = {
    "standing": ("How they stand", Standing, lambda state: (state.standing,)),
    "lateness": ("In time or late", Lateness, lambda state: (state.lateness,)),
    "verification": ("Verification", Verification, lambda state: (state.verification,)),
    "impact": ("Evidence of impact", Impact, lambda state: state.impacts),
}


def counted(found: Sequence[Stood], columns: Sequence[str], table: str) -> list[Row]:
    """Return a row for each word of a table, with a number for each partnership."""
    _, listed, of = TABLES[table]
    return [
        Row(word.value, word.label, tuple(
            sum(each.line.tenant == slug and word in of(each.state) for each in found) for slug in columns
        ))
        for word in listed
    ]  # fmt: skip


def over_time(
    lines: Sequence[Recommendation], asked: Asked, columns: Sequence[str], measure: Measure
) -> list[Row]:
    """Return one measure at the end of each quarter, the last quarter first."""
    rows = []
    for quarter in reversed(quarters(asked)):
        found = stood(lines, day_of(quarter, asked))
        numbers = tuple(
            sum(each.line.tenant == slug and COUNTS[measure](each.state) for each in found)
            for slug in columns
        )
        rows.append(Row(quarter.code, quarter.short, numbers))
    return rows


def shares_by_theme(found: Sequence[Stood], columns: Sequence[str], measure: Measure) -> list[Share]:
    """Return for each theme how many of each partnership's recommendations are so, of how many."""
    return _shares(
        [(theme.value, theme.label, _under(found, theme)) for theme in PracticeTheme], columns, measure
    )


def shares_by_body(found: Sequence[Stood], columns: Sequence[str], measure: Measure) -> list[Share]:
    """Return the same for each organisation that recommendations name."""
    named = bodies_named(each.line for each in found)
    return _shares([(name, name, _naming(found, body)) for body, name in named.items()], columns, measure)


def _under(found: Sequence[Stood], theme: PracticeTheme) -> list[Stood]:
    return [each for each in found if theme in each.line.themes]


def _naming(found: Sequence[Stood], body: str) -> list[Stood]:
    return [each for each in found if body in map(folded, each.line.bodies)]


def _shares(
    groups: Iterable[tuple[str, str, Sequence[Stood]]], columns: Sequence[str], measure: Measure
) -> list[Share]:
    shares = []
    for key, words, group in groups:
        pairs = tuple(
            _pair([each for each in group if each.line.tenant == slug], measure) for slug in columns
        )
        shares += [Share(key, words, pairs)] if group else []
    return shares


def _pair(group: Sequence[Stood], measure: Measure) -> tuple[int, int]:
    return sum(COUNTS[measure](each.state) for each in group), len(group)
