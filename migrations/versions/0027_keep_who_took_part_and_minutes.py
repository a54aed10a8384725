"""Keep who took part in meetings of the screening body, what they declared, and the minutes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "declared_interest",
        sa.Column("tenant", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("agency", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("declared_by", sa.Uuid(), nullable=False),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("unit", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_declared_interest_account_id")),
        sa.ForeignKeyConstraint(
            ["declared_by"], ["account.id"], name=op.f("fk_declared_interest_declared_by")
        ),
        sa.ForeignKeyConstraint(
            ["tenant", "case_id"],
            ["review_case.tenant", "review_case.id"],
            name=op.f("fk_declared_interest_tenant_case_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant", "meeting_id"],
            ["meeting.tenant", "meeting.id"],
            name=op.f("fk_declared_interest_tenant_meeting_id"),
        ),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_declared_interest")),
        sa.UniqueConstraint(
            "tenant",
            "meeting_id",
            "case_id",
            "account_id",
            "kind",
            name=op.f("uq_declared_interest_tenant_meeting_id_case_id_account_id_kind"),
        ),
    )
    with op.batch_alter_table("declared_interest", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_declared_interest_tenant_case_id"), ["tenant", "case_id"], unique=False
        )

    op.create_table(
        "meeting_attendance",
        sa.Column("tenant", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("seat_id", sa.Uuid(), nullable=False),
        sa.Column("attendance", sa.String(length=60), nullable=False),
        sa.Column("deputy_seat_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant", "deputy_seat_id"],
            ["body_seat.tenant", "body_seat.id"],
            name=op.f("fk_meeting_attendance_tenant_deputy_seat_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant", "meeting_id"],
            ["meeting.tenant", "meeting.id"],
            name=op.f("fk_meeting_attendance_tenant_meeting_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant", "seat_id"],
            ["body_seat.tenant", "body_seat.id"],
            name=op.f("fk_meeting_attendance_tenant_seat_id"),
        ),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_meeting_attendance")),
        sa.UniqueConstraint(
            "tenant", "meeting_id", "seat_id", name=op.f("uq_meeting_attendance_tenant_meeting_id_seat_id")
        ),
    )
    op.create_table(
        "minutes",
        sa.Column("tenant", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=60), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("begun_by", sa.Uuid(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_by", sa.Uuid(), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("general_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("comments_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("correction_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("unit", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["approved_by"], ["account.id"], name=op.f("fk_minutes_approved_by")),
        sa.ForeignKeyConstraint(["begun_by"], ["account.id"], name=op.f("fk_minutes_begun_by")),
        sa.ForeignKeyConstraint(
            ["tenant", "meeting_id"],
            ["meeting.tenant", "meeting.id"],
            name=op.f("fk_minutes_tenant_meeting_id"),
        ),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_minutes")),
        sa.UniqueConstraint(
            "tenant", "meeting_id", "version", name=op.f("uq_minutes_tenant_meeting_id_version")
        ),
    )
    with op.batch_alter_table("minutes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_minutes_tenant_status"), ["tenant", "status"], unique=False)

    op.create_table(
        "minutes_action",
        sa.Column("tenant", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("what_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("who_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("minutes_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("unit", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant", "case_id"],
            ["review_case.tenant", "review_case.id"],
            name=op.f("fk_minutes_action_tenant_case_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant", "item_id"],
            ["agenda_item.tenant", "agenda_item.id"],
            name=op.f("fk_minutes_action_tenant_item_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant", "minutes_id"],
            ["minutes.tenant", "minutes.id"],
            name=op.f("fk_minutes_action_tenant_minutes_id"),
        ),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_minutes_action")),
    )
    with op.batch_alter_table("minutes_action", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_minutes_action_tenant_minutes_id"), ["tenant", "minutes_id"], unique=False
        )

    op.create_table(
        "minutes_part",
        sa.Column("tenant", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("minutes_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("unit", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant", "case_id"],
            ["review_case.tenant", "review_case.id"],
            name=op.f("fk_minutes_part_tenant_case_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant", "item_id"],
            ["agenda_item.tenant", "agenda_item.id"],
            name=op.f("fk_minutes_part_tenant_item_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant", "minutes_id"],
            ["minutes.tenant", "minutes.id"],
            name=op.f("fk_minutes_part_tenant_minutes_id"),
        ),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_minutes_part")),
        sa.UniqueConstraint(
            "tenant", "minutes_id", "item_id", name=op.f("uq_minutes_part_tenant_minutes_id_item_id")
        ),
    )
    op.create_table(
        "quorum_found",
        sa.Column("tenant", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("sentence_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=True),
        sa.Column("is_met", sa.Boolean(), nullable=False),
        sa.Column("unit", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant", "item_id"],
            ["agenda_item.tenant", "agenda_item.id"],
            name=op.f("fk_quorum_found_tenant_item_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant", "meeting_id"],
            ["meeting.tenant", "meeting.id"],
            name=op.f("fk_quorum_found_tenant_meeting_id"),
        ),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_quorum_found")),
    )
    with op.batch_alter_table("quorum_found", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_quorum_found_tenant_item_id"), ["tenant", "item_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_quorum_found_tenant_meeting_id"), ["tenant", "meeting_id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("quorum_found", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_quorum_found_tenant_meeting_id"))
        batch_op.drop_index(batch_op.f("ix_quorum_found_tenant_item_id"))

    op.drop_table("quorum_found")
    op.drop_table("minutes_part")
    with op.batch_alter_table("minutes_action", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_minutes_action_tenant_minutes_id"))

    op.drop_table("minutes_action")
    with op.batch_alter_table("minutes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_minutes_tenant_status"))

    op.drop_table("minutes")
    op.drop_table("meeting_attendance")
    with op.batch_alter_table("declared_interest", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_declared_interest_tenant_case_id"))

    op.drop_table("declared_interest")
