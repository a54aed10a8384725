"""Keep what left a case with a referral."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "referral_unjoining",
        sa.Column("tenant", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("taken_out_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("stayed_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("unit", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name=op.f("fk_referral_unjoining_made_by")),
        sa.ForeignKeyConstraint(
            ["tenant", "case_id"],
            ["review_case.tenant", "review_case.id"],
            name=op.f("fk_referral_unjoining_tenant_case_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant", "referral_id"],
            ["referral.tenant", "referral.id"],
            name=op.f("fk_referral_unjoining_tenant_referral_id"),
        ),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_referral_unjoining")),
    )
    with op.batch_alter_table("referral_unjoining", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_referral_unjoining_tenant_case_id_made_at"),
            ["tenant", "case_id", "made_at"],
            unique=False,
        )


def downgrade() -> None:
    with op.batch_alter_table("referral_unjoining", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_referral_unjoining_tenant_case_id_made_at"))

    op.drop_table("referral_unjoining")
