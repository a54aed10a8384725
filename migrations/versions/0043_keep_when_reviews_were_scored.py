"""Keep beside each score of a published review the day on which it was given."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op

from portal.models.walls import lifted

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None

LONDON = ZoneInfo("Europe/London")
REVIEW = sa.table(
    "review",
    sa.column("tenant", sa.String),
    sa.column("id", sa.Uuid),
    sa.column("published_review_id", sa.Uuid),
)
SCORE = sa.table(
    "marker_score", sa.column("tenant", sa.String), sa.column("review_id", sa.Uuid), sa.column("marker", sa.String),
    sa.column("scored_at", sa.DateTime(timezone=True)),
)  # fmt: skip
COPY = sa.table(
    "published_marker", sa.column("tenant", sa.String), sa.column("review_id", sa.Uuid),
    sa.column("marker", sa.String), sa.column("scored_on", sa.Date),
)  # fmt: skip


def upgrade() -> None:
    with op.batch_alter_table("published_marker", schema=None) as batch_op:
        batch_op.add_column(sa.Column("scored_on", sa.Date(), nullable=True))
    date_scores()


def date_scores() -> None:
    """Give every score that is beside a public copy already the day in England on which it was given."""
    connection = op.get_bind()
    of_review = (REVIEW.c.tenant == SCORE.c.tenant) & (REVIEW.c.id == SCORE.c.review_id)
    wanted = sa.select(
        SCORE.c.tenant, REVIEW.c.published_review_id, SCORE.c.marker, SCORE.c.scored_at
    ).join_from(SCORE, REVIEW, of_review)  # fmt: skip
    with lifted(connection, "review", "marker_score", "published_marker"):
        for tenant, review_id, marker, at in connection.execute(wanted).all():
            aware = at if at.tzinfo else at.replace(tzinfo=ZoneInfo("UTC"))
            its = (COPY.c.tenant == tenant, COPY.c.review_id == review_id, COPY.c.marker == marker)
            connection.execute(COPY.update().where(*its).values(scored_on=aware.astimezone(LONDON).date()))


def downgrade() -> None:
    with op.batch_alter_table("published_marker", schema=None) as batch_op:
        batch_op.drop_column("scored_on")
