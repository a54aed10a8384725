"""Keep what agencies do for recommendations, and its days and codes for regional leads."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "published_action",
        sa.Column("tenant", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("recommendation_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("body", sa.String(length=120), nullable=False),
        sa.Column("status", sa.String(length=60), nullable=False),
        sa.Column("added_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant", "recommendation_id"],
            ["published_recommendation.tenant", "published_recommendation.id"],
            name=op.f("fk_published_action_tenant_recommendation_id"),
        ),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_published_action")),
        sa.UniqueConstraint(
            "tenant",
            "recommendation_id",
            "position",
            name=op.f("uq_published_action_tenant_recommendation_id_position"),
        ),
    )
    op.create_table(
        "agency_action",
        sa.Column("tenant", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("recommendation_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("agency", sa.String(length=60), nullable=False),
        sa.Column("status", sa.String(length=60), nullable=False),
        sa.Column("added_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("evidence", sa.String(length=60), nullable=True),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("role_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("note_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("unit", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["recorded_by"], ["account.id"], name=op.f("fk_agency_action_recorded_by")),
        sa.ForeignKeyConstraint(
            ["tenant", "recommendation_id"],
            ["recommendation.tenant", "recommendation.id"],
            name=op.f("fk_agency_action_tenant_recommendation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant", "review_id"],
            ["review.tenant", "review.id"],
            name=op.f("fk_agency_action_tenant_review_id"),
        ),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_agency_action")),
        sa.UniqueConstraint(
            "tenant",
            "recommendation_id",
            "position",
            name=op.f("uq_agency_action_tenant_recommendation_id_position"),
        ),
    )
    with op.batch_alter_table("agency_action", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_agency_action_tenant_status_due_on"), ["tenant", "status", "due_on"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("agency_action", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_agency_action_tenant_status_due_on"))

    op.drop_table("agency_action")
    op.drop_table("published_action")
