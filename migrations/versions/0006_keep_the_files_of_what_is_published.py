"""Keep the files of what is published."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "published_file",
        sa.Column("tenant", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("output_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant", "output_id"],
            ["published_output.tenant", "published_output.id"],
            name=op.f("fk_published_file_tenant_output_id"),
        ),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_published_file")),
        sa.UniqueConstraint(
            "tenant", "output_id", "name", name=op.f("uq_published_file_tenant_output_id_name")
        ),
    )


def downgrade() -> None:
    op.drop_table("published_file")
