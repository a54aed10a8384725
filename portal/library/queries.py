"""What has a partnership published that a reader may see at this moment?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, func, select
from sqlalchemy.orm import Session

from portal.domain.vocabulary import OutputKind
from portal.library.lines import OutputLine, ReviewLine, output_line, review_line
from portal.models.published import (
    PublishedOutput,
    PublishedReview,
    mentionable,
    visible,
)
from portal.tenancy.model import Tenant

Output, Review = PublishedOutput, PublishedReview
Condition = ColumnElement[bool]
# A row of the columns below, by their names; its type would be longer than the query.
Row: TypeAlias = Any

OUTPUT_COLUMNS = (
    Output.review_id, Output.slug, Output.title, Output.kind, Output.published_on, Output.precision,
    Output.date_text, Output.date_means, Output.visible_until, Output.is_as_listed, Output.format, Output.size,
    Output.is_offered_on_request, Output.is_fictional, Output.publisher_as_given, Output.source,
)  # fmt: skip
REVIEW_COLUMNS = (
    Review.id, Review.slug, Review.title, Review.kind, Review.kind_as_given, Review.summary, Review.year,
    Review.heading, Review.section, Review.joint_with, Review.report_status, Review.is_review,
    Review.is_as_listed, Review.is_fictional, Review.sort_on,
)  # fmt: skip


@dataclass(frozen=True)
class Filters:
    """What a reader narrows the list to; empty means everything."""

    kind: str = ""
    year: int | None = None
    output: str = ""

    def __bool__(self) -> bool:
        return bool(self.kind or self.year or self.output)


@dataclass(frozen=True)
class Choices:
    """What there is to narrow the list to."""

    kinds: tuple[str, ...]
    years: tuple[int, ...]
    outputs: tuple[str, ...]


def named(now: datetime) -> Condition:
    """Return the condition under which a review may be named."""
    return Review.visible_from <= now


def chosen(filters: Filters, now: datetime) -> list[Condition]:
    """Return the conditions of a narrowed list of reviews."""
    conditions = [named(now)]
    if filters.kind:
        conditions.append(Review.kind == filters.kind)
    if filters.year:
        conditions.append(Review.year == filters.year)
    if filters.output:
        of_kind = select(Output.id).where(
            Output.tenant == Review.tenant, Output.review_id == Review.id, Output.kind == filters.output
        )
        conditions.append(of_kind.where(mentionable(now)).exists())
    return conditions


def count_reviews(session: Session, conditions: Sequence[Condition]) -> int:
    """Count the reviews that fulfil the conditions."""
    return session.execute(select(func.count()).select_from(Review).where(*conditions)).scalar_one()


def reviews(
    session: Session,
    tenant: Tenant,
    conditions: Sequence[Condition],
    now: datetime,
    *,
    offset: int,
    limit: int,
) -> list[ReviewLine]:
    """Return a stretch of the list, newest first, each review with its outputs."""
    rows = session.execute(
        select(*REVIEW_COLUMNS)
        .where(*conditions)
        .order_by(Review.sort_on.desc(), Review.position, Review.title)
        .offset(offset)
        .limit(limit)
    ).all()
    return with_outputs(session, tenant, rows, now)


def with_outputs(session: Session, tenant: Tenant, rows: Sequence[Row], now: datetime) -> list[ReviewLine]:
    """Return review rows as lines with the outputs of all of them, read in one go."""
    lines = {row.id: review_line(row) for row in rows}
    for output in outputs_of(session, lines, now):
        line = lines[output.review_id]
        line.outputs.append(output_line(output, line.slug, tenant, now))
    return list(lines.values())


def outputs_of(session: Session, reviews: Iterable[UUID], now: datetime) -> Sequence[Row]:
    """Return the outputs of these reviews that may be named, in their own order."""
    ids = list(reviews)
    if not ids:
        return []
    return session.execute(
        select(*OUTPUT_COLUMNS)
        .where(Output.review_id.in_(ids), mentionable(now))
        .order_by(Output.position, Output.sort_on, Output.title)
    ).all()


def choices(session: Session, now: datetime) -> Choices:
    """Return the kinds and years that the list holds."""
    found = session.execute(select(Review.kind, Review.year).where(named(now)).distinct()).all()
    outputs = session.scalars(select(Output.kind).where(mentionable(now)).distinct()).all()
    return Choices(
        kinds=tuple(sorted({kind for kind, _ in found if kind})),
        years=tuple(sorted({year for _, year in found if year}, reverse=True)),
        outputs=tuple(sorted({kind for kind in outputs if kind})),
    )


def find_review(session: Session, slug: str, now: datetime) -> Row | None:
    """Return the review at an address, where it may be named."""
    return session.execute(
        select(*REVIEW_COLUMNS, Review.status_note).where(Review.slug == slug, named(now))
    ).first()


def find_output(session: Session, review_slug: str, slug: str, now: datetime) -> Row | None:
    """Return an output with its review, where it may be named; its body only while it is visible."""
    body = case((visible(now), Output.body_html), else_="").label("body_html")
    found = session.execute(
        select(
            *OUTPUT_COLUMNS, body, Output.boxes, Output.visible_from, Output.taken_down,
            Review.title.label("review_title"), Review.slug.label("review_slug"),
            Review.kind.label("review_kind"), Review.summary, Review.joint_with,
        )
        .join(Review, and_(Review.tenant == Output.tenant, Review.id == Output.review_id))
        .where(Review.slug == review_slug, Output.slug == slug, mentionable(now), named(now))
    ).first()  # fmt: skip
    return found if found is not None and not found.is_as_listed else None


def briefings(
    session: Session, tenant: Tenant, now: datetime, *, offset: int, limit: int
) -> list[tuple[OutputLine, str]]:
    """Return seven-minute briefings, newest first, each with the title of its review."""
    rows = session.execute(
        select(*OUTPUT_COLUMNS, Review.slug.label("review_slug"), Review.title.label("review_title"))
        .join(Review, and_(Review.tenant == Output.tenant, Review.id == Output.review_id))
        .where(Output.kind == OutputKind.SEVEN_MINUTE_BRIEFING, visible(now))
        .order_by(Output.sort_on.desc(), Output.position, Output.title)
        .offset(offset)
        .limit(limit)
    ).all()
    return [(output_line(row, row.review_slug, tenant, now), row.review_title) for row in rows]


def count_briefings(session: Session, now: datetime) -> int:
    """Count the briefings that are visible."""
    wanted = (
        select(func.count())
        .select_from(Output)
        .where(Output.kind == OutputKind.SEVEN_MINUTE_BRIEFING, visible(now))
    )
    return session.execute(wanted).scalar_one()


def counts_by_tenant(session: Session, now: datetime) -> dict[str, int]:
    """Return how many reviews each partnership lists; for a session of no partnership."""
    wanted = select(Review.tenant, func.count()).where(named(now)).group_by(Review.tenant)
    return {row[0]: row[1] for row in session.execute(wanted)}
