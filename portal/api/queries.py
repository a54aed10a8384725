"""What has been published, as feed readers and search engines ask for it?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import url_for
from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from portal.models.published import PublishedOutput, PublishedReview, visible
from portal.models.published_file import PublishedFile
from portal.tenancy.model import Tenant

NEWEST = 50
# A sitemap holds at most 50,000 addresses (sitemaps.org); a partnership with more lists its newest.
MOST_ADDRESSES = 45_000

Output, Review, File = PublishedOutput, PublishedReview, PublishedFile
ITS_FILE = and_(File.tenant == Output.tenant, File.output_id == Output.id)


@dataclass(frozen=True)
class Address:
    """One public address and the day on which it last changed, where that is known."""

    path: str
    changed_on: date | None = None


def newest(session: Session, now: datetime) -> Sequence[Any]:
    """Return what was published last and has a date, newest first."""
    return session.execute(
        select(
            Output.id, Output.slug, Output.title, Output.kind, Output.visible_from, Output.published_on,
            Output.is_as_listed, Output.is_fictional, Review.slug.label("review_slug"),
            Review.title.label("review_title"), Review.summary, File.name.label("file_name"), File.size,
        )
        .join(Review, and_(Review.tenant == Output.tenant, Review.id == Output.review_id))
        .outerjoin(File, ITS_FILE)
        .where(visible(now), Output.published_on.is_not(None))
        .order_by(Output.search_row.desc())
        .limit(NEWEST)
    ).all()  # fmt: skip


def addresses(session: Session, tenant: Tenant, now: datetime) -> Iterator[Address]:
    """Yield every public address of the partnership."""
    yield Address(url_for("library.front", tenant=tenant))
    yield Address(url_for("library.reviews", tenant=tenant))
    yield Address(url_for("library.briefings", tenant=tenant))
    for page in tenant.pages:
        yield Address(url_for("library.page", tenant=tenant, page=page))
    # Made once and not once a row: building an address costs as much as reading one.
    review = url_for("library.review", tenant=tenant, slug="SLUG")
    listed = select(Review.slug).where(Review.visible_from <= now).order_by(Review.sort_on.desc())
    for slug in session.scalars(listed.limit(MOST_ADDRESSES // 3)):
        yield Address(review.replace("SLUG", slug))
    for row in _outputs(session, now):
        path = f"{review.replace('SLUG', row.review_slug)}/{row.slug}"
        yield Address(path, row.visible_from.date())
        if row.file_name:
            yield Address(f"{path}/{row.file_name}", row.visible_from.date())


def _outputs(session: Session, now: datetime) -> Sequence[Any]:
    return session.execute(
        select(Output.slug, Output.visible_from, Review.slug.label("review_slug"), File.name.label("file_name"))
        .join(Review, and_(Review.tenant == Output.tenant, Review.id == Output.review_id))
        .outerjoin(File, ITS_FILE)
        .where(visible(now), Output.is_as_listed.is_(False))
        .order_by(Output.visible_from.desc())
        .limit(MOST_ADDRESSES // 3)
    ).all()
