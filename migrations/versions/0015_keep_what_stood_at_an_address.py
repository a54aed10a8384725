"""Keep what stood at an address."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("published_output", sa.Column("was_title", sa.String(length=300), nullable=True))
    op.add_column("published_output", sa.Column("was_published_on", sa.Date(), nullable=True))
    op.add_column("published_output", sa.Column("was_visible_from", sa.DateTime(timezone=True), nullable=True))
    op.add_column("published_output", sa.Column("was_visible_until", sa.DateTime(timezone=True), nullable=True))
    op.add_column("published_output", sa.Column("was_taken_down", sa.String(length=20), nullable=True))


def downgrade() -> None:
    for name in (
        "was_taken_down",
        "was_visible_until",
        "was_visible_from",
        "was_published_on",
        "was_title",
    ):
        op.drop_column("published_output", name)
