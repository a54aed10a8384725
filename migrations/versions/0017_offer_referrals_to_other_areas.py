"""Offer referrals to other areas."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "incoming_offer",
        sa.Column("tenant", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("from_slug", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(length=60), nullable=False),
        sa.Column("status", sa.String(length=60), nullable=False),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.String(length=60), nullable=True),
        sa.Column("is_told", sa.Boolean(), nullable=False),
        sa.Column("referral_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["decided_by"], ["account.id"], name=op.f("fk_incoming_offer_decided_by")),
        sa.ForeignKeyConstraint(
            ["tenant", "referral_id"],
            ["referral.tenant", "referral.id"],
            name=op.f("fk_incoming_offer_tenant_referral_id"),
        ),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_incoming_offer")),
    )
    with op.batch_alter_table("incoming_offer", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_incoming_offer_tenant_is_told"), ["tenant", "is_told"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_incoming_offer_tenant_status_offered_at"),
            ["tenant", "status", "offered_at"],
            unique=False,
        )

    op.create_table(
        "referral_offer",
        sa.Column("tenant", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("to_slug", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(length=60), nullable=False),
        sa.Column("status", sa.String(length=60), nullable=False),
        sa.Column("offered_by", sa.Uuid(), nullable=False),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.String(length=60), nullable=True),
        sa.Column("is_told", sa.Boolean(), nullable=False),
        sa.Column("written_to_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("answered_in_words_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.Column("unit", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["offered_by"], ["account.id"], name=op.f("fk_referral_offer_offered_by")),
        sa.ForeignKeyConstraint(
            ["tenant", "referral_id"],
            ["referral.tenant", "referral.id"],
            name=op.f("fk_referral_offer_tenant_referral_id"),
        ),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_referral_offer")),
    )
    with op.batch_alter_table("referral_offer", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_referral_offer_tenant_is_told"), ["tenant", "is_told"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_referral_offer_tenant_referral_id_offered_at"),
            ["tenant", "referral_id", "offered_at"],
            unique=False,
        )


def downgrade() -> None:
    with op.batch_alter_table("referral_offer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_referral_offer_tenant_referral_id_offered_at"))
        batch_op.drop_index(batch_op.f("ix_referral_offer_tenant_is_told"))

    op.drop_table("referral_offer")
    with op.batch_alter_table("incoming_offer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_incoming_offer_tenant_status_offered_at"))
        batch_op.drop_index(batch_op.f("ix_incoming_offer_tenant_is_told"))

    op.drop_table("incoming_offer")
