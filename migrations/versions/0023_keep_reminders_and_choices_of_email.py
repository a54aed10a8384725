"""Keep reminders of timed steps and which e-mails people want."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "clock_reminder",
        sa.Column("tenant", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("clock", sa.String(length=60), nullable=False),
        sa.Column("thing_id", sa.Uuid(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("passed_to", sa.String(length=60), nullable=True),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant", "case_id"],
            ["review_case.tenant", "review_case.id"],
            name=op.f("fk_clock_reminder_tenant_case_id"),
        ),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_clock_reminder")),
        sa.UniqueConstraint(
            "tenant",
            "case_id",
            "clock",
            "thing_id",
            "due_on",
            "code",
            name=op.f("uq_clock_reminder_tenant_case_id_clock_thing_id_due_on_code"),
        ),
    )
    op.create_table(
        "reminder",
        sa.Column("tenant", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("for_day", sa.Date(), nullable=False),
        sa.Column("what", sa.String(length=200), nullable=False),
        sa.Column("is_late", sa.Boolean(), nullable=False),
        sa.Column("letter_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_reminder_account_id")),
        sa.ForeignKeyConstraint(
            ["tenant", "letter_id"], ["outbox.tenant", "outbox.id"], name=op.f("fk_reminder_tenant_letter_id")
        ),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_reminder")),
        sa.UniqueConstraint(
            "tenant", "account_id", "for_day", "what", name=op.f("uq_reminder_tenant_account_id_for_day_what")
        ),
    )
    with op.batch_alter_table("reminder", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_reminder_tenant_letter_id"), ["tenant", "letter_id"], unique=False
        )

    with op.batch_alter_table("account", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("mail_choice", sa.String(length=60), server_default="daily", nullable=False)
        )

    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.add_column(sa.Column("is_urgent", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column("gathers_until", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_unique_constraint(
            batch_op.f("uq_outbox_tenant_account_id_gathers_until"), ["tenant", "account_id", "gathers_until"]
        )


def downgrade() -> None:
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_outbox_tenant_account_id_gathers_until"), type_="unique")
        batch_op.drop_column("gathers_until")
        batch_op.drop_column("is_urgent")

    with op.batch_alter_table("account", schema=None) as batch_op:
        batch_op.drop_column("mail_choice")

    with op.batch_alter_table("reminder", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reminder_tenant_letter_id"))

    op.drop_table("reminder")
    op.drop_table("clock_reminder")
