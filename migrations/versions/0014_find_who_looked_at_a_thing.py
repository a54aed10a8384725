"""Find who looked at a thing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from alembic import op

from portal.models.walls import lifted

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

ABREAST = 1_000
ENTRY = sa.table(
    "audit_entry", sa.column("tenant", sa.String), sa.column("seq", sa.BigInteger), sa.column("action", sa.String),
    sa.column("detail", sa.JSON),
)  # fmt: skip
LOOK = sa.table(
    "audit_look", sa.column("tenant", sa.String), sa.column("id", sa.Uuid), sa.column("subject_kind", sa.String),
    sa.column("subject_id", sa.String), sa.column("seq", sa.BigInteger),
)  # fmt: skip


def upgrade() -> None:
    op.create_table(
        "audit_look",
        sa.Column("tenant", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("subject_kind", sa.String(length=60), nullable=False),
        sa.Column("subject_id", sa.String(length=80), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_audit_look")),
        sa.UniqueConstraint(
            "tenant",
            "subject_kind",
            "subject_id",
            "seq",
            name=op.f("uq_audit_look_tenant_subject_kind_subject_id_seq"),
        ),
    )
    connection = op.get_bind()
    with lifted(connection, "audit_entry"):
        looked = sa.select(ENTRY.c.tenant, ENTRY.c.seq, ENTRY.c.detail).where(ENTRY.c.action == "looked-at")
        for entries in connection.execute(looked).partitions(ABREAST):
            rows = [row for entry in entries for row in looks_of(entry)]
            if rows:
                connection.execute(LOOK.insert(), rows)


def looks_of(entry: Any) -> Iterator[dict[str, Any]]:
    """Yield a row for each thing that an entry names."""
    detail = json.loads(entry.detail) if isinstance(entry.detail, str) else entry.detail
    for named in detail:
        kind, _, subject_id = named.partition(":")
        yield {
            "tenant": entry.tenant,
            "id": uuid4(),
            "subject_kind": kind,
            "subject_id": subject_id,
            "seq": entry.seq,
        }


def downgrade() -> None:
    op.drop_table("audit_look")
