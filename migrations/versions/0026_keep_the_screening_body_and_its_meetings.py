"""Keep who sits on the screening body, its meetings and what is on their agenda."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "body_seat",
        sa.Column("tenant", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("agency", sa.String(length=60), nullable=False),
        sa.Column("sits", sa.String(length=60), nullable=False),
        sa.Column("deputy_for_id", sa.Uuid(), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("added_by", sa.Uuid(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_body_seat_account_id")),
        sa.ForeignKeyConstraint(["added_by"], ["account.id"], name=op.f("fk_body_seat_added_by")),
        sa.ForeignKeyConstraint(
            ["tenant", "deputy_for_id"],
            ["body_seat.tenant", "body_seat.id"],
            name=op.f("fk_body_seat_tenant_deputy_for_id"),
        ),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_body_seat")),
    )
    with op.batch_alter_table("body_seat", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_body_seat_tenant_account_id"), ["tenant", "account_id"], unique=False
        )

    op.create_table(
        "meeting",
        sa.Column("tenant", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(length=60), nullable=False),
        sa.Column("how", sa.String(length=60), nullable=False),
        sa.Column("meets_on", sa.Date(), nullable=False),
        sa.Column("starts_at", sa.String(length=5), nullable=False),
        sa.Column("planned_by", sa.Uuid(), nullable=False),
        sa.Column("planned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("follows_id", sa.Uuid(), nullable=True),
        sa.Column("place_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("cancel_reason_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("rebook_reason_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("unit", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["planned_by"], ["account.id"], name=op.f("fk_meeting_planned_by")),
        sa.ForeignKeyConstraint(
            ["tenant", "follows_id"],
            ["meeting.tenant", "meeting.id"],
            name=op.f("fk_meeting_tenant_follows_id"),
        ),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_meeting")),
        sa.UniqueConstraint("tenant", "follows_id", name=op.f("uq_meeting_tenant_follows_id")),
    )
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_meeting_tenant_status_meets_on"), ["tenant", "status", "meets_on"], unique=False
        )

    op.create_table(
        "agenda_item",
        sa.Column("tenant", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("unit", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant", "case_id"],
            ["review_case.tenant", "review_case.id"],
            name=op.f("fk_agenda_item_tenant_case_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant", "meeting_id"],
            ["meeting.tenant", "meeting.id"],
            name=op.f("fk_agenda_item_tenant_meeting_id"),
        ),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_agenda_item")),
    )
    with op.batch_alter_table("agenda_item", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_agenda_item_tenant_case_id"), ["tenant", "case_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_agenda_item_tenant_meeting_id"), ["tenant", "meeting_id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("agenda_item", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_agenda_item_tenant_meeting_id"))
        batch_op.drop_index(batch_op.f("ix_agenda_item_tenant_case_id"))

    op.drop_table("agenda_item")
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_meeting_tenant_status_meets_on"))

    op.drop_table("meeting")
    with op.batch_alter_table("body_seat", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_body_seat_tenant_account_id"))

    op.drop_table("body_seat")
