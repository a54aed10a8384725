"""Keep what regional leads are shown of casework, and who signed it off."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "released_edition",
        sa.Column("tenant", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("through", sa.Integer(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("is_fictional", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_released_edition")),
        sa.UniqueConstraint(
            "tenant", "through", "edition", name=op.f("uq_released_edition_tenant_through_edition")
        ),
    )
    op.create_table(
        "release_part",
        sa.Column("tenant", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("through", sa.Integer(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=60), nullable=False),
        sa.Column("prepared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_fictional", sa.Boolean(), nullable=False),
        sa.Column("exact_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("figures_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("meanings_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("note_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("unit", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["answered_by"], ["account.id"], name=op.f("fk_release_part_answered_by")),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_release_part")),
        sa.UniqueConstraint(
            "tenant", "through", "edition", name=op.f("uq_release_part_tenant_through_edition")
        ),
    )
    op.create_table(
        "released_figure",
        sa.Column("tenant", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("measure", sa.String(length=60), nullable=False),
        sa.Column("years", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("hidden", sa.String(length=60), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant", "edition_id"],
            ["released_edition.tenant", "released_edition.id"],
            name=op.f("fk_released_figure_tenant_edition_id"),
        ),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_released_figure")),
        sa.UniqueConstraint(
            "tenant",
            "edition_id",
            "measure",
            "years",
            name=op.f("uq_released_figure_tenant_edition_id_measure_years"),
        ),
    )
    with op.batch_alter_table("released_figure", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_released_figure_tenant_measure_years"),
            ["tenant", "measure", "years"],
            unique=False,
        )


def downgrade() -> None:
    with op.batch_alter_table("released_figure", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_released_figure_tenant_measure_years"))

    op.drop_table("released_figure")
    op.drop_table("release_part")
    op.drop_table("released_edition")
