"""Keep what members of a screening body say, and what agencies declare of their part."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "agency_interest",
        sa.Column("tenant", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("agency", sa.String(length=60), nullable=False),
        sa.Column("declared_by", sa.Uuid(), nullable=False),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("how_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("unit", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["declared_by"], ["account.id"], name=op.f("fk_agency_interest_declared_by")),
        sa.ForeignKeyConstraint(
            ["tenant", "case_id"],
            ["review_case.tenant", "review_case.id"],
            name=op.f("fk_agency_interest_tenant_case_id"),
        ),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_agency_interest")),
    )
    with op.batch_alter_table("agency_interest", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_agency_interest_tenant_case_id_declared_at"),
            ["tenant", "case_id", "declared_at"],
            unique=False,
        )

    op.create_table(
        "member_view",
        sa.Column("tenant", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("agency", sa.String(length=60), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("says", sa.String(length=60), nullable=False),
        sa.Column("outcome", sa.String(length=60), nullable=True),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("screening_id", sa.Uuid(), nullable=True),
        sa.Column("is_dissent", sa.Boolean(), nullable=False),
        sa.Column("reasons_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("unit", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_member_view_account_id")),
        sa.ForeignKeyConstraint(
            ["tenant", "case_id"],
            ["review_case.tenant", "review_case.id"],
            name=op.f("fk_member_view_tenant_case_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant", "screening_id"],
            ["screening.tenant", "screening.id"],
            name=op.f("fk_member_view_tenant_screening_id"),
        ),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_member_view")),
        sa.UniqueConstraint(
            "tenant",
            "case_id",
            "account_id",
            "turn",
            name=op.f("uq_member_view_tenant_case_id_account_id_turn"),
        ),
    )
    with op.batch_alter_table("member_view", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_member_view_tenant_screening_id"), ["tenant", "screening_id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("member_view", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_member_view_tenant_screening_id"))

    op.drop_table("member_view")
    with op.batch_alter_table("agency_interest", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_agency_interest_tenant_case_id_declared_at"))

    op.drop_table("agency_interest")
