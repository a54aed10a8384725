"""Keep the due days that people were told."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "clock_day",
        sa.Column("tenant", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("clock", sa.String(length=60), nullable=False),
        sa.Column("thing_id", sa.Uuid(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("rule", sa.String(length=60), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_before", sa.Date(), nullable=True),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("because", sa.String(length=60), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant", "case_id"],
            ["review_case.tenant", "review_case.id"],
            name=op.f("fk_clock_day_tenant_case_id"),
        ),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_clock_day")),
        sa.UniqueConstraint(
            "tenant", "case_id", "clock", "thing_id", name=op.f("uq_clock_day_tenant_case_id_clock_thing_id")
        ),
    )
    with op.batch_alter_table("clock_day", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_clock_day_tenant_thing_id"), ["tenant", "thing_id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("clock_day", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_clock_day_tenant_thing_id"))

    op.drop_table("clock_day")
