"""Keep who speaks for a partner in whose place."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "partner_delegate",
        sa.Column("tenant", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("partner", sa.String(length=60), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("named_by", sa.Uuid(), nullable=False),
        sa.Column("named_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_by", sa.Uuid(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("is_lifted", sa.Boolean(), nullable=False),
        sa.Column("name_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("acts_for_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("authority_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("unit", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_partner_delegate_account_id")),
        sa.ForeignKeyConstraint(["ended_by"], ["account.id"], name=op.f("fk_partner_delegate_ended_by")),
        sa.ForeignKeyConstraint(["named_by"], ["account.id"], name=op.f("fk_partner_delegate_named_by")),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_partner_delegate")),
    )
    with op.batch_alter_table("partner_delegate", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_partner_delegate_tenant_account_id"), ["tenant", "account_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_partner_delegate_tenant_partner_from_on"),
            ["tenant", "partner", "from_on"],
            unique=False,
        )

    with op.batch_alter_table("partner_position", schema=None) as batch_op:
        batch_op.add_column(sa.Column("delegate_id", sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_partner_position_tenant_delegate_id"),
            "partner_delegate",
            ["tenant", "delegate_id"],
            ["tenant", "id"],
        )


def downgrade() -> None:
    with op.batch_alter_table("partner_position", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_partner_position_tenant_delegate_id"), type_="foreignkey")
        batch_op.drop_column("delegate_id")

    with op.batch_alter_table("partner_delegate", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_partner_delegate_tenant_partner_from_on"))
        batch_op.drop_index(batch_op.f("ix_partner_delegate_tenant_account_id"))

    op.drop_table("partner_delegate")
