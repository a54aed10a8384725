"""How much of each sort did each partnership publish or score in each quarter of two years?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from portal.domain.coded import Coded
from portal.domain.factors import PracticeTheme
from portal.domain.following_up import Quarter, quarter_of
from portal.domain.quality_markers import Score
from portal.domain.retention import london_day
from portal.domain.vocabulary import Method
from portal.region import learning_queries, queries
from portal.region.asked import Asked
from portal.region.comparing import NO_METHOD, Row, bodies_named, folded
from portal.region.following import quarters


@dataclass(frozen=True)
class Placed:
    """One thing of a partnership, what is counted with it, under which words it stands, and its day."""

    tenant: str
    what: str
    words: str
    on: date


@dataclass(frozen=True)
class Heat:
    """One table of a partnership: a row for each word, a number for each quarter, the last quarter last."""

    tenant: str
    what: str
    rows: list[Row]


def methods(session: Session, asked: Asked) -> list[Placed]:
    """Return every published review under each of its methods, in the order of the vocabulary."""
    order = [*(method.label for method in Method), NO_METHOD]
    placed = [
        Placed(
            each.tenant,
            "Reviews",
            each.method.label if each.method else NO_METHOD,
            london_day(each.published_at),
        )
        for each in queries.methods(session, asked)
    ]
    return sorted(placed, key=lambda each: order.index(each.words))


def themes(session: Session, asked: Asked) -> list[Placed]:
    """Return every published review, and then every recommendation, under each of its themes."""
    reviews = [
        Placed(tenant, "Reviews", theme.label, london_day(published_at))
        for tenant, theme, published_at in learning_queries.themed_reviews(session, asked)
    ]
    recommended = [
        Placed(line.tenant, "Recommendations", theme.label, london_day(line.published_at))
        for line in learning_queries.recommendations(session, asked)
        for theme in line.themes
    ]
    return [*in_words(PracticeTheme, reviews), *in_words(PracticeTheme, recommended)]


def bodies(session: Session, asked: Asked) -> list[Placed]:
    """Return every recommendation under each organisation that it names, by name."""
    lines = learning_queries.recommendations(session, asked)
    names = bodies_named(lines)
    placed = [
        Placed(line.tenant, "Recommendations", names[body], london_day(line.published_at))
        for line in lines
        for body in {folded(name) for name in line.bodies}
    ]
    return sorted(placed, key=lambda each: folded(each.words))


def scores(session: Session, asked: Asked) -> list[Placed]:
    """Return every score of a published review, in the quarter in which it was given."""
    return in_words(Score, [
        Placed(each.tenant, "Scores", each.score.label, each.scored_on)
        for each in queries.scores(session, asked)
        if each.scored_on
        for _ in range(each.reviews)
    ])  # fmt: skip


SUBJECTS: dict[str, Callable[[Session, Asked], list[Placed]]] = {
    "methods": methods,
    "themes": themes,
    "shared-bodies": bodies,
    "quality": scores,
}


# What each stands under.
FIRST = {"methods": "Method", "themes": "Theme", "shared-bodies": "Organisation", "quality": "Score"}


def heats(placed: Iterable[Placed], asked: Asked, columns: Sequence[str]) -> list[Heat]:
    """Return the tables of each partnership, by name; what has nothing in these quarters has no row."""
    listed, every = quarters(asked), list(placed)
    sums = Counter((each.tenant, each.what, each.words, quarter_of(each.on)) for each in every)
    found = []
    for slug in columns:
        for what in dict.fromkeys(each.what for each in every):
            words = dict.fromkeys(each.words for each in every if each.what == what)
            rows = [
                Row(word, word, tuple(sums[slug, what, word, quarter] for quarter in listed))
                for word in words
            ]
            found.append(Heat(slug, what, [row for row in rows if any(row.numbers)]))
    return found


def counted(placed: Iterable[Placed]) -> list[tuple[Quarter, Placed, int]]:
    """Return how much stands in each quarter there is, whenever that was, one line for each word of a partnership."""
    sums = Counter((quarter_of(each.on), each.tenant, each.what, each.words) for each in placed)
    return [
        (quarter, Placed(tenant, what, words, quarter.begins_on), number)
        for (quarter, tenant, what, words), number in sorted(sums.items())
    ]


def in_words(vocabulary: type[Coded], placed: Sequence[Placed]) -> list[Placed]:
    """Return things in the order of a vocabulary's words."""
    order = [each.label for each in vocabulary]
    return sorted(placed, key=lambda each: order.index(each.words))
