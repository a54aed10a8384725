"""How do the invented items get into a portal? As rows of what is published, at the speed of a bulk load.

Run with the portal's settings in the environment, after `flask database upgrade`. The rows are those that
publishing makes: filed for search by the portal's own function, indexed by the engine's own triggers and columns.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import UTC, datetime, time
from itertools import islice
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Engine, Table, text, update

from bench import fictional
from portal import create_app
from portal.models import owner, walls
from portal.models.published import PublishedOutput, PublishedReview, PublishedVersion
from portal.models.publishing import file_for_search

REVIEWS_A_STATEMENT = 1_000
Row = dict[str, Any]


def fill(items: int) -> str:
    """Load the items into the first partnership by name, and return its slug."""
    app = create_app()
    tenant = min(app.extensions["tenants"].by_slug)
    engine = owner.engine(app.extensions["settings"].owner_url)
    with engine.begin() as connection:
        with walls.lifted(connection, "published_review", "published_output", "published_version"):
            load(connection, tenant, items)
    tidy(engine, "published_review", "published_output", "published_version")
    engine.dispose()
    return tenant


def load(connection: Connection, tenant: str, items: int) -> None:
    """Insert every review with its outputs, and say that what the partnership shows has changed."""
    for group in groups(items):
        rows = [columns(review_copy(tenant, review)) for review in group]
        connection.execute(table(PublishedReview).insert(), rows)
    if connection.dialect.name == "postgresql":
        # Or it looks up the review of each output as if there were a handful of reviews.
        connection.execute(text("ANALYZE published_review"))
    for group in groups(items):
        rows = [columns(output) for review in group for output in outputs_of(tenant, review)]
        connection.execute(table(PublishedOutput).insert(), rows)
    version = table(PublishedVersion)
    connection.execute(
        update(version).where(version.c.tenant == tenant).values(version=version.c.version + 1)
    )


def groups(items: int) -> Iterator[list[fictional.Review]]:
    """Yield the reviews, as many at a time as go into a statement."""
    coming = fictional.reviews(items)
    while group := list(islice(coming, REVIEWS_A_STATEMENT)):
        yield group


def review_copy(tenant: str, review: fictional.Review) -> PublishedReview:
    """Return a review as publishing would have copied it."""
    return PublishedReview(
        tenant=tenant, id=UUID(int=review.number), slug=f"review-{review.number}", title=review.title,
        kind=review.kind, summary=review.summary, sort_on=review.published_on, year=review.published_on.year,
        visible_from=datetime.combine(review.published_on, time(9), UTC), is_fictional=True,
    )  # fmt: skip


def outputs_of(tenant: str, review: fictional.Review) -> Iterator[PublishedOutput]:
    """Yield the outputs of a review as publishing would have copied them."""
    copy = review_copy(tenant, review)
    for place, output in enumerate(review.outputs):
        yield output_copy(copy, output, review.number * fictional.OUTPUTS_A_REVIEW + place, place)


def output_copy(
    review: PublishedReview, output: fictional.Output, number: int, place: int
) -> PublishedOutput:
    """Return one output, filed under its words by the portal's own function."""
    copy = PublishedOutput(
        tenant=review.tenant, id=UUID(int=number), review_id=review.id, slug=output.kind, kind=output.kind,
        title=output.title, body_html=f"<p>{output.words}</p>", published_on=review.sort_on,
        sort_on=review.sort_on, visible_from=review.visible_from, position=place, is_fictional=True,
    )  # fmt: skip
    file_for_search(copy, review)
    return copy


def columns(row: Any) -> Row:
    """Return the values of a row that was never given to a session; what was left unsaid has its default."""
    return {column.name: value for column, value in _said(row)}


def _said(row: Any) -> Iterator[tuple[Any, Any]]:
    for column in table(type(row)).columns:
        value = getattr(row, column.name)
        if value is not None:
            yield column, value


def table(model: Any) -> Table:
    """Return a model's table."""
    found: Table = model.__table__
    return found


def tidy(engine: Engine, *tables: str) -> None:
    """Do at once what the engine would do in its own time after so many new rows."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text(f"VACUUM (ANALYZE) {', '.join(tables)}"))
        else:
            connection.connection.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


if __name__ == "__main__":
    print(fill(int(sys.argv[1])))
