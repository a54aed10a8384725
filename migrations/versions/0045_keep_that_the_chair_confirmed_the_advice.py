"""Keep that the chair confirmed the advice."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "advice_confirmed",
        sa.Column("tenant", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("screening_id", sa.Uuid(), nullable=False),
        sa.Column("confirmed_by", sa.Uuid(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["confirmed_by"], ["account.id"], name=op.f("fk_advice_confirmed_confirmed_by")
        ),
        sa.ForeignKeyConstraint(
            ["tenant", "screening_id"],
            ["screening.tenant", "screening.id"],
            name=op.f("fk_advice_confirmed_tenant_screening_id"),
        ),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_advice_confirmed")),
        sa.UniqueConstraint("tenant", "screening_id", name=op.f("uq_advice_confirmed_tenant_screening_id")),
    )


def downgrade() -> None:
    op.drop_table("advice_confirmed")
