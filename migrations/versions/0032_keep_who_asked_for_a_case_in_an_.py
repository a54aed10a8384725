"""Keep who asked for a case in an emergency, and what was found."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "emergency_access",
        sa.Column("tenant", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("status", sa.String(length=60), nullable=False),
        sa.Column("judged_by", sa.Uuid(), nullable=True),
        sa.Column("typed_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("finding_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("judged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("unit", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_emergency_access_account_id")),
        sa.ForeignKeyConstraint(["judged_by"], ["account.id"], name=op.f("fk_emergency_access_judged_by")),
        sa.ForeignKeyConstraint(
            ["tenant", "case_id"],
            ["review_case.tenant", "review_case.id"],
            name=op.f("fk_emergency_access_tenant_case_id"),
        ),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_emergency_access")),
    )
    with op.batch_alter_table("emergency_access", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_emergency_access_tenant_account_id_ends_at"),
            ["tenant", "account_id", "ends_at"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_emergency_access_tenant_case_id_ends_at"),
            ["tenant", "case_id", "ends_at"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_emergency_access_tenant_status_asked_at"),
            ["tenant", "status", "asked_at"],
            unique=False,
        )


def downgrade() -> None:
    with op.batch_alter_table("emergency_access", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_emergency_access_tenant_status_asked_at"))
        batch_op.drop_index(batch_op.f("ix_emergency_access_tenant_case_id_ends_at"))
        batch_op.drop_index(batch_op.f("ix_emergency_access_tenant_account_id_ends_at"))

    op.drop_table("emergency_access")
