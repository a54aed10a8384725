"""Keep files with referrals and cases."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "attachment",
        sa.Column("tenant", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("referral_id", sa.Uuid(), nullable=True),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("question", sa.String(length=60), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("scan_state", sa.String(length=60), nullable=False),
        sa.Column("scanned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("added_by", sa.Uuid(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("name_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("digest_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("virus_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("unit", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "referral_id IS NOT NULL OR case_id IS NOT NULL", name=op.f("ck_attachment_belongs_to_something")
        ),
        sa.ForeignKeyConstraint(["added_by"], ["account.id"], name=op.f("fk_attachment_added_by")),
        sa.ForeignKeyConstraint(
            ["tenant", "case_id"],
            ["review_case.tenant", "review_case.id"],
            name=op.f("fk_attachment_tenant_case_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant", "referral_id"],
            ["referral.tenant", "referral.id"],
            name=op.f("fk_attachment_tenant_referral_id"),
        ),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_attachment")),
    )
    with op.batch_alter_table("attachment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attachment_tenant_case_id"), ["tenant", "case_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_attachment_tenant_referral_id"), ["tenant", "referral_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_attachment_tenant_scan_state_added_at"),
            ["tenant", "scan_state", "added_at"],
            unique=False,
        )


def downgrade() -> None:
    with op.batch_alter_table("attachment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_attachment_tenant_scan_state_added_at"))
        batch_op.drop_index(batch_op.f("ix_attachment_tenant_referral_id"))
        batch_op.drop_index(batch_op.f("ix_attachment_tenant_case_id"))

    op.drop_table("attachment")
