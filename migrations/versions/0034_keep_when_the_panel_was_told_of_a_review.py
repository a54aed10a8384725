"""Keep when the Panel was told of a practice review."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "review_told",
        sa.Column("tenant", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=False),
        sa.Column("is_reviewer_named", sa.Boolean(), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["recorded_by"], ["account.id"], name=op.f("fk_review_told_recorded_by")),
        sa.ForeignKeyConstraint(
            ["tenant", "review_id"],
            ["review.tenant", "review.id"],
            name=op.f("fk_review_told_tenant_review_id"),
        ),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_review_told")),
        sa.UniqueConstraint("tenant", "review_id", name=op.f("uq_review_told_tenant_review_id")),
    )


def downgrade() -> None:
    op.drop_table("review_told")
