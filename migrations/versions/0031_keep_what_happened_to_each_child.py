"""Keep what happened to each child, and why several share a notification."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("child", schema=None) as batch_op:
        batch_op.add_column(sa.Column("own_harm", sa.String(length=60), server_default="", nullable=False))

    with op.batch_alter_table("notification", schema=None) as batch_op:
        batch_op.add_column(sa.Column("why_together", sa.String(length=60), nullable=True))

    with op.batch_alter_table("notified_child", schema=None) as batch_op:
        batch_op.add_column(sa.Column("is_main", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("notified_child", schema=None) as batch_op:
        batch_op.drop_column("is_main")

    with op.batch_alter_table("notification", schema=None) as batch_op:
        batch_op.drop_column("why_together")

    with op.batch_alter_table("child", schema=None) as batch_op:
        batch_op.drop_column("own_harm")
