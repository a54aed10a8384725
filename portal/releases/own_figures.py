"""How does this partnership's own work stand today, exactly: its recommendations, its scores and its casework?

Codes and days alone are read: nothing sealed is opened, and no case can be told from a sum.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.domain.agency_actions import ActionStanding, action_standing
from portal.domain.bank_holidays import BankHolidays
from portal.domain.coded import Coded
from portal.domain.factors import PracticeTheme
from portal.domain.following_up import (
    CHECKED,
    UNDER_WAY,
    FollowUp,
    Impact,
    Lateness,
    Standing,
    State,
    Stepped,
    Verification,
    state_on,
)
from portal.domain.quality_markers import Marker, Score
from portal.domain.releasing import WINDOWS, Measure, year_of
from portal.models.agency_action import AgencyAction, agency_name
from portal.models.follow_up import FollowUpStep
from portal.models.marker_score import MarkerScore
from portal.models.recommendation import Recommendation, RecommendationOwner, ReviewTheme
from portal.releases import counting, queries

Line = tuple[str, list[int]]

# What is worked out over a run of years; the others are counted.
OVER_RUNS = (Measure.DAYS_TO_DECISION, Measure.IN_TIME_SHARE, Measure.RAPID_REVIEW_DAYS)
COUNTED = tuple(each for each in Measure if each not in OVER_RUNS)

# What stands in each table of how recommendations stand: its title, its words, and which of them a state has.
TABLES: tuple[tuple[str, type[Coded], Callable[[State], Iterable[Any]]], ...] = (
    ("How they stand", Standing, lambda state: (state.standing,)),
    ("In time or late", Lateness, lambda state: (state.lateness,)),
    ("Verification", Verification, lambda state: (state.verification,)),
    ("Evidence of impact", Impact, lambda state: state.impacts),
)
# The columns of the tables by organisation and by theme.
COLUMNS: dict[str, Callable[[State], bool]] = {
    "Recommendations": lambda state: True,
    "Under way or not started": lambda state: state.status in UNDER_WAY,
    "Overdue": lambda state: state.is_late,
    "Awaiting verification": lambda state: state.status is FollowUp.AWAITING_VERIFICATION,
    "Verified or embedded": lambda state: state.status in CHECKED,
    "With evidence of impact": lambda state: bool(state.impacts),
}


@dataclass(frozen=True)
class Own:
    """One recommendation of the partnership: how it stands today, whom it asks, and what it is about."""

    state: State
    agencies: list[str] = field(default_factory=list)
    themes: list[PracticeTheme] = field(default_factory=list)


def recommendations(session: Session, today: date) -> list[Own]:
    """Return every recommendation of every review, published or not."""
    steps, agencies, themes = steps_known(session), _agencies(session), _themes(session)
    return [
        Own(state_on(today, due_on, steps.get(id, ())), agencies.get(id, []), themes.get(id, []))
        for id, due_on in session.execute(select(Recommendation.id, Recommendation.due_on))
    ]


def steps_known(session: Session) -> dict[UUID, list[Stepped]]:
    """Return what was recorded of each recommendation, in the order in which it was."""
    step = FollowUpStep
    rows: Iterable[Any] = session.execute(
        select(step.recommendation_id, step.kind, step.happened_on, step.status, step.strength, step.impact)
        .order_by(step.recommendation_id, step.position)
    )  # fmt: skip
    return _gathered((id, Stepped(*said)) for id, *said in rows)


def _agencies(session: Session) -> dict[UUID, list[str]]:
    rows: Iterable[Any] = session.execute(
        select(RecommendationOwner.recommendation_id, RecommendationOwner.agency)
    )
    return _gathered(rows)


def _themes(session: Session) -> dict[UUID, list[PracticeTheme]]:
    theme = ReviewTheme
    wanted = (
        select(theme.recommendation_id, theme.theme).where(theme.recommendation_id.is_not(None)).distinct()
    )
    rows: Iterable[Any] = session.execute(wanted)
    return _gathered(rows)


def _gathered(pairs: Iterable[Any]) -> dict[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = {}
    for id, value in pairs:
        found.setdefault(id, []).append(value)
    return found


def standing(own: Sequence[Own]) -> list[tuple[str, list[tuple[str, int]]]]:
    """Return each table of how recommendations stand: its title, and each of its words with a number."""
    return [
        (title, [(word.label, sum(word in of(each.state) for each in own)) for word in words])
        for title, words, of in TABLES
    ]


def by_agency(own: Sequence[Own], names: Mapping[str, str]) -> list[Line]:
    """Return a line for each organisation that recommendations ask, by name."""
    asked = {code for each in own for code in each.agencies}
    lines = [
        (agency_name(names, code), [each.state for each in own if code in each.agencies]) for code in asked
    ]
    return [(name, _numbers(states)) for name, states in sorted(lines, key=lambda line: line[0])]


def by_theme(own: Sequence[Own]) -> list[Line]:
    """Return a line for each theme that recommendations have."""
    lines = [(theme.label, [each.state for each in own if theme in each.themes]) for theme in PracticeTheme]
    return [(words, _numbers(states)) for words, states in lines if states]


def _numbers(states: Sequence[State]) -> list[int]:
    return [sum(map(counts, states)) for counts in COLUMNS.values()]


def actions(session: Session, today: date, names: Mapping[str, str]) -> list[Line]:
    """Return for each agency how the actions stand that it takes for recommendations, by name."""
    own = AgencyAction
    rows: Iterable[Any] = session.execute(select(own.agency, own.due_on, own.status, own.ended_on))
    found = Counter((agency, action_standing(today, *said)) for agency, *said in rows)
    agencies = sorted({agency for agency, _ in found}, key=lambda code: agency_name(names, code))
    return [(agency_name(names, code), [found[code, each] for each in ActionStanding]) for code in agencies]


def scores(session: Session) -> list[Line]:
    """Return for each quality marker in how many reviews it has each score; nothing where none is scored."""
    scored = MarkerScore
    wanted = select(scored.marker, scored.score, func.count()).group_by(scored.marker, scored.score)
    found = Counter[tuple[Marker, Score]]()
    for marker, score, number in session.execute(wanted):
        found[marker, score] = number
    return [(marker.label, [found[marker, score] for score in Score]) for marker in Marker] if found else []


@dataclass(frozen=True)
class Casework:
    """What casework comes to: each of the last years, the running one last, and over runs of years until today."""

    years: list[int]
    counts: list[Line]
    runs: list[tuple[str, list[int | None]]]


def casework(session: Session, today: date, holidays: BankHolidays) -> Casework:
    """Count the casework of the running reporting year and of those before it, as a release would, exactly."""
    through = year_of(today)
    years = list(range(through - max(WINDOWS) + 1, through + 1))
    facts = counting.facts(session, years[0], through, holidays)
    by_year = [queries.exact_of(facts, year, (1,))["figures"] for year in years]
    by_run = queries.exact_of(facts, through, WINDOWS)["figures"]
    return Casework(
        years,
        [(each.label, [figures[f"{each.value}|1"] or 0 for figures in by_year]) for each in COUNTED],
        [(each.label, [by_run.get(f"{each.value}|{run}") for run in sorted(WINDOWS)]) for each in OVER_RUNS],
    )
