"""Keep whom a case was closed to by mistake, and who opened it again."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "ended_exclusion",
        sa.Column("tenant", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_by", sa.Uuid(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("why_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("unit", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_ended_exclusion_account_id")),
        sa.ForeignKeyConstraint(["ended_by"], ["account.id"], name=op.f("fk_ended_exclusion_ended_by")),
        sa.ForeignKeyConstraint(
            ["tenant", "case_id"],
            ["review_case.tenant", "review_case.id"],
            name=op.f("fk_ended_exclusion_tenant_case_id"),
        ),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_ended_exclusion")),
    )
    with op.batch_alter_table("ended_exclusion", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_ended_exclusion_tenant_case_id"), ["tenant", "case_id"], unique=False
        )


def downgrade() -> None:
    op.drop_table("ended_exclusion")
