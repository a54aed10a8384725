"""Keep how briefings are used."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "published_briefing_use",
        sa.Column("tenant", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("used_on", sa.Date(), nullable=False),
        sa.Column("setting", sa.String(length=60), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("is_fictional", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_published_briefing_use")),
    )
    with op.batch_alter_table("published_briefing_use", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_published_briefing_use_tenant_used_on"), ["tenant", "used_on"], unique=False
        )

    op.create_table(
        "briefing_use",
        sa.Column("tenant", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("output_id", sa.Uuid(), nullable=False),
        sa.Column("used_on", sa.Date(), nullable=False),
        sa.Column("setting", sa.String(length=60), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("agency", sa.String(length=60), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("change_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("published_use_id", sa.Uuid(), nullable=False),
        sa.Column("unit", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["recorded_by"], ["account.id"], name=op.f("fk_briefing_use_recorded_by")),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_briefing_use")),
    )
    with op.batch_alter_table("briefing_use", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_briefing_use_tenant_agency_used_on"), ["tenant", "agency", "used_on"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_briefing_use_tenant_used_on"), ["tenant", "used_on"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("briefing_use", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_briefing_use_tenant_used_on"))
        batch_op.drop_index(batch_op.f("ix_briefing_use_tenant_agency_used_on"))

    op.drop_table("briefing_use")
    with op.batch_alter_table("published_briefing_use", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_published_briefing_use_tenant_used_on"))

    op.drop_table("published_briefing_use")
