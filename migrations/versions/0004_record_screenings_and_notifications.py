"""Record screenings, notifications, the National Panel's letters and late steps."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "late_step",
        sa.Column("tenant", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("clock", sa.String(length=60), nullable=False),
        sa.Column("thing_id", sa.Uuid(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("revised_on", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("explanation_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("unit", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["recorded_by"], ["account.id"], name=op.f("fk_late_step_recorded_by")),
        sa.ForeignKeyConstraint(
            ["tenant", "case_id"],
            ["review_case.tenant", "review_case.id"],
            name=op.f("fk_late_step_tenant_case_id"),
        ),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_late_step")),
    )
    with op.batch_alter_table("late_step", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_late_step_tenant_case_id_clock_recorded_at"),
            ["tenant", "case_id", "clock", "recorded_at"],
            unique=False,
        )

    op.create_table(
        "screening",
        sa.Column("tenant", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("how", sa.String(length=60), nullable=True),
        sa.Column("considered_on", sa.Date(), nullable=True),
        sa.Column("outcome", sa.String(length=60), nullable=True),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_by", sa.Uuid(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=True),
        sa.Column("criteria_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("reasons_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("members_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("dissent_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("supersedes_id", sa.Uuid(), nullable=True),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("unit", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["recorded_by"], ["account.id"], name=op.f("fk_screening_recorded_by")),
        sa.ForeignKeyConstraint(["saved_by"], ["account.id"], name=op.f("fk_screening_saved_by")),
        sa.ForeignKeyConstraint(
            ["tenant", "case_id"],
            ["review_case.tenant", "review_case.id"],
            name=op.f("fk_screening_tenant_case_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant", "supersedes_id"],
            ["screening.tenant", "screening.id"],
            name=op.f("fk_screening_tenant_supersedes_id"),
        ),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_screening")),
    )
    with op.batch_alter_table("screening", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_screening_tenant_case_id_begun_at"),
            ["tenant", "case_id", "begun_at"],
            unique=False,
        )

    op.create_table(
        "notification",
        sa.Column("tenant", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("council_aware_on", sa.Date(), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.Column("is_ofsted_told", sa.Boolean(), nullable=False),
        sa.Column("agreement", sa.String(length=60), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("review_id", sa.Uuid(), nullable=True),
        sa.Column("not_met_on", sa.Date(), nullable=True),
        sa.Column("not_met_by", sa.Uuid(), nullable=True),
        sa.Column("panel_reference_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("others_told_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("dissent_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("not_met_reason_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("unit", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["not_met_by"], ["account.id"], name=op.f("fk_notification_not_met_by")),
        sa.ForeignKeyConstraint(["recorded_by"], ["account.id"], name=op.f("fk_notification_recorded_by")),
        sa.ForeignKeyConstraint(
            ["tenant", "case_id"],
            ["review_case.tenant", "review_case.id"],
            name=op.f("fk_notification_tenant_case_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant", "review_id"],
            ["review.tenant", "review.id"],
            name=op.f("fk_notification_tenant_review_id"),
        ),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_notification")),
    )
    with op.batch_alter_table("notification", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_notification_tenant_case_id_sent_on"),
            ["tenant", "case_id", "sent_on"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_notification_tenant_review_id"), ["tenant", "review_id"], unique=False
        )

    op.create_table(
        "rapid_review_sent",
        sa.Column("tenant", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["account.id"], name=op.f("fk_rapid_review_sent_recorded_by")
        ),
        sa.ForeignKeyConstraint(
            ["tenant", "review_id"],
            ["review.tenant", "review.id"],
            name=op.f("fk_rapid_review_sent_tenant_review_id"),
        ),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_rapid_review_sent")),
        sa.UniqueConstraint("tenant", "review_id", name=op.f("uq_rapid_review_sent_tenant_review_id")),
    )
    op.create_table(
        "notified_child",
        sa.Column("tenant", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("notification_id", sa.Uuid(), nullable=False),
        sa.Column("child_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant", "child_id"],
            ["child.tenant", "child.id"],
            name=op.f("fk_notified_child_tenant_child_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant", "notification_id"],
            ["notification.tenant", "notification.id"],
            name=op.f("fk_notified_child_tenant_notification_id"),
        ),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_notified_child")),
        sa.UniqueConstraint(
            "tenant",
            "notification_id",
            "child_id",
            name=op.f("uq_notified_child_tenant_notification_id_child_id"),
        ),
    )
    op.create_table(
        "panel_reply",
        sa.Column("tenant", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("notification_id", sa.Uuid(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("says", sa.String(length=60), nullable=False),
        sa.Column("reply_due_on", sa.Date(), nullable=True),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.Column("letter_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("answer_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("unit", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["answered_by"], ["account.id"], name=op.f("fk_panel_reply_answered_by")),
        sa.ForeignKeyConstraint(["recorded_by"], ["account.id"], name=op.f("fk_panel_reply_recorded_by")),
        sa.ForeignKeyConstraint(
            ["tenant", "case_id"],
            ["review_case.tenant", "review_case.id"],
            name=op.f("fk_panel_reply_tenant_case_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant", "notification_id"],
            ["notification.tenant", "notification.id"],
            name=op.f("fk_panel_reply_tenant_notification_id"),
        ),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_panel_reply")),
    )
    with op.batch_alter_table("panel_reply", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_panel_reply_tenant_case_id_received_on"),
            ["tenant", "case_id", "received_on"],
            unique=False,
        )


def downgrade() -> None:
    with op.batch_alter_table("panel_reply", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_panel_reply_tenant_case_id_received_on"))

    op.drop_table("panel_reply")
    op.drop_table("notified_child")
    op.drop_table("rapid_review_sent")
    with op.batch_alter_table("notification", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_notification_tenant_review_id"))
        batch_op.drop_index(batch_op.f("ix_notification_tenant_case_id_sent_on"))

    op.drop_table("notification")
    with op.batch_alter_table("screening", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_screening_tenant_case_id_begun_at"))

    op.drop_table("screening")
    with op.batch_alter_table("late_step", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_late_step_tenant_case_id_clock_recorded_at"))

    op.drop_table("late_step")
