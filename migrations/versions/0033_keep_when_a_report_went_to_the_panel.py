"""Keep when a report went to the Panel ahead of its publication."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("publication", schema=None) as batch_op:
        batch_op.add_column(sa.Column("sent_ahead_on", sa.Date(), nullable=True))
        batch_op.add_column(
            sa.Column("is_ofsted_told_ahead", sa.Boolean(), server_default=sa.false(), nullable=False)
        )


def downgrade() -> None:
    with op.batch_alter_table("publication", schema=None) as batch_op:
        batch_op.drop_column("is_ofsted_told_ahead")
        batch_op.drop_column("sent_ahead_on")
