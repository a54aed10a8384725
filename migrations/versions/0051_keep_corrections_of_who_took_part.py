"""Keep corrections of who took part."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "attendance_corrected",
        sa.Column("tenant", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("corrected_by", sa.Uuid(), nullable=False),
        sa.Column("corrected_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("unit", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["corrected_by"], ["account.id"], name=op.f("fk_attendance_corrected_corrected_by")
        ),
        sa.ForeignKeyConstraint(
            ["tenant", "meeting_id"],
            ["meeting.tenant", "meeting.id"],
            name=op.f("fk_attendance_corrected_tenant_meeting_id"),
        ),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_attendance_corrected")),
        sa.UniqueConstraint(
            "tenant", "meeting_id", "version", name=op.f("uq_attendance_corrected_tenant_meeting_id_version")
        ),
    )
    op.create_table(
        "item_deputy",
        sa.Column("tenant", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("seat_id", sa.Uuid(), nullable=False),
        sa.Column("deputy_seat_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant", "deputy_seat_id"],
            ["body_seat.tenant", "body_seat.id"],
            name=op.f("fk_item_deputy_tenant_deputy_seat_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant", "item_id"],
            ["agenda_item.tenant", "agenda_item.id"],
            name=op.f("fk_item_deputy_tenant_item_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant", "meeting_id"],
            ["meeting.tenant", "meeting.id"],
            name=op.f("fk_item_deputy_tenant_meeting_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant", "seat_id"],
            ["body_seat.tenant", "body_seat.id"],
            name=op.f("fk_item_deputy_tenant_seat_id"),
        ),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_item_deputy")),
        sa.UniqueConstraint(
            "tenant",
            "item_id",
            "seat_id",
            "version",
            name=op.f("uq_item_deputy_tenant_item_id_seat_id_version"),
        ),
    )
    with op.batch_alter_table("item_deputy", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_item_deputy_tenant_meeting_id"), ["tenant", "meeting_id"], unique=False
        )

    with op.batch_alter_table("meeting_attendance", schema=None) as batch_op:
        batch_op.add_column(sa.Column("version", sa.Integer(), server_default="1", nullable=False))
        batch_op.drop_constraint(
            batch_op.f("uq_meeting_attendance_tenant_meeting_id_seat_id"), type_="unique"
        )
        batch_op.create_unique_constraint(
            batch_op.f("uq_meeting_attendance_tenant_meeting_id_seat_id_version"),
            ["tenant", "meeting_id", "seat_id", "version"],
        )

    with op.batch_alter_table("quorum_found", schema=None) as batch_op:
        batch_op.add_column(sa.Column("version", sa.Integer(), server_default="1", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("quorum_found", schema=None) as batch_op:
        batch_op.drop_column("version")

    with op.batch_alter_table("meeting_attendance", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("uq_meeting_attendance_tenant_meeting_id_seat_id_version"), type_="unique"
        )
        batch_op.create_unique_constraint(
            batch_op.f("uq_meeting_attendance_tenant_meeting_id_seat_id"), ["tenant", "meeting_id", "seat_id"]
        )
        batch_op.drop_column("version")

    with op.batch_alter_table("item_deputy", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_item_deputy_tenant_meeting_id"))

    op.drop_table("item_deputy")
    op.drop_table("attendance_corrected")
