"""Keep how a review is worked on, who leads it and what it recommends; a review may have several methods."""

from __future__ import annotations

from uuid import uuid4

import sqlalchemy as sa
from alembic import op

from portal.models.walls import lifted

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "expected_completion",
        sa.Column("tenant", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("expected_on", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("explanation_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("unit", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["account.id"], name=op.f("fk_expected_completion_recorded_by")
        ),
        sa.ForeignKeyConstraint(
            ["tenant", "review_id"],
            ["review.tenant", "review.id"],
            name=op.f("fk_expected_completion_tenant_review_id"),
        ),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_expected_completion")),
    )
    with op.batch_alter_table("expected_completion", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_expected_completion_tenant_review_id_recorded_at"),
            ["tenant", "review_id", "recorded_at"],
            unique=False,
        )

    op.create_table(
        "family_participation",
        sa.Column("tenant", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("relationship", sa.String(length=60), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=True),
        sa.Column("said_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("unit", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant", "review_id"],
            ["review.tenant", "review.id"],
            name=op.f("fk_family_participation_tenant_review_id"),
        ),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_family_participation")),
    )
    with op.batch_alter_table("family_participation", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_family_participation_tenant_review_id"), ["tenant", "review_id"], unique=False
        )

    op.create_table(
        "key_line",
        sa.Column("tenant", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("question_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("unit", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant", "review_id"], ["review.tenant", "review.id"], name=op.f("fk_key_line_tenant_review_id")
        ),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_key_line")),
    )
    with op.batch_alter_table("key_line", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_key_line_tenant_review_id_position"),
            ["tenant", "review_id", "position"],
            unique=False,
        )

    op.create_table(
        "lead_reviewer",
        sa.Column("tenant", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("appointed_on", sa.Date(), nullable=False),
        sa.Column("appointed_by", sa.Uuid(), nullable=False),
        sa.Column("appointed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("access_until", sa.Date(), nullable=True),
        sa.Column("declared_on", sa.Date(), nullable=True),
        sa.Column("declared_by", sa.Uuid(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("ended_by", sa.Uuid(), nullable=True),
        sa.Column("end_kind", sa.String(length=60), nullable=True),
        sa.Column("name_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("organisation_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("declaration_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("end_reason_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("unit", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_lead_reviewer_account_id")),
        sa.ForeignKeyConstraint(["appointed_by"], ["account.id"], name=op.f("fk_lead_reviewer_appointed_by")),
        sa.ForeignKeyConstraint(["declared_by"], ["account.id"], name=op.f("fk_lead_reviewer_declared_by")),
        sa.ForeignKeyConstraint(["ended_by"], ["account.id"], name=op.f("fk_lead_reviewer_ended_by")),
        sa.ForeignKeyConstraint(
            ["tenant", "review_id"],
            ["review.tenant", "review.id"],
            name=op.f("fk_lead_reviewer_tenant_review_id"),
        ),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_lead_reviewer")),
    )
    with op.batch_alter_table("lead_reviewer", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_lead_reviewer_tenant_account_id"), ["tenant", "account_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_lead_reviewer_tenant_review_id"), ["tenant", "review_id"], unique=False
        )

    op.create_table(
        "process_of_review",
        sa.Column("tenant", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("process", sa.String(length=60), nullable=False),
        sa.Column("is_lead", sa.Boolean(), nullable=False),
        sa.Column("note_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("unit", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant", "review_id"],
            ["review.tenant", "review.id"],
            name=op.f("fk_process_of_review_tenant_review_id"),
        ),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_process_of_review")),
    )
    with op.batch_alter_table("process_of_review", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_process_of_review_tenant_review_id"), ["tenant", "review_id"], unique=False
        )

    op.create_table(
        "recommendation",
        sa.Column("tenant", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("level", sa.String(length=60), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_recommendation_id", sa.Uuid(), nullable=True),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("change_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("due_words_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("unit", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant", "review_id"],
            ["review.tenant", "review.id"],
            name=op.f("fk_recommendation_tenant_review_id"),
        ),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_recommendation")),
    )
    with op.batch_alter_table("recommendation", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_recommendation_tenant_review_id_position"),
            ["tenant", "review_id", "position"],
            unique=False,
        )

    op.create_table(
        "review_date",
        sa.Column("tenant", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("note_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("unit", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant", "review_id"],
            ["review.tenant", "review.id"],
            name=op.f("fk_review_date_tenant_review_id"),
        ),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_review_date")),
    )
    with op.batch_alter_table("review_date", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_review_date_tenant_review_id_held_on"),
            ["tenant", "review_id", "held_on"],
            unique=False,
        )

    op.create_table(
        "review_method",
        sa.Column("tenant", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("method", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant", "review_id"],
            ["review.tenant", "review.id"],
            name=op.f("fk_review_method_tenant_review_id"),
        ),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_review_method")),
        sa.UniqueConstraint(
            "tenant", "review_id", "method", name=op.f("uq_review_method_tenant_review_id_method")
        ),
    )
    op.create_table(
        "review_wait",
        sa.Column("tenant", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("waiting_for", sa.String(length=60), nullable=False),
        sa.Column("began_on", sa.Date(), nullable=False),
        sa.Column("looked_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("looks_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("unit", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant", "review_id"],
            ["review.tenant", "review.id"],
            name=op.f("fk_review_wait_tenant_review_id"),
        ),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_review_wait")),
    )
    with op.batch_alter_table("review_wait", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_review_wait_tenant_ended_on_looked_on"),
            ["tenant", "ended_on", "looked_on"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_review_wait_tenant_review_id"), ["tenant", "review_id"], unique=False
        )

    op.create_table(
        "recommendation_owner",
        sa.Column("tenant", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("recommendation_id", sa.Uuid(), nullable=False),
        sa.Column("agency", sa.String(length=60), nullable=False),
        sa.Column("answer", sa.String(length=60), nullable=True),
        sa.Column("role_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("unit", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant", "recommendation_id"],
            ["recommendation.tenant", "recommendation.id"],
            name=op.f("fk_recommendation_owner_tenant_recommendation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant", "review_id"],
            ["review.tenant", "review.id"],
            name=op.f("fk_recommendation_owner_tenant_review_id"),
        ),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_recommendation_owner")),
        sa.UniqueConstraint(
            "tenant",
            "recommendation_id",
            "agency",
            name=op.f("uq_recommendation_owner_tenant_recommendation_id_agency"),
        ),
    )
    op.create_table(
        "review_theme",
        sa.Column("tenant", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("recommendation_id", sa.Uuid(), nullable=True),
        sa.Column("theme", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant", "recommendation_id"],
            ["recommendation.tenant", "recommendation.id"],
            name=op.f("fk_review_theme_tenant_recommendation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant", "review_id"],
            ["review.tenant", "review.id"],
            name=op.f("fk_review_theme_tenant_review_id"),
        ),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_review_theme")),
    )
    with op.batch_alter_table("review_theme", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_review_theme_tenant_review_id_theme"),
            ["tenant", "review_id", "theme"],
            unique=False,
        )

    with op.batch_alter_table("publication", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("carries_learning", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.add_column(sa.Column("carried_ids", sa.JSON(), nullable=False, server_default="[]"))
        batch_op.add_column(
            sa.Column("learning_hash", sa.String(length=64), nullable=False, server_default="")
        )

    with op.batch_alter_table("published_theme", schema=None) as batch_op:
        batch_op.add_column(sa.Column("visible_from", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("visible_until", sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table("review", schema=None) as batch_op:
        batch_op.add_column(sa.Column("period_from", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("period_to", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("joint_partners_sealed", sa.LargeBinary(), nullable=True))

    keep_methods()
    # Both engines know it, and a table that is made anew would lose what watches it.
    op.execute("ALTER TABLE review DROP COLUMN method")


REVIEW = sa.table(
    "review", sa.column("tenant", sa.String), sa.column("id", sa.Uuid), sa.column("method", sa.String)
)
METHOD = sa.table(
    "review_method",
    sa.column("tenant", sa.String),
    sa.column("id", sa.Uuid),
    sa.column("review_id", sa.Uuid),
    sa.column("method", sa.String),
)


def keep_methods() -> None:
    """Give every review that has a method a row for it."""
    connection = op.get_bind()
    with lifted(connection, "review"):
        found = connection.execute(sa.select(REVIEW).where(REVIEW.c.method != "")).all()
    rows = [{"tenant": row.tenant, "id": uuid4(), "review_id": row.id, "method": row.method} for row in found]
    if rows:
        connection.execute(METHOD.insert(), rows)


def keep_one_method() -> None:
    """Give every review the first of its methods back."""
    connection = op.get_bind()
    with lifted(connection, "review", "review_method"):
        for row in connection.execute(sa.select(METHOD).order_by(METHOD.c.method.desc())).all():
            this = (REVIEW.c.tenant == row.tenant, REVIEW.c.id == row.review_id)
            connection.execute(REVIEW.update().where(*this).values(method=row.method))


def downgrade() -> None:
    with op.batch_alter_table("review", schema=None) as batch_op:
        batch_op.add_column(sa.Column("method", sa.String(length=60), nullable=False, server_default=""))
        batch_op.drop_column("joint_partners_sealed")
        batch_op.drop_column("period_to")
        batch_op.drop_column("period_from")

    with op.batch_alter_table("published_theme", schema=None) as batch_op:
        batch_op.drop_column("visible_until")
        batch_op.drop_column("visible_from")

    with op.batch_alter_table("publication", schema=None) as batch_op:
        batch_op.drop_column("learning_hash")
        batch_op.drop_column("carried_ids")
        batch_op.drop_column("carries_learning")

    with op.batch_alter_table("review_theme", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_review_theme_tenant_review_id_theme"))

    op.drop_table("review_theme")
    op.drop_table("recommendation_owner")
    with op.batch_alter_table("review_wait", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_review_wait_tenant_review_id"))
        batch_op.drop_index(batch_op.f("ix_review_wait_tenant_ended_on_looked_on"))

    op.drop_table("review_wait")
    keep_one_method()
    op.drop_table("review_method")
    with op.batch_alter_table("review_date", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_review_date_tenant_review_id_held_on"))

    op.drop_table("review_date")
    with op.batch_alter_table("recommendation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_recommendation_tenant_review_id_position"))

    op.drop_table("recommendation")
    with op.batch_alter_table("process_of_review", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_process_of_review_tenant_review_id"))

    op.drop_table("process_of_review")
    with op.batch_alter_table("lead_reviewer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lead_reviewer_tenant_review_id"))
        batch_op.drop_index(batch_op.f("ix_lead_reviewer_tenant_account_id"))

    op.drop_table("lead_reviewer")
    with op.batch_alter_table("key_line", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_key_line_tenant_review_id_position"))

    op.drop_table("key_line")
    with op.batch_alter_table("family_participation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_family_participation_tenant_review_id"))

    op.drop_table("family_participation")
    with op.batch_alter_table("expected_completion", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_expected_completion_tenant_review_id_recorded_at"))

    op.drop_table("expected_completion")
