"""What did the reviews that a region's partnerships published recommend, to whom, and about what?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from portal.domain.agency_actions import ActionStanding, ActionStatus, action_standing
from portal.domain.factors import PracticeTheme
from portal.domain.following_up import Stepped
from portal.domain.vocabulary import DateMeans
from portal.models.published import PublishedOutput, PublishedReview, mentionable, visible
from portal.models.published_learning import (
    PublishedAction,
    PublishedRecommendation,
    PublishedRecommendationBody,
    PublishedStep,
    PublishedTheme,
)
from portal.region.asked import Asked

Review, Recommended, Output = PublishedReview, PublishedRecommendation, PublishedOutput
Body, Theme, Step, Doing = PublishedRecommendationBody, PublishedTheme, PublishedStep, PublishedAction
Key = tuple[str, UUID]

REVIEW_OF_RECOMMENDATION = and_(Review.tenant == Recommended.tenant, Review.id == Recommended.review_id)
RECOMMENDATION_OF_THEME = and_(Recommended.tenant == Theme.tenant, Recommended.id == Theme.recommendation_id)
REVIEW_OF_THEME = and_(Review.tenant == Theme.tenant, Review.id == Theme.review_id)
ITS_REVIEW = and_(Review.tenant == Output.tenant, Review.id == Output.review_id)
# The day of a learning event is not the day on which anything was published.
IS_OUTPUT = Output.date_means != DateMeans.EVENT.value


@dataclass(frozen=True)
class Action:
    """What an agency does for a recommendation: whose it is, and how it stands."""

    body: str
    status: ActionStatus
    added_on: date
    due_on: date
    ended_on: date | None = None

    def standing(self, day: date) -> ActionStanding | None:
        """Return how it stood at the end of a day; None before it was added."""
        return None if self.added_on > day else action_standing(day, self.due_on, self.status, self.ended_on)


@dataclass(frozen=True)
class Recommendation:
    """One published recommendation with the review it comes from."""

    tenant: str
    review_slug: str
    review_title: str
    text: str
    published_at: datetime
    due_on: date | None
    is_fictional: bool
    themes: tuple[PracticeTheme, ...] = ()
    bodies: tuple[str, ...] = ()
    id: UUID | None = None
    # What was recorded of how it is carried out; only where that is asked for.
    steps: tuple[Stepped, ...] = ()
    actions: tuple[Action, ...] = ()


@dataclass(frozen=True)
class ThemeCount:
    """In how many reviews and recommendations of a partnership a theme stands, and in outputs of those reviews."""

    tenant: str
    theme: PracticeTheme
    reviews: int
    recommendations: int
    outputs: int


def in_sight(asked: Asked) -> ColumnElement[bool]:
    """Return the condition of recommendations that readers may read, at the partnerships that are counted."""
    real = [] if asked.with_invented else [Recommended.is_fictional.is_(False)]
    return and_(named(asked), visible(asked.now, Recommended), *real)


def named(asked: Asked) -> ColumnElement[bool]:
    """Return the condition of reviews that readers may know of; one that is not named hides what it recommends."""
    real = [] if asked.with_invented else [Review.is_fictional.is_(False)]
    is_named = (Review.tenant.in_(asked.tenants), Review.visible_from <= asked.now, Review.is_review)
    return and_(*is_named, *real)


def recommendations(session: Session, asked: Asked) -> list[Recommendation]:
    """Return every recommendation that readers may read, newest first, whatever it is narrowed to."""
    rows = session.execute(
        select(
            Recommended.tenant, Recommended.id, Review.slug, Review.title, Recommended.text,
            Recommended.visible_from, Recommended.due_on, Recommended.is_fictional,
        )
        .join(Review, REVIEW_OF_RECOMMENDATION)
        .where(in_sight(asked))
        .order_by(Recommended.visible_from.desc(), Recommended.tenant, Review.title, Recommended.position)
    ).all()  # fmt: skip
    themes, bodies = _themes(session, asked), _bodies(session, asked)
    return [
        Recommendation(
            row.tenant,
            row.slug,
            row.title,
            row.text,
            row.visible_from,
            row.due_on,
            row.is_fictional,
            themes=tuple(themes.get((row.tenant, row.id), ())),
            bodies=tuple(bodies.get((row.tenant, row.id), ())),
            id=row.id,
        )
        for row in rows
    ]


def followed(session: Session, asked: Asked) -> list[Recommendation]:
    """Return every recommendation that readers may read with what was recorded of it, in codes and days."""
    steps = _steps(session, asked)
    return [
        replace(line, steps=tuple(steps.get((line.tenant, line.id), ())))
        for line in recommendations(session, asked)
    ]


def _steps(session: Session, asked: Asked) -> dict[tuple[str, UUID | None], list[Stepped]]:
    """Return the steps of each recommendation in the order in which they were recorded."""
    found: dict[tuple[str, UUID | None], list[Stepped]] = {}
    rows: Iterable[Any] = session.execute(
        select(
            Step.tenant, Step.recommendation_id, Step.kind, Step.happened_on, Step.status, Step.strength, Step.impact
        )
        .join(Recommended, and_(Recommended.tenant == Step.tenant, Recommended.id == Step.recommendation_id))
        .join(Review, REVIEW_OF_RECOMMENDATION)
        .where(in_sight(asked))
        .order_by(Step.tenant, Step.recommendation_id, Step.position)
    )  # fmt: skip
    for tenant, id, *said in rows:
        found.setdefault((tenant, id), []).append(Stepped(*said))
    return found


def acted(session: Session, asked: Asked) -> list[Recommendation]:
    """Return every recommendation that readers may read with what agencies do for it, in codes and days."""
    actions: dict[tuple[str, UUID | None], list[Action]] = {}
    rows: Iterable[Any] = session.execute(
        select(
            Doing.tenant, Doing.recommendation_id, Doing.body, Doing.status, Doing.added_on, Doing.due_on,
            Doing.ended_on,
        )
        .join(Recommended, and_(Recommended.tenant == Doing.tenant, Recommended.id == Doing.recommendation_id))
        .join(Review, REVIEW_OF_RECOMMENDATION)
        .where(in_sight(asked))
        .order_by(Doing.tenant, Doing.recommendation_id, Doing.position)
    )  # fmt: skip
    for tenant, id, *said in rows:
        actions.setdefault((tenant, id), []).append(Action(*said))
    return [
        replace(line, actions=tuple(actions.get((line.tenant, line.id), ())))
        for line in recommendations(session, asked)
    ]


def _themes(session: Session, asked: Asked) -> dict[Key, list[PracticeTheme]]:
    """Return the themes of each recommendation, in the order of the vocabulary."""
    found = _by_recommendation(
        session.execute(
            select(Theme.tenant, Theme.recommendation_id, Theme.theme)
            .join(Recommended, RECOMMENDATION_OF_THEME)
            .join(Review, REVIEW_OF_RECOMMENDATION)
            .where(in_sight(asked), shows(asked))
        )
    )
    return {key: [theme for theme in PracticeTheme if theme in named] for key, named in found.items()}


def _bodies(session: Session, asked: Asked) -> dict[Key, list[str]]:
    """Return the names of those whom each recommendation asks something of, by name."""
    found = _by_recommendation(
        session.execute(
            select(Body.tenant, Body.recommendation_id, Body.name)
            .join(
                Recommended,
                and_(Recommended.tenant == Body.tenant, Recommended.id == Body.recommendation_id),
            )
            .join(Review, REVIEW_OF_RECOMMENDATION)
            .where(in_sight(asked))
        )
    )
    return {key: sorted(named) for key, named in found.items()}


def _by_recommendation(rows: Iterable[Any]) -> dict[Key, set[Any]]:
    found: dict[Key, set[Any]] = {}
    for tenant, id, value in rows:
        found.setdefault((tenant, id), set()).add(value)
    return found


def theme_counts(session: Session, asked: Asked) -> list[ThemeCount]:
    """Count the reviews, their recommendations and what they published under each theme, by partnership."""
    columns = (Theme.tenant, Theme.theme)
    counted = (Theme.review_id, Theme.recommendation_id, Output.id)
    counts = [func.count(func.distinct(each)) for each in counted]
    real = [] if asked.with_invented else [Output.is_fictional.is_(False)]
    rows: Iterable[Any] = session.execute(
        select(*columns, *counts)
        .join(Review, REVIEW_OF_THEME)
        .outerjoin(Recommended, RECOMMENDATION_OF_THEME)
        .outerjoin(Output, and_(ITS_REVIEW, IS_OUTPUT, mentionable(asked.now), *real))
        .where(named(asked), _stands(asked))
        .group_by(*columns)
    )
    return [ThemeCount(*row) for row in rows]


def themed_reviews(session: Session, asked: Asked) -> list[tuple[str, PracticeTheme, datetime]]:
    """Return every review once for each of its themes, with the moment at which it was first published."""
    rows: Iterable[Any] = session.execute(
        select(Theme.tenant, Theme.theme, Review.visible_from, Theme.review_id)
        .join(Review, REVIEW_OF_THEME)
        .outerjoin(Recommended, RECOMMENDATION_OF_THEME)
        .where(named(asked), _stands(asked))
        .distinct()
    )
    return [(tenant, theme, published_at) for tenant, theme, published_at, _ in rows]


def themes_in_sight(asked: Asked) -> Select[Any]:
    """Return the themes of a review that the statement around it reads: its own, and its recommendations'."""
    return (
        select(Theme.id)
        .outerjoin(Recommended, RECOMMENDATION_OF_THEME)
        .where(REVIEW_OF_THEME, _stands(asked))
        .correlate(Review)
    )


def _stands(asked: Asked) -> ColumnElement[bool]:
    """Return the condition of a theme: of the review as a whole, or of a recommendation that readers may read."""
    real = [] if asked.with_invented else [Recommended.is_fictional.is_(False)]
    of_recommendation = and_(visible(asked.now, Recommended), *real)
    return and_(shows(asked), or_(Theme.recommendation_id.is_(None), of_recommendation))


def shows(asked: Asked) -> ColumnElement[bool]:
    """Return the condition of a theme that has appeared and not gone; it may say no day of its own."""
    return or_(Theme.visible_from.is_(None), visible(asked.now, Theme))
