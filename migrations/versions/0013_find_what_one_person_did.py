"""Find what one person did."""

from __future__ import annotations

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

INDEX = "ix_event_tenant_actor_id_thing_kind_thing_id"


def upgrade() -> None:
    op.create_index(INDEX, "event", ["tenant", "actor_id", "thing_kind", "thing_id"])


def downgrade() -> None:
    op.drop_index(INDEX, table_name="event")
