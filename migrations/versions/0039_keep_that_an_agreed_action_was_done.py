"""Keep that an agreed action was done."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "action_done",
        sa.Column("tenant", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("action_id", sa.Uuid(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("minutes_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("unit", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["recorded_by"], ["account.id"], name=op.f("fk_action_done_recorded_by")),
        sa.ForeignKeyConstraint(
            ["tenant", "action_id"],
            ["minutes_action.tenant", "minutes_action.id"],
            name=op.f("fk_action_done_tenant_action_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant", "case_id"],
            ["review_case.tenant", "review_case.id"],
            name=op.f("fk_action_done_tenant_case_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant", "item_id"],
            ["agenda_item.tenant", "agenda_item.id"],
            name=op.f("fk_action_done_tenant_item_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant", "minutes_id"],
            ["minutes.tenant", "minutes.id"],
            name=op.f("fk_action_done_tenant_minutes_id"),
        ),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_action_done")),
        sa.UniqueConstraint("tenant", "action_id", name=op.f("uq_action_done_tenant_action_id")),
    )
    with op.batch_alter_table("minutes_action", schema=None) as batch_op:
        batch_op.add_column(sa.Column("owner_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("copy_of_id", sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_minutes_action_owner_id"), "account", ["owner_id"], ["id"])
        batch_op.create_foreign_key(
            batch_op.f("fk_minutes_action_tenant_copy_of_id"),
            "minutes_action",
            ["tenant", "copy_of_id"],
            ["tenant", "id"],
        )


def downgrade() -> None:
    with op.batch_alter_table("minutes_action", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_minutes_action_tenant_copy_of_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_minutes_action_owner_id"), type_="foreignkey")
        batch_op.drop_column("copy_of_id")
        batch_op.drop_column("owner_id")

    op.drop_table("action_done")
