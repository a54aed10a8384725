"""How does a test publish what a review recommends?"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

from flask import Flask
from flask.testing import FlaskClient

from portal.domain.factors import PracticeTheme
from portal.domain.following_up import FollowUp, Step
from portal.domain.vocabulary import AgencyKind
from portal.models.published_learning import (
    PublishedRecommendation,
    PublishedRecommendationBody,
    PublishedStep,
    PublishedTheme,
)
from tests.library.publications import LONG_AGO, review_id, writing
from tests.people import signed_in, somebody

POLICE, HEALTH = "Example Police", "Example Health Board"
CURIOSITY, SHARING = PracticeTheme.PROFESSIONAL_CURIOSITY, PracticeTheme.INFORMATION_SHARING
REGION = "greater-manchester"


def recommend(
    portal: Flask,
    text: str,
    *,
    tenant: str,
    review: str,
    themes: tuple[PracticeTheme, ...] = (),
    bodies: tuple[str, ...] = (),
    visible_from: datetime = LONG_AGO,
    visible_until: datetime | None = None,
    due_on: date | None = None,
    is_fictional: bool = False,
) -> UUID:
    """Publish one recommendation of a review that stands already, and return its id."""
    id, of = uuid4(), review_id(tenant, review)
    with writing(portal, tenant) as session:
        session.add(
            PublishedRecommendation(
                tenant=tenant, id=id, review_id=of, position=1, text=text, visible_from=visible_from,
                visible_until=visible_until, due_on=due_on, is_fictional=is_fictional,
            )
        )  # fmt: skip
        session.flush()
        for name in bodies:
            session.add(
                PublishedRecommendationBody(
                    tenant=tenant, id=uuid4(), recommendation_id=id, name=name, kind=AgencyKind.POLICE
                )
            )
        for theme in themes:
            session.add(
                PublishedTheme(tenant=tenant, id=uuid4(), review_id=of, recommendation_id=id, theme=theme)
            )
    return id


def take(
    portal: Flask, recommendation: UUID, kind: Step, on: date, status: FollowUp, *, tenant: str, **codes: Any
) -> None:
    """Publish one step of a recommendation."""
    with writing(portal, tenant) as session:
        before = session.query(PublishedStep).filter_by(recommendation_id=recommendation).count()
        session.add(
            PublishedStep(
                tenant=tenant, recommendation_id=recommendation, position=before + 1, kind=kind, status=status,
                happened_on=on, **codes,
            )
        )  # fmt: skip


def place_under(
    portal: Flask, theme: PracticeTheme, *, tenant: str, review: str, visible_from: datetime | None = LONG_AGO,
    visible_until: datetime | None = None,
) -> None:  # fmt: skip
    """Place a review as a whole under a theme."""
    with writing(portal, tenant) as session:
        of = review_id(tenant, review)
        session.add(
            PublishedTheme(
                tenant=tenant, id=uuid4(), review_id=of, recommendation_id=None, theme=theme,
                visible_from=visible_from, visible_until=visible_until,
            )
        )  # fmt: skip


def lead(portal: Flask, region: str = REGION) -> FlaskClient:
    """Return the browser of somebody who leads a region."""
    return signed_in(portal, somebody(portal, f"region:{region}"), f"region:{region}")


def at(year: int) -> datetime:
    """Return a moment of a year."""
    return datetime(year, 6, 1, 12, tzinfo=UTC)
