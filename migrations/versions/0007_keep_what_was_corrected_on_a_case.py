"""Keep what was corrected on a case."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "correction",
        sa.Column("tenant", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("child_id", sa.Uuid(), nullable=True),
        sa.Column("referral_id", sa.Uuid(), nullable=True),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("changed_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("unit", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name=op.f("fk_correction_made_by")),
        sa.ForeignKeyConstraint(
            ["tenant", "case_id"],
            ["review_case.tenant", "review_case.id"],
            name=op.f("fk_correction_tenant_case_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant", "child_id"], ["child.tenant", "child.id"], name=op.f("fk_correction_tenant_child_id")
        ),
        sa.ForeignKeyConstraint(
            ["tenant", "referral_id"],
            ["referral.tenant", "referral.id"],
            name=op.f("fk_correction_tenant_referral_id"),
        ),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_correction")),
    )
    with op.batch_alter_table("correction", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_correction_tenant_case_id_made_at"), ["tenant", "case_id", "made_at"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("correction", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_correction_tenant_case_id_made_at"))

    op.drop_table("correction")
