"""Find what a search chooses from in one index."""

from __future__ import annotations

from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

INDEX = "ix_published_output_found"


def upgrade() -> None:
    op.create_index(
        INDEX, "published_output", ["tenant", "search_row", "visible_from", "visible_until", "title"], unique=False
    )


def downgrade() -> None:
    op.drop_index(INDEX, "published_output")
