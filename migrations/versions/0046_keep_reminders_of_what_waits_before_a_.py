"""Keep reminders of what waits before a referral counts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "wait_reminder",
        sa.Column("tenant", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("thing_id", sa.Uuid(), nullable=False),
        sa.Column("waits_for", sa.String(length=60), nullable=False),
        sa.Column("since_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_wait_reminder")),
        sa.UniqueConstraint(
            "tenant",
            "thing_id",
            "waits_for",
            "since_at",
            "code",
            name=op.f("uq_wait_reminder_tenant_thing_id_waits_for_since_at_code"),
        ),
    )


def downgrade() -> None:
    op.drop_table("wait_reminder")
