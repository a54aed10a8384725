"""Keep what is asked and written about a referral."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "referral_letter",
        sa.Column("tenant", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("written_by", sa.Uuid(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("addressee_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.Column("unit", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant", "referral_id"],
            ["referral.tenant", "referral.id"],
            name=op.f("fk_referral_letter_tenant_referral_id"),
        ),
        sa.ForeignKeyConstraint(["written_by"], ["account.id"], name=op.f("fk_referral_letter_written_by")),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_referral_letter")),
    )
    with op.batch_alter_table("referral_letter", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_referral_letter_tenant_referral_id_written_at"),
            ["tenant", "referral_id", "written_at"],
            unique=False,
        )

    op.create_table(
        "referral_on_behalf",
        sa.Column("tenant", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("how", sa.String(length=60), nullable=False),
        sa.Column("came_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_by", sa.Uuid(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_quality_assured", sa.Boolean(), nullable=False),
        sa.Column("said_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.Column("unit", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entered_by"], ["account.id"], name=op.f("fk_referral_on_behalf_entered_by")
        ),
        sa.ForeignKeyConstraint(
            ["tenant", "referral_id"],
            ["referral.tenant", "referral.id"],
            name=op.f("fk_referral_on_behalf_tenant_referral_id"),
        ),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_referral_on_behalf")),
        sa.UniqueConstraint("tenant", "referral_id", name=op.f("uq_referral_on_behalf_tenant_referral_id")),
    )
    op.create_table(
        "referral_question",
        sa.Column("tenant", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer_by", sa.Date(), nullable=False),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_told", sa.Boolean(), nullable=False),
        sa.Column("ended_by", sa.Uuid(), nullable=True),
        sa.Column("question_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("answer_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("end_reason_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.Column("unit", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["answered_by"], ["account.id"], name=op.f("fk_referral_question_answered_by")
        ),
        sa.ForeignKeyConstraint(["asked_by"], ["account.id"], name=op.f("fk_referral_question_asked_by")),
        sa.ForeignKeyConstraint(["ended_by"], ["account.id"], name=op.f("fk_referral_question_ended_by")),
        sa.ForeignKeyConstraint(
            ["tenant", "referral_id"],
            ["referral.tenant", "referral.id"],
            name=op.f("fk_referral_question_tenant_referral_id"),
        ),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_referral_question")),
    )
    with op.batch_alter_table("referral_question", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_referral_question_tenant_referral_id_asked_at"),
            ["tenant", "referral_id", "asked_at"],
            unique=False,
        )


def downgrade() -> None:
    with op.batch_alter_table("referral_question", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_referral_question_tenant_referral_id_asked_at"))

    op.drop_table("referral_question")
    op.drop_table("referral_on_behalf")
    with op.batch_alter_table("referral_letter", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_referral_letter_tenant_referral_id_written_at"))

    op.drop_table("referral_letter")
