"""Keep which other process leads on a case, what the Panel was told, and whether a partner has an interest."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "process_of_case",
        sa.Column("tenant", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("process", sa.String(length=60), nullable=False),
        sa.Column("is_lead", sa.Boolean(), nullable=False),
        sa.Column("linked_by", sa.Uuid(), nullable=False),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("led_by_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("contact_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("reference_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("terms_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("found_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("unit", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["linked_by"], ["account.id"], name=op.f("fk_process_of_case_linked_by")),
        sa.ForeignKeyConstraint(
            ["tenant", "case_id"],
            ["review_case.tenant", "review_case.id"],
            name=op.f("fk_process_of_case_tenant_case_id"),
        ),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_process_of_case")),
    )
    with op.batch_alter_table("process_of_case", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_process_of_case_tenant_case_id_linked_at"),
            ["tenant", "case_id", "linked_at"],
            unique=False,
        )

    op.create_table(
        "deferral_told",
        sa.Column("tenant", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("decision_id", sa.Uuid(), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("unit", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["recorded_by"], ["account.id"], name=op.f("fk_deferral_told_recorded_by")),
        sa.ForeignKeyConstraint(
            ["tenant", "case_id"],
            ["review_case.tenant", "review_case.id"],
            name=op.f("fk_deferral_told_tenant_case_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant", "decision_id"],
            ["decision.tenant", "decision.id"],
            name=op.f("fk_deferral_told_tenant_decision_id"),
        ),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_deferral_told")),
        sa.UniqueConstraint("tenant", "decision_id", name=op.f("uq_deferral_told_tenant_decision_id")),
    )
    with op.batch_alter_table("partner_position", schema=None) as batch_op:
        batch_op.add_column(sa.Column("has_interest", sa.Boolean(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("partner_position", schema=None) as batch_op:
        batch_op.drop_column("has_interest")

    op.drop_table("deferral_told")
    op.drop_table("process_of_case")
