"""Let an addition to a referral bring files."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "addition_file",
        sa.Column("tenant", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("addition_id", sa.Uuid(), nullable=False),
        sa.Column("attachment_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant", "addition_id"],
            ["referral_addition.tenant", "referral_addition.id"],
            name=op.f("fk_addition_file_tenant_addition_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant", "attachment_id"],
            ["attachment.tenant", "attachment.id"],
            name=op.f("fk_addition_file_tenant_attachment_id"),
        ),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_addition_file")),
        sa.UniqueConstraint("tenant", "attachment_id", name=op.f("uq_addition_file_tenant_attachment_id")),
    )
    with op.batch_alter_table("addition_file", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_addition_file_tenant_addition_id"), ["tenant", "addition_id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("addition_file", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_addition_file_tenant_addition_id"))

    op.drop_table("addition_file")
