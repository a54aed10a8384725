"""Keep where the partners do not agree."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from alembic import op

from portal.models.walls import lifted

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

PARTNERS = 3
DECISION = sa.table(
    "decision", sa.column("tenant", sa.String), sa.column("id", sa.Uuid), sa.column("outcome", sa.String),
    sa.column("signed_at", sa.DateTime(timezone=True)), sa.column("unit", sa.Uuid), sa.column("case_id", sa.Uuid),
)  # fmt: skip
POSITION = sa.table(
    "partner_position", sa.column("tenant", sa.String), sa.column("decision_id", sa.Uuid),
    sa.column("position", sa.String), sa.column("outcome", sa.String),
    sa.column("recorded_at", sa.DateTime(timezone=True)),
)  # fmt: skip
DISAGREEMENT = sa.table(
    "disagreement", sa.column("tenant", sa.String), sa.column("id", sa.Uuid), sa.column("unit", sa.Uuid),
    sa.column("case_id", sa.Uuid), sa.column("decision_id", sa.Uuid), sa.column("turn", sa.Integer),
    sa.column("status", sa.String), sa.column("arose_at", sa.DateTime(timezone=True)),
)  # fmt: skip
OF_DECISION = sa.and_(POSITION.c.tenant == DECISION.c.tenant, POSITION.c.decision_id == DECISION.c.id)


def upgrade() -> None:
    op.create_table(
        "disagreement",
        sa.Column("tenant", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("decision_id", sa.Uuid(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=60), nullable=False),
        sa.Column("arose_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("escalated_by", sa.Uuid(), nullable=True),
        sa.Column("escalated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_on", sa.Date(), nullable=True),
        sa.Column("settled_outcome", sa.String(length=60), nullable=True),
        sa.Column("recorded_by", sa.Uuid(), nullable=True),
        sa.Column("put_reasons_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("told_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("question_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("settled_by_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("settled_reasons_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("unit", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["escalated_by"], ["account.id"], name=op.f("fk_disagreement_escalated_by")),
        sa.ForeignKeyConstraint(["recorded_by"], ["account.id"], name=op.f("fk_disagreement_recorded_by")),
        sa.ForeignKeyConstraint(
            ["tenant", "case_id"],
            ["review_case.tenant", "review_case.id"],
            name=op.f("fk_disagreement_tenant_case_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant", "decision_id"],
            ["decision.tenant", "decision.id"],
            name=op.f("fk_disagreement_tenant_decision_id"),
        ),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_disagreement")),
        sa.UniqueConstraint(
            "tenant", "decision_id", "turn", name=op.f("uq_disagreement_tenant_decision_id_turn")
        ),
    )
    with op.batch_alter_table("disagreement", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_disagreement_tenant_status_arose_at"),
            ["tenant", "status", "arose_at"],
            unique=False,
        )

    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.add_column(sa.Column("turn", sa.Integer(), nullable=False, server_default="1"))

    with op.batch_alter_table("partner_position", schema=None) as batch_op:
        batch_op.add_column(sa.Column("turn", sa.Integer(), nullable=False, server_default="1"))
        batch_op.add_column(sa.Column("outcome", sa.String(length=60), nullable=True))
        batch_op.drop_constraint(batch_op.f("uq_partner_position_tenant_decision_id_partner"), type_="unique")
        batch_op.create_unique_constraint(
            batch_op.f("uq_partner_position_tenant_decision_id_partner_turn"),
            ["tenant", "decision_id", "partner", "turn"],
        )
    connection = op.get_bind()
    with lifted(connection, "decision", "partner_position", "disagreement"):
        put = sa.select(DECISION.c.outcome).where(OF_DECISION).scalar_subquery()
        connection.execute(POSITION.update().values(outcome=put))
        rows = list(differing(connection))
        if rows:
            connection.execute(DISAGREEMENT.insert(), rows)


def differing(connection: sa.Connection) -> Iterator[dict[str, Any]]:
    """Yield a row for each decision that is not signed and on which the three positions differ."""
    waiting = sa.select(DECISION, POSITION.c.position, POSITION.c.recorded_at).join(POSITION, OF_DECISION)
    given: dict[Any, list[Any]] = defaultdict(list)
    for row in connection.execute(waiting.where(DECISION.c.signed_at.is_(None))):
        given[row.tenant, row.id].append(row)
    for (tenant, decision_id), rows in given.items():
        if len(rows) == PARTNERS and {row.position for row in rows} == {"agree", "do-not-agree"}:
            yield {
                "tenant": tenant, "id": uuid4(), "unit": rows[0].unit, "case_id": rows[0].case_id,
                "decision_id": decision_id, "turn": 1, "status": "not-agreed",
                "arose_at": max(row.recorded_at for row in rows),
            }  # fmt: skip


def downgrade() -> None:
    with op.batch_alter_table("partner_position", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("uq_partner_position_tenant_decision_id_partner_turn"), type_="unique"
        )
        batch_op.create_unique_constraint(
            batch_op.f("uq_partner_position_tenant_decision_id_partner"), ["tenant", "decision_id", "partner"]
        )
        batch_op.drop_column("outcome")
        batch_op.drop_column("turn")

    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.drop_column("turn")

    with op.batch_alter_table("disagreement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_disagreement_tenant_status_arose_at"))

    op.drop_table("disagreement")
