"""What have the partnerships of a region published?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, extract, func, null, or_, select
from sqlalchemy.orm import Session

from portal.domain.briefing_use import Setting
from portal.domain.quality_markers import Marker, Score
from portal.domain.vocabulary import DatePrecision, Method
from portal.models.published import PublishedOutput, PublishedReview, mentionable, visible
from portal.models.published_learning import (
    PublishedBriefingUse,
    PublishedMarker,
    PublishedMethod,
    PublishedTheme,
)
from portal.region.asked import UNDATED, Asked
from portal.region.learning_queries import IS_OUTPUT, ITS_REVIEW, named, themes_in_sight

Output, Review = PublishedOutput, PublishedReview
YEAR_OF_OUTPUT = case(
    (Output.precision == DatePrecision.NONE, null()), else_=extract("year", Output.published_on)
)


@dataclass(frozen=True)
class Count:
    """How many reviews or outputs of one kind a partnership published in one year; no year where none is given."""

    tenant: str
    year: int | None
    kind: str
    number: int


@dataclass
class Shown:
    """What one partnership shows to everyone at this moment; exact, since anyone can count it."""

    tenant: str
    reviews: int = 0
    outputs: dict[str, int] = field(default_factory=dict)
    no_longer: int = 0
    latest_on: date | None = None
    precision: DatePrecision = DatePrecision.NONE


@dataclass(frozen=True)
class ReviewLine:
    """One published review in a list."""

    tenant: str
    slug: str
    title: str
    kind: str
    year: int | None
    is_as_listed: bool
    is_fictional: bool


def not_invented(asked: Asked, *kinds: Any) -> list[ColumnElement[bool]]:
    """Return the conditions that leave invented rows out, where they are left out."""
    return [] if asked.with_invented else [kind.is_fictional.is_(False) for kind in kinds]


def listed(asked: Asked) -> ColumnElement[bool]:
    """Return the condition of what readers may know of: reviews, and what is listed but belongs to none."""
    return and_(
        Review.tenant.in_(asked.tenants), Review.visible_from <= asked.now, *not_invented(asked, Review)
    )


def shown(session: Session, asked: Asked) -> dict[str, Shown]:
    """Return what each partnership shows at this moment, by slug."""
    found = {slug: Shown(slug) for slug in asked.tenants}
    for row in session.execute(
        select(Output.tenant, func.count(func.distinct(Output.review_id)))
        .join(Review, ITS_REVIEW)
        .where(named(asked), visible(asked.now), *not_invented(asked, Output))
        .group_by(Output.tenant)
    ):
        found[row[0]].reviews = row[1]
    for row in _outputs_shown(session, asked):
        _add(found[row.tenant], row)
    return found


def _outputs_shown(session: Session, asked: Asked) -> Iterable[Any]:
    """Count what is on show and what no longer is, a row for each kind and exactness of its dates."""
    is_shown = visible(asked.now)
    return session.execute(
        select(
            Output.tenant,
            Output.kind,
            Output.precision,
            func.count().filter(is_shown).label("on_show"),
            func.count().filter(~is_shown).label("no_longer"),
            func.max(Output.published_on).filter(is_shown).label("latest_on"),
        )
        .join(Review, ITS_REVIEW)
        .where(listed(asked), mentionable(asked.now), IS_OUTPUT, *not_invented(asked, Output))
        .group_by(Output.tenant, Output.kind, Output.precision)
    )


def _add(to: Shown, row: Any) -> None:
    if row.on_show:
        to.outputs[row.kind] = to.outputs.get(row.kind, 0) + row.on_show
    to.no_longer += row.no_longer
    is_dated = row.latest_on is not None and row.precision is not DatePrecision.NONE
    if is_dated and (to.latest_on is None or row.latest_on > to.latest_on):
        to.latest_on, to.precision = row.latest_on, row.precision


def reviews_by_year(session: Session, asked: Asked) -> list[Count]:
    """Count the reviews that became public, by partnership, year and kind."""
    columns = (Review.tenant, Review.year, Review.kind)
    rows = session.execute(
        select(*columns, func.count()).where(*_reviews_asked_for(asked)).group_by(*columns)
    )
    return [Count(*row) for row in rows]


def outputs_by_year(session: Session, asked: Asked) -> list[Count]:
    """Count the outputs that became public, by partnership, year and kind."""
    columns = (Output.tenant, YEAR_OF_OUTPUT.label("year"), Output.kind)
    counted = select(*columns, func.count()).join(Review, ITS_REVIEW).where(*_outputs_asked_for(asked))
    rows = session.execute(counted.group_by(*columns))
    return [
        Count(tenant, None if year is None else int(year), kind, number)
        for tenant, year, kind, number in rows
    ]


@dataclass(frozen=True)
class Dated:
    """A review or an output that became public on a day that is known to its month."""

    tenant: str
    published_on: date


def dated_outputs(session: Session, asked: Asked, since: date) -> list[Dated]:
    """Return the outputs that became public since a day; not what is dated to a year alone, which has no quarter."""
    rows: Iterable[Any] = session.execute(
        select(Output.tenant, Output.published_on)
        .join(Review, ITS_REVIEW)
        .where(
            *_outputs_asked_for(asked), Output.published_on >= since,
            Output.precision.in_((DatePrecision.DAY, DatePrecision.MONTH)),
        )
    )  # fmt: skip
    return [Dated(*row) for row in rows]


def dated_reviews(session: Session, asked: Asked, since: date) -> list[Dated]:
    """Return the reviews of which something became public first since a day, where its day or month is known."""
    is_first = or_(Output.published_on == Review.sort_on, Output.was_published_on == Review.sort_on)
    of_quarter = (ITS_REVIEW, is_first, Output.precision.in_((DatePrecision.DAY, DatePrecision.MONTH)))
    rows: Iterable[Any] = session.execute(
        select(Review.tenant, Review.sort_on).where(
            *_reviews_asked_for(asked), Review.sort_on >= since, select(Output.id).where(*of_quarter).exists()
        )
    )
    return [Dated(*row) for row in rows]


def _outputs_asked_for(asked: Asked) -> list[ColumnElement[bool]]:
    """Return the conditions of the outputs that are counted; what came down quietly is not named."""
    wanted = [listed(asked), mentionable(asked.now), IS_OUTPUT, *not_invented(asked, Output)]
    wanted += [Review.kind == asked.review] if asked.review else []
    wanted += [Output.kind == asked.output] if asked.output else []
    return wanted


@dataclass(frozen=True)
class BriefingUse:
    """That people of a partnership used a briefing."""

    tenant: str
    used_on: date
    setting: Setting
    people: int


def briefing_uses(session: Session, asked: Asked) -> list[BriefingUse]:
    """Return every recorded use of a published briefing."""
    use = PublishedBriefingUse
    rows: Iterable[Any] = session.execute(
        select(use.tenant, use.used_on, use.setting, use.people).where(
            use.tenant.in_(asked.tenants), *not_invented(asked, use)
        )
    )
    return [BriefingUse(*row) for row in rows]


@dataclass(frozen=True)
class Scored:
    """In how many published reviews of a partnership a quality marker was given a score on a day."""

    tenant: str
    marker: Marker
    score: Score
    reviews: int
    scored_on: date | None = None


def scores(session: Session, asked: Asked) -> list[Scored]:
    """Count the published reviews that readers may know of, by marker, score and day."""
    scored = PublishedMarker
    columns = (scored.tenant, scored.marker, scored.score)
    rows: Iterable[Any] = session.execute(
        select(*columns, func.count(), scored.scored_on)
        .join(Review, and_(Review.tenant == scored.tenant, Review.id == scored.review_id))
        .where(named(asked))
        .group_by(*columns, scored.scored_on)
    )
    return [Scored(*row) for row in rows]


@dataclass(frozen=True)
class Used:
    """That a published review was carried out in a way; no method where none is recorded."""

    tenant: str
    published_at: datetime
    method: Method | None


def methods(session: Session, asked: Asked) -> list[Used]:
    """Return the methods of the reviews that readers may know of; not of what an earlier page lists."""
    of_review = and_(PublishedMethod.tenant == Review.tenant, PublishedMethod.review_id == Review.id)
    rows: Iterable[Any] = session.execute(
        select(Review.tenant, Review.visible_from, PublishedMethod.method)
        .outerjoin(PublishedMethod, of_review)
        .where(named(asked), Review.is_as_listed.is_(False))
        .order_by(Review.visible_from, Review.tenant)
    )
    return [Used(*row) for row in rows]


def reviews(session: Session, asked: Asked, limit: int | None = None) -> list[ReviewLine]:
    """Return the reviews asked for, newest first."""
    columns = (
        Review.tenant, Review.slug, Review.title, Review.kind, Review.year, Review.is_as_listed,
        Review.is_fictional,
    )  # fmt: skip
    in_order = (Review.sort_on.desc(), Review.tenant, Review.position, Review.title)
    rows = session.execute(
        select(*columns).where(*_reviews_asked_for(asked)).order_by(*in_order).limit(limit)
    )
    return [ReviewLine(*row) for row in rows]


def _reviews_asked_for(asked: Asked) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = [named(asked)]
    wanted += [Review.kind == asked.review] if asked.review else []
    if asked.output:
        of_kind = (ITS_REVIEW, Output.kind == asked.output, mentionable(asked.now), IS_OUTPUT)
        wanted += [select(Output.id).where(*of_kind, *not_invented(asked, Output)).exists()]
    if asked.theme:
        wanted += [themes_in_sight(asked).where(PublishedTheme.theme == asked.theme).exists()]
    if asked.year:
        year = None if asked.year == UNDATED else int(asked.year)
        wanted += [Review.year.is_(None) if year is None else Review.year == year]
    return wanted
