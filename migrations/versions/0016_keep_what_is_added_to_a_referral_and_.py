"""Keep what is added to a referral, and why it was withdrawn."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "referral_addition",
        sa.Column("tenant", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("added_by", sa.Uuid(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_by", sa.Uuid(), nullable=True),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.Column("unit", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["added_by"], ["account.id"], name=op.f("fk_referral_addition_added_by")),
        sa.ForeignKeyConstraint(["read_by"], ["account.id"], name=op.f("fk_referral_addition_read_by")),
        sa.ForeignKeyConstraint(
            ["tenant", "referral_id"],
            ["referral.tenant", "referral.id"],
            name=op.f("fk_referral_addition_tenant_referral_id"),
        ),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_referral_addition")),
    )
    with op.batch_alter_table("referral_addition", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_referral_addition_tenant_read_at"), ["tenant", "read_at"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_referral_addition_tenant_referral_id_added_at"),
            ["tenant", "referral_id", "added_at"],
            unique=False,
        )

    with op.batch_alter_table("referral", schema=None) as batch_op:
        batch_op.add_column(sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("withdraw_reason_sealed", sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("referral", schema=None) as batch_op:
        batch_op.drop_column("withdraw_reason_sealed")
        batch_op.drop_column("withdrawn_at")

    with op.batch_alter_table("referral_addition", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_referral_addition_tenant_referral_id_added_at"))
        batch_op.drop_index(batch_op.f("ix_referral_addition_tenant_read_at"))

    op.drop_table("referral_addition")
