"""Let a child be found again by keyed hashes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "likeness_key",
        sa.Column("tenant", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("referral_id", sa.Uuid(), nullable=True),
        sa.Column("child_id", sa.Uuid(), nullable=True),
        sa.Column("likeness", sa.String(length=60), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.CheckConstraint(
            "referral_id IS NOT NULL OR child_id IS NOT NULL", name=op.f("ck_likeness_key_is_of_somebody")
        ),
        sa.ForeignKeyConstraint(
            ["tenant", "child_id"], ["child.tenant", "child.id"], name=op.f("fk_likeness_key_tenant_child_id")
        ),
        sa.ForeignKeyConstraint(
            ["tenant", "referral_id"],
            ["referral.tenant", "referral.id"],
            name=op.f("fk_likeness_key_tenant_referral_id"),
        ),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_likeness_key")),
    )
    with op.batch_alter_table("likeness_key", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_likeness_key_tenant_child_id"), ["tenant", "child_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_likeness_key_tenant_key"), ["tenant", "key"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_likeness_key_tenant_referral_id"), ["tenant", "referral_id"], unique=False
        )

    op.create_table(
        "likeness_set_apart",
        sa.Column("tenant", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("other_case_id", sa.Uuid(), nullable=True),
        sa.Column("other_referral_id", sa.Uuid(), nullable=True),
        sa.Column("set_by", sa.Uuid(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.Column("unit", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["set_by"], ["account.id"], name=op.f("fk_likeness_set_apart_set_by")),
        sa.ForeignKeyConstraint(
            ["tenant", "other_case_id"],
            ["review_case.tenant", "review_case.id"],
            name=op.f("fk_likeness_set_apart_tenant_other_case_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant", "other_referral_id"],
            ["referral.tenant", "referral.id"],
            name=op.f("fk_likeness_set_apart_tenant_other_referral_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant", "referral_id"],
            ["referral.tenant", "referral.id"],
            name=op.f("fk_likeness_set_apart_tenant_referral_id"),
        ),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_likeness_set_apart")),
    )
    with op.batch_alter_table("likeness_set_apart", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_likeness_set_apart_tenant_other_referral_id"),
            ["tenant", "other_referral_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_likeness_set_apart_tenant_referral_id"), ["tenant", "referral_id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("likeness_set_apart", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_likeness_set_apart_tenant_referral_id"))
        batch_op.drop_index(batch_op.f("ix_likeness_set_apart_tenant_other_referral_id"))

    op.drop_table("likeness_set_apart")
    with op.batch_alter_table("likeness_key", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_likeness_key_tenant_referral_id"))
        batch_op.drop_index(batch_op.f("ix_likeness_key_tenant_key"))
        batch_op.drop_index(batch_op.f("ix_likeness_key_tenant_child_id"))

    op.drop_table("likeness_key")
