"""Let colleagues work on a draft."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "draft_colleague",
        sa.Column("tenant", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("added_by", sa.Uuid(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_draft_colleague_account_id")),
        sa.ForeignKeyConstraint(["added_by"], ["account.id"], name=op.f("fk_draft_colleague_added_by")),
        sa.ForeignKeyConstraint(
            ["tenant", "referral_id"],
            ["referral.tenant", "referral.id"],
            name=op.f("fk_draft_colleague_tenant_referral_id"),
        ),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_draft_colleague")),
        sa.UniqueConstraint(
            "tenant",
            "referral_id",
            "account_id",
            name=op.f("uq_draft_colleague_tenant_referral_id_account_id"),
        ),
    )
    with op.batch_alter_table("draft_colleague", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_draft_colleague_tenant_account_id"), ["tenant", "account_id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("draft_colleague", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_draft_colleague_tenant_account_id"))

    op.drop_table("draft_colleague")
