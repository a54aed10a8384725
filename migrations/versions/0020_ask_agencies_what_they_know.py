"""Ask agencies what they know of a child, and keep what they return."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "information_request",
        sa.Column("tenant", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("purpose", sa.String(length=60), nullable=False),
        sa.Column("power", sa.String(length=60), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("period_from", sa.Date(), nullable=False),
        sa.Column("period_until", sa.Date(), nullable=False),
        sa.Column("counted_from", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("escalation_id", sa.Uuid(), nullable=True),
        sa.Column("about_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("questions_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("contact_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("unit", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["asked_by"], ["account.id"], name=op.f("fk_information_request_asked_by")),
        sa.ForeignKeyConstraint(
            ["escalation_id"], ["account.id"], name=op.f("fk_information_request_escalation_id")
        ),
        sa.ForeignKeyConstraint(
            ["tenant", "case_id"],
            ["review_case.tenant", "review_case.id"],
            name=op.f("fk_information_request_tenant_case_id"),
        ),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_information_request")),
    )
    with op.batch_alter_table("information_request", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_information_request_tenant_case_id_asked_at"),
            ["tenant", "case_id", "asked_at"],
            unique=False,
        )

    op.create_table(
        "agency_return",
        sa.Column("tenant", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("agency", sa.String(length=60), nullable=False),
        sa.Column("status", sa.String(length=60), nullable=False),
        sa.Column("way", sa.String(length=60), nullable=True),
        sa.Column("is_nil", sa.Boolean(), nullable=False),
        sa.Column("form_version", sa.Integer(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("returned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("returned_on", sa.Date(), nullable=True),
        sa.Column("gone_on_without_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("approver_id", sa.Uuid(), nullable=True),
        sa.Column("link_account_id", sa.Uuid(), nullable=True),
        sa.Column("code_hash", sa.String(length=64), nullable=True),
        sa.Column("receipt_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("answers_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("asked_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("author_name_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("approver_name_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("approver_role_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("approval_note_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("unit", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["approver_id"], ["account.id"], name=op.f("fk_agency_return_approver_id")),
        sa.ForeignKeyConstraint(["author_id"], ["account.id"], name=op.f("fk_agency_return_author_id")),
        sa.ForeignKeyConstraint(
            ["link_account_id"], ["account.id"], name=op.f("fk_agency_return_link_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["tenant", "case_id"],
            ["review_case.tenant", "review_case.id"],
            name=op.f("fk_agency_return_tenant_case_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant", "request_id"],
            ["information_request.tenant", "information_request.id"],
            name=op.f("fk_agency_return_tenant_request_id"),
        ),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_agency_return")),
        sa.UniqueConstraint(
            "tenant", "request_id", "agency", name=op.f("uq_agency_return_tenant_request_id_agency")
        ),
    )
    with op.batch_alter_table("agency_return", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_agency_return_tenant_agency_status"), ["tenant", "agency", "status"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_agency_return_tenant_author_id"), ["tenant", "author_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_agency_return_tenant_case_id"), ["tenant", "case_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_agency_return_tenant_status"), ["tenant", "status"], unique=False
        )

    op.create_table(
        "return_file",
        sa.Column("tenant", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("return_id", sa.Uuid(), nullable=False),
        sa.Column("attachment_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant", "attachment_id"],
            ["attachment.tenant", "attachment.id"],
            name=op.f("fk_return_file_tenant_attachment_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant", "return_id"],
            ["agency_return.tenant", "agency_return.id"],
            name=op.f("fk_return_file_tenant_return_id"),
        ),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_return_file")),
        sa.UniqueConstraint("tenant", "attachment_id", name=op.f("uq_return_file_tenant_attachment_id")),
    )
    with op.batch_alter_table("return_file", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_return_file_tenant_return_id"), ["tenant", "return_id"], unique=False
        )

    op.create_table(
        "return_link",
        sa.Column("tenant", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("return_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("visit_hash", sa.String(length=64), nullable=True),
        sa.Column("visit_ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant", "return_id"],
            ["agency_return.tenant", "agency_return.id"],
            name=op.f("fk_return_link_tenant_return_id"),
        ),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_return_link")),
        sa.UniqueConstraint("tenant", "token_hash", name=op.f("uq_return_link_tenant_token_hash")),
        sa.UniqueConstraint("tenant", "visit_hash", name=op.f("uq_return_link_tenant_visit_hash")),
    )
    with op.batch_alter_table("return_link", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_return_link_tenant_return_id_made_at"),
            ["tenant", "return_id", "made_at"],
            unique=False,
        )

    op.create_table(
        "return_step",
        sa.Column("tenant", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("return_id", sa.Uuid(), nullable=False),
        sa.Column("step", sa.String(length=60), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant", "return_id"],
            ["agency_return.tenant", "agency_return.id"],
            name=op.f("fk_return_step_tenant_return_id"),
        ),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_return_step")),
        sa.UniqueConstraint("tenant", "return_id", "step", name=op.f("uq_return_step_tenant_return_id_step")),
        info={"insert_only": True},
    )


def downgrade() -> None:
    op.drop_table("return_step")
    with op.batch_alter_table("return_link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_return_link_tenant_return_id_made_at"))

    op.drop_table("return_link")
    with op.batch_alter_table("return_file", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_return_file_tenant_return_id"))

    op.drop_table("return_file")
    with op.batch_alter_table("agency_return", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_agency_return_tenant_status"))
        batch_op.drop_index(batch_op.f("ix_agency_return_tenant_case_id"))
        batch_op.drop_index(batch_op.f("ix_agency_return_tenant_author_id"))
        batch_op.drop_index(batch_op.f("ix_agency_return_tenant_agency_status"))

    op.drop_table("agency_return")
    with op.batch_alter_table("information_request", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_information_request_tenant_case_id_asked_at"))

    op.drop_table("information_request")
