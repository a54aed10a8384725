"""How do tests put something before readers? As the portal does, in one transaction of the partnership's own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from flask import Flask

from portal.commands.library import bring_in
from portal.domain.vocabulary import OutputKind, ReviewKind
from portal.extensions import db
from portal.models.published import PublishedOutput, PublishedReview
from portal.models.publishing import publish_output, publish_review, take_down
from portal.models.session import TenantSession, entering

TENANT = "manchester"
BOXES = [{"title": f"Box {number}", "text": f"Words of box {number}."} for number in range(1, 8)]
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@contextmanager
def writing(portal: Flask, tenant: str = TENANT) -> Iterator[TenantSession]:
    """Give a session of the partnership's own and commit what it did."""
    with portal.app_context(), entering(db.session, tenant) as session:
        yield session
        session.commit()


def published(
    session: TenantSession,
    review: str = "Harbour",
    title: str = "Report of the review",
    *,
    tenant: str = TENANT,
    kind: str = OutputKind.REPORT,
    review_kind: str = ReviewKind.THEMATIC_REVIEW,
    visible_from: datetime = LONG_AGO,
    published_on: date | None = date(2024, 5, 4),
    summary: str = "",
    **values: Any,
) -> PublishedOutput:
    """Publish one output of a review and return its copy."""
    copy = publish_review(
        session, tenant, title=review, kind=review_kind, summary=summary, id=review_id(tenant, review)
    )
    return publish_output(
        session, copy, kind=kind, title=title, visible_from=visible_from, published_on=published_on, **values
    )


def review_id(tenant: str, title: str) -> UUID:
    """Return the same id for a review of the same name."""
    return UUID(bytes=f"{tenant}{title}".encode().ljust(16, b"-")[-16:])


def publish(portal: Flask, *args: Any, tenant: str = TENANT, **values: Any) -> UUID:
    """Publish one output in a transaction of its own and return its id."""
    with writing(portal, tenant) as session:
        return published(session, *args, tenant=tenant, **values).id


def end(portal: Flask, id: UUID, manner: str, at: datetime | None = None, tenant: str = TENANT) -> None:
    """Take an output down in a transaction of its own."""
    with writing(portal, tenant) as session:
        take_down(session, session.get_one(PublishedOutput, id), manner, at)


def with_catalogues(portal: Flask) -> None:
    """Bring in every partnership's standing catalogue."""
    with portal.app_context():
        for tenant in portal.extensions["tenants"].by_slug.values():
            bring_in(tenant, tenant.catalogue, is_folder=True)


def reviews_of(session: TenantSession) -> list[PublishedReview]:
    """Return every public copy of a review."""
    return list(session.query(PublishedReview))


def the_next(step: timedelta) -> Callable[[datetime], datetime]:
    """Return the moment so much later."""
    return lambda moment: moment + step
