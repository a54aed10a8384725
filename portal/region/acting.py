"""How do the actions that agencies take for published recommendations stand at the end of a quarter, side by side?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from portal.domain.agency_actions import ActionStanding
from portal.domain.factors import PracticeTheme
from portal.region.asked import Asked
from portal.region.comparing import Row, folded
from portal.region.following import Share, day_of, quarters
from portal.region.learning_queries import Recommendation
from portal.web.wording import in_london

# Of each theme and organisation it is told how many are overdue, of how many that were ever asked.
LATE = ActionStanding.OVERDUE


@dataclass(frozen=True)
class Stood:
    """One action and how it stood on a day."""

    tenant: str
    body: str
    themes: tuple[PracticeTheme, ...]
    standing: ActionStanding


def stood(lines: Iterable[Recommendation], day: date, asked: Asked) -> list[Stood]:
    """Return how every action stood on a day, of recommendations published by then; of the organisation asked for."""
    return [
        Stood(line.tenant, action.body, line.themes, standing)
        for line in lines
        if in_london(line.published_at).date() <= day
        for action in line.actions
        if not asked.body or folded(action.body) == folded(asked.body)
        if (standing := action.standing(day)) is not None
    ]


def counted(found: Sequence[Stood], columns: Sequence[str]) -> list[Row]:
    """Return a row for each way of standing, with a number for each partnership."""
    return [
        Row(word.value, word.label, tuple(
            sum(each.tenant == slug and each.standing is word for each in found) for slug in columns
        ))
        for word in ActionStanding
    ]  # fmt: skip


def late_over_time(lines: Sequence[Recommendation], asked: Asked, columns: Sequence[str]) -> list[Row]:
    """Return how many actions were overdue at the end of each quarter, the last quarter first."""
    return [
        Row(quarter.code, quarter.short, counted_late(stood(lines, day_of(quarter, asked), asked), columns))
        for quarter in reversed(quarters(asked))
    ]


def counted_late(found: Sequence[Stood], columns: Sequence[str]) -> tuple[int, ...]:
    """Return how many of each partnership's actions are overdue."""
    return tuple(sum(each.tenant == slug and each.standing is LATE for each in found) for slug in columns)


def by_theme(found: Sequence[Stood]) -> list[tuple[str, list[Stood]]]:
    """Return the actions under each theme of their recommendations."""
    groups = [(theme.label, [each for each in found if theme in each.themes]) for theme in PracticeTheme]
    return [(words, group) for words, group in groups if group]


def by_organisation(found: Sequence[Stood]) -> list[tuple[str, list[Stood]]]:
    """Return the actions of each organisation, by name; spaces and capitals make no difference."""
    names: dict[str, str] = {}
    for name in sorted({each.body for each in found}):
        names.setdefault(folded(name), name)
    return [
        (name, [each for each in found if folded(each.body) == body]) for body, name in sorted(names.items())
    ]


def shares(groups: Iterable[tuple[str, list[Stood]]], columns: Sequence[str]) -> list[Share]:
    """Return for each group how many of each partnership's actions are overdue, of how many."""
    return [
        Share(words, words, tuple(
            (sum(each.standing is LATE for each in own), len(own))
            for own in ([each for each in group if each.tenant == slug] for slug in columns)
        ))
        for words, group in groups
    ]  # fmt: skip
