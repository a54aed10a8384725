"""What did reviews ask of agencies, and what has a partnership told readers of what was done in response?

Only what two people chose to publish: what regional leads are told of a recommendation (`published_step`) is not
read here.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, bindparam, func, or_, select
from sqlalchemy.orm import Session
from sqlalchemy.types import NullType

from portal.domain.following_up import told_readers
from portal.domain.vocabulary import OutputKind
from portal.library.lines import OutputLine, output_line
from portal.library.queries import (
    NOW,
    OUTPUT_COLUMNS,
    TENANT,
    VISIBLE,
    WITH_REVIEW,
    Output,
    Review,
    as_kept,
)
from portal.models.published import PublishedOutput
from portal.models.published_learning import (
    PublishedRecommendation,
    PublishedRecommendationBody,
    PublishedStanding,
)
from portal.tenancy.model import Tenant

PER_PAGE, MOST = 10, 50
# What is published about a response to a review, rather than about what happened.
KINDS = tuple(each.value for each in (OutputKind.WHAT_WAS_DONE, OutputKind.IMPROVEMENTS, OutputKind.RESPONSE))
Asked, Body = PublishedRecommendation.__table__.c, PublishedRecommendationBody.__table__.c
Standing = PublishedStanding.__table__.c
ON_SHOW = and_(
    Asked.tenant == TENANT, Asked.visible_from <= NOW,
    or_(Asked.visible_until.is_(None), Asked.visible_until > NOW),
)  # fmt: skip
OF_REVIEWS = as_kept(Asked.review_id).in_(bindparam("reviews", expanding=True, type_=NullType()))


@dataclass
class Recommended:
    """What agencies were asked to do, by when, and how far readers were last told that it has got."""

    text: str
    due_on: date | None
    bodies: list[str] = field(default_factory=list)
    how_far: str = ""
    said_on: date | None = None


@dataclass
class Asking:
    """A published review with what it asked of agencies."""

    title: str
    slug: str
    is_fictional: bool
    recommended: list[Recommended] = field(default_factory=list)


RECOMMENDATIONS = (
    select(as_kept(Asked.review_id).label("review"), Asked.id, Asked.text, Asked.due_on, Body.name)
    .select_from(
        PublishedRecommendation.__table__.outerjoin(
            PublishedRecommendationBody.__table__,
            and_(Body.tenant == Asked.tenant, Body.recommendation_id == Asked.id),
        )
    )
    .where(ON_SHOW, OF_REVIEWS)
    .order_by(Asked.position, Asked.id, Body.name)
)
# The last that readers were told is on show; what was told with an output that is still to appear is not.
STANDINGS = (
    select(Standing.recommendation_id, Standing.status, Standing.said_on)
    .select_from(
        PublishedStanding.__table__.join(
            PublishedRecommendation.__table__,
            and_(Asked.tenant == Standing.tenant, Asked.id == Standing.recommendation_id),
        ).join(
            PublishedOutput.__table__,
            and_(Output.tenant == Standing.tenant, Output.id == Standing.output_id),
        )
    )
    .where(ON_SHOW, OF_REVIEWS, Standing.tenant == TENANT, Output.visible_from <= NOW)
    .order_by(Output.visible_from, Standing.said_on)
)


def recommendations_of(
    session: Session, tenant: Tenant, review_keys: Collection[Any], now: datetime
) -> dict[Any, list[Recommended]]:
    """Return what each of these reviews asked of agencies, in its order, with what readers were told since."""
    values = {"tenant": tenant.slug, "reviews": list(review_keys), "now": now}
    by_review: dict[Any, list[Recommended]] = {}
    found: dict[Any, Recommended] = {}
    for row in session.execute(RECOMMENDATIONS, values):
        if row.id not in found:
            found[row.id] = Recommended(row.text, row.due_on)
            by_review.setdefault(row.review, []).append(found[row.id])
        if row.name:
            found[row.id].bodies.append(row.name)
    for row in session.execute(STANDINGS, values) if found else ():
        told = found[row.recommendation_id]
        told.how_far, told.said_on = told_readers(row.status, told.due_on, row.said_on), row.said_on
    return by_review


HAS_ASKED = and_(
    Review.tenant == TENANT, Review.visible_from <= NOW,
    select(Asked.id).where(ON_SHOW, Asked.tenant == Review.tenant, Asked.review_id == Review.id).exists(),
)  # fmt: skip
ASKING = (
    select(as_kept(Review.id).label("key"), Review.title, Review.slug, Review.is_fictional)
    .where(HAS_ASKED)
    .order_by(Review.sort_on.desc(), Review.position, Review.title)
    .offset(bindparam("offset"))
    .limit(bindparam("limit"))
)
COUNT_ASKING = select(func.count()).select_from(Review.id.table).where(HAS_ASKED)


def count_asking(session: Session, tenant: Tenant, now: datetime) -> int:
    """Count the published reviews that asked something of agencies."""
    return int(session.execute(COUNT_ASKING, {"tenant": tenant.slug, "now": now}).scalar_one())


def asking(session: Session, tenant: Tenant, now: datetime, *, page: int) -> list[Asking]:
    """Return a page of published reviews that asked something of agencies, newest first, with what came of it."""
    values = {"tenant": tenant.slug, "now": now, "offset": (page - 1) * PER_PAGE, "limit": PER_PAGE}
    rows = session.execute(ASKING, values).all()
    recommended = recommendations_of(session, tenant, [row.key for row in rows], now)
    return [Asking(row.title, row.slug, row.is_fictional, recommended.get(row.key, [])) for row in rows]


RESPONSES = (
    select(*OUTPUT_COLUMNS, Review.slug.label("review_slug"), Review.title.label("review_title"))
    .select_from(WITH_REVIEW)
    .where(VISIBLE, Output.kind.in_(KINDS))
    .order_by(Output.sort_on.desc(), Output.position, Output.title)
    .limit(MOST)
)


def responses(session: Session, tenant: Tenant, now: datetime) -> list[tuple[OutputLine, str]]:
    """Return what is published in response to reviews, newest first, each with the title of its review."""
    rows = session.execute(RESPONSES, {"tenant": tenant.slug, "now": now}).all()
    return [(output_line(row, row.review_slug, tenant, now), row.review_title) for row in rows]
