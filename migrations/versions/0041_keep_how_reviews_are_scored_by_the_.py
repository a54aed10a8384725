"""Keep how reviews are scored by the quality markers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "published_marker",
        sa.Column("tenant", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("marker", sa.String(length=60), nullable=False),
        sa.Column("score", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant", "review_id"],
            ["published_review.tenant", "published_review.id"],
            name=op.f("fk_published_marker_tenant_review_id"),
        ),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_published_marker")),
        sa.UniqueConstraint(
            "tenant", "review_id", "marker", name=op.f("uq_published_marker_tenant_review_id_marker")
        ),
    )
    op.create_table(
        "marker_score",
        sa.Column("tenant", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("marker", sa.String(length=60), nullable=False),
        sa.Column("score", sa.String(length=60), nullable=False),
        sa.Column("scored_by", sa.Uuid(), nullable=False),
        sa.Column("scored_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("unit", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["scored_by"], ["account.id"], name=op.f("fk_marker_score_scored_by")),
        sa.ForeignKeyConstraint(
            ["tenant", "review_id"],
            ["review.tenant", "review.id"],
            name=op.f("fk_marker_score_tenant_review_id"),
        ),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_marker_score")),
        sa.UniqueConstraint(
            "tenant", "review_id", "marker", name=op.f("uq_marker_score_tenant_review_id_marker")
        ),
    )


def downgrade() -> None:
    op.drop_table("marker_score")
    op.drop_table("published_marker")
