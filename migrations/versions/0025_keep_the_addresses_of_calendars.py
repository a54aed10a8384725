"""Keep the secret addresses of people's calendars, as hashes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "calendar_feed",
        sa.Column("tenant", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_calendar_feed_account_id")),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_calendar_feed")),
        sa.UniqueConstraint("tenant", "account_id", name=op.f("uq_calendar_feed_tenant_account_id")),
        sa.UniqueConstraint("tenant", "token_hash", name=op.f("uq_calendar_feed_tenant_token_hash")),
    )


def downgrade() -> None:
    op.drop_table("calendar_feed")
