"""Keep what readers are told came of recommendations."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "published_standing",
        sa.Column("tenant", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("recommendation_id", sa.Uuid(), nullable=False),
        sa.Column("output_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(length=60), nullable=False),
        sa.Column("said_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant", "output_id"],
            ["published_output.tenant", "published_output.id"],
            name=op.f("fk_published_standing_tenant_output_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant", "recommendation_id"],
            ["published_recommendation.tenant", "published_recommendation.id"],
            name=op.f("fk_published_standing_tenant_recommendation_id"),
        ),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_published_standing")),
        sa.UniqueConstraint(
            "tenant",
            "recommendation_id",
            "output_id",
            name=op.f("uq_published_standing_tenant_recommendation_id_output_id"),
        ),
    )
    with op.batch_alter_table("published_standing", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_published_standing_tenant_output_id"), ["tenant", "output_id"], unique=False
        )


def downgrade() -> None:
    op.drop_table("published_standing")
