"""Add what published reviews recommend."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "published_recommendation",
        sa.Column("tenant", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("visible_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("visible_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_fictional", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant", "review_id"],
            ["published_review.tenant", "published_review.id"],
            name=op.f("fk_published_recommendation_tenant_review_id"),
        ),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_published_recommendation")),
    )
    with op.batch_alter_table("published_recommendation", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_published_recommendation_tenant_review_id_position"),
            ["tenant", "review_id", "position"],
            unique=False,
        )

    op.create_table(
        "published_recommendation_body",
        sa.Column("tenant", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("recommendation_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant", "recommendation_id"],
            ["published_recommendation.tenant", "published_recommendation.id"],
            name=op.f("fk_published_recommendation_body_tenant_recommendation_id"),
        ),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_published_recommendation_body")),
    )
    with op.batch_alter_table("published_recommendation_body", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_published_recommendation_body_tenant_recommendation_id"),
            ["tenant", "recommendation_id"],
            unique=False,
        )

    op.create_table(
        "published_theme",
        sa.Column("tenant", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("recommendation_id", sa.Uuid(), nullable=True),
        sa.Column("theme", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant", "recommendation_id"],
            ["published_recommendation.tenant", "published_recommendation.id"],
            name=op.f("fk_published_theme_tenant_recommendation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant", "review_id"],
            ["published_review.tenant", "published_review.id"],
            name=op.f("fk_published_theme_tenant_review_id"),
        ),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_published_theme")),
    )
    with op.batch_alter_table("published_theme", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_published_theme_tenant_recommendation_id"),
            ["tenant", "recommendation_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_published_theme_tenant_review_id_theme"),
            ["tenant", "review_id", "theme"],
            unique=False,
        )


def downgrade() -> None:
    with op.batch_alter_table("published_theme", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_published_theme_tenant_review_id_theme"))
        batch_op.drop_index(batch_op.f("ix_published_theme_tenant_recommendation_id"))

    op.drop_table("published_theme")
    with op.batch_alter_table("published_recommendation_body", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_published_recommendation_body_tenant_recommendation_id"))

    op.drop_table("published_recommendation_body")
    with op.batch_alter_table("published_recommendation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_published_recommendation_tenant_review_id_position"))

    op.drop_table("published_recommendation")
