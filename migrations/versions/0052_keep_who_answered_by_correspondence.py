"""Keep which members of the screening body answered by correspondence, and what was found of the quorum."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("screening", sa.Column("answered_sealed", sa.LargeBinary(), nullable=True))
    op.add_column("screening", sa.Column("quorum_sealed", sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    op.drop_column("screening", "quorum_sealed")
    op.drop_column("screening", "answered_sealed")
