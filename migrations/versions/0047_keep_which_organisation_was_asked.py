"""Keep which organisation was asked, whom each step reached, and how an agency was turned to."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "return_contact",
        sa.Column("tenant", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("return_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("unit", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["recorded_by"], ["account.id"], name=op.f("fk_return_contact_recorded_by")),
        sa.ForeignKeyConstraint(
            ["tenant", "case_id"],
            ["review_case.tenant", "review_case.id"],
            name=op.f("fk_return_contact_tenant_case_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant", "return_id"],
            ["agency_return.tenant", "agency_return.id"],
            name=op.f("fk_return_contact_tenant_return_id"),
        ),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_return_contact")),
    )
    with op.batch_alter_table("return_contact", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_return_contact_tenant_case_id"), ["tenant", "case_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_return_contact_tenant_return_id"), ["tenant", "return_id"], unique=False
        )

    with op.batch_alter_table("agency_return", schema=None) as batch_op:
        batch_op.add_column(sa.Column("place", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("organisation_sealed", sa.LargeBinary(), nullable=True))
        batch_op.drop_constraint(batch_op.f("uq_agency_return_tenant_request_id_agency"), type_="unique")
        batch_op.create_unique_constraint(
            batch_op.f("uq_agency_return_tenant_request_id_agency_place"),
            ["tenant", "request_id", "agency", "place"],
        )

    with op.batch_alter_table("return_step", schema=None) as batch_op:
        batch_op.add_column(sa.Column("reached", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("told_id", sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_return_step_told_id"), "account", ["told_id"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("return_step", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_return_step_told_id"), type_="foreignkey")
        batch_op.drop_column("told_id")
        batch_op.drop_column("reached")

    with op.batch_alter_table("agency_return", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("uq_agency_return_tenant_request_id_agency_place"), type_="unique"
        )
        batch_op.create_unique_constraint(
            batch_op.f("uq_agency_return_tenant_request_id_agency"), ["tenant", "request_id", "agency"]
        )
        batch_op.drop_column("organisation_sealed")
        batch_op.drop_column("place")

    with op.batch_alter_table("return_contact", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_return_contact_tenant_return_id"))
        batch_op.drop_index(batch_op.f("ix_return_contact_tenant_case_id"))

    op.drop_table("return_contact")
