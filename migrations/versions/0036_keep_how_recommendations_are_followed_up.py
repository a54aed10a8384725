"""Keep how recommendations are followed up."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "published_step",
        sa.Column("tenant", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("recommendation_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("status", sa.String(length=60), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("evidence", sa.String(length=60), nullable=True),
        sa.Column("strength", sa.String(length=60), nullable=True),
        sa.Column("impact", sa.String(length=60), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant", "recommendation_id"],
            ["published_recommendation.tenant", "published_recommendation.id"],
            name=op.f("fk_published_step_tenant_recommendation_id"),
        ),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_published_step")),
        sa.UniqueConstraint(
            "tenant",
            "recommendation_id",
            "position",
            name=op.f("uq_published_step_tenant_recommendation_id_position"),
        ),
    )
    op.create_table(
        "follow_up_step",
        sa.Column("tenant", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("recommendation_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("status", sa.String(length=60), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("evidence", sa.String(length=60), nullable=True),
        sa.Column("strength", sa.String(length=60), nullable=True),
        sa.Column("impact", sa.String(length=60), nullable=True),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("unit", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["recorded_by"], ["account.id"], name=op.f("fk_follow_up_step_recorded_by")),
        sa.ForeignKeyConstraint(
            ["tenant", "recommendation_id"],
            ["recommendation.tenant", "recommendation.id"],
            name=op.f("fk_follow_up_step_tenant_recommendation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant", "review_id"],
            ["review.tenant", "review.id"],
            name=op.f("fk_follow_up_step_tenant_review_id"),
        ),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_follow_up_step")),
        sa.UniqueConstraint(
            "tenant",
            "recommendation_id",
            "position",
            name=op.f("uq_follow_up_step_tenant_recommendation_id_position"),
        ),
    )
    with op.batch_alter_table("recommendation", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("status", sa.String(length=60), nullable=False, server_default="not-started")
        )
        batch_op.create_index(
            batch_op.f("ix_recommendation_tenant_status_due_on"), ["tenant", "status", "due_on"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("recommendation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_recommendation_tenant_status_due_on"))
        batch_op.drop_column("status")

    op.drop_table("follow_up_step")
    op.drop_table("published_step")
