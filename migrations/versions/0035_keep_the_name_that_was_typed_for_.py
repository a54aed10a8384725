"""Keep the name that was typed for somebody invited."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "invited_as",
        sa.Column("tenant", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("email_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("membership_id", sa.Uuid(), nullable=False),
        sa.Column("unit", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant", "membership_id"],
            ["membership.tenant", "membership.id"],
            name=op.f("fk_invited_as_tenant_membership_id"),
        ),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_invited_as")),
        sa.UniqueConstraint("tenant", "membership_id", name=op.f("uq_invited_as_tenant_membership_id")),
    )


def downgrade() -> None:
    op.drop_table("invited_as")
