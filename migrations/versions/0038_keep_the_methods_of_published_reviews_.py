"""Keep the methods of published reviews for regional leads."""

from __future__ import annotations

from uuid import uuid4

import sqlalchemy as sa
from alembic import op

from portal.models.walls import lifted

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def table(name: str, *ids: str, has_method: bool = False) -> sa.TableClause:
    """Return a table as this migration knows it."""
    method = [sa.column("method", sa.String)] if has_method else []
    return sa.table(name, sa.column("tenant", sa.String), *(sa.column(id, sa.Uuid) for id in ids), *method)


REVIEW, PUBLIC = table("review", "id", "published_review_id"), table("published_review", "id")
USED = table("review_method", "review_id", has_method=True)
COPY = table("published_method", "id", "review_id", has_method=True)


def upgrade() -> None:
    op.create_table(
        "published_method",
        sa.Column("tenant", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("method", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant", "review_id"],
            ["published_review.tenant", "published_review.id"],
            name=op.f("fk_published_method_tenant_review_id"),
        ),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_published_method")),
        sa.UniqueConstraint(
            "tenant", "review_id", "method", name=op.f("uq_published_method_tenant_review_id_method")
        ),
    )
    copy_methods()


def copy_methods() -> None:
    """Give every review that is published already its methods beside its public copy."""
    connection = op.get_bind()
    of_review = (REVIEW.c.tenant == USED.c.tenant) & (REVIEW.c.id == USED.c.review_id)
    is_public = (PUBLIC.c.tenant == REVIEW.c.tenant) & (PUBLIC.c.id == REVIEW.c.published_review_id)
    wanted = (
        sa.select(REVIEW.c.tenant, REVIEW.c.published_review_id, USED.c.method)
        .join_from(USED, REVIEW, of_review)
        .join(PUBLIC, is_public)
    )
    with lifted(connection, "review", "review_method", "published_review"):
        found = connection.execute(wanted).all()
    if found:
        rows = [{"tenant": row[0], "id": uuid4(), "review_id": row[1], "method": row[2]} for row in found]
        connection.execute(COPY.insert(), rows)


def downgrade() -> None:
    op.drop_table("published_method")
