"""Keep the meeting from which advice comes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("screening", schema=None) as batch_op:
        batch_op.add_column(sa.Column("meeting_id", sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_screening_tenant_meeting_id"),
            "meeting",
            ["tenant", "meeting_id"],
            ["tenant", "id"],
        )


def downgrade() -> None:
    with op.batch_alter_table("screening", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_screening_tenant_meeting_id"), type_="foreignkey")
        batch_op.drop_column("meeting_id")
