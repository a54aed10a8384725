"""When was the National Panel told that a decision is put off, and what was it told?"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, ForeignKeyConstraint, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal.extensions import db
from portal.models.base import TenantOwned
from portal.models.case import CaseOwned, of_case
from portal.models.moment import this_moment
from portal.models.sealed import Sealed


class DeferralTold(CaseOwned, TenantOwned, db.Model):
    """The day on which the Panel was told why a decision is put off, outside the portal; written once."""

    __tablename__ = "deferral_told"
    __table_args__ = (
        of_case(),
        ForeignKeyConstraint(["tenant", "decision_id"], ["decision.tenant", "decision.id"]),
        UniqueConstraint("tenant", "decision_id"),
        {"info": {"insert_only": True}},
    )

    decision_id: Mapped[UUID]
    told_on: Mapped[date]
    recorded_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    recorded_at: Mapped[datetime] = mapped_column(default=this_moment)

    words = Sealed(is_required=True)


def deferral_told(session: Session, decision_id: UUID) -> DeferralTold | None:
    """Return that the Panel was told why a decision is put off; None where it was not."""
    found: DeferralTold | None = session.scalar(
        select(DeferralTold).where(DeferralTold.decision_id == decision_id)
    )
    return found
