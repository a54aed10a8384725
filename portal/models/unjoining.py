"""When was a referral taken out of a case, why, and what went with it?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal.extensions import db
from portal.models.base import TenantOwned
from portal.models.case import CaseOwned, of_case
from portal.models.moment import this_moment
from portal.models.referral import of_referral
from portal.models.sealed import Sealed, SealedJson


class Unjoining(CaseOwned, TenantOwned, db.Model):
    """That a referral left a case: what was taken out of the case with it is kept here, word for word."""

    __tablename__ = "referral_unjoining"
    __table_args__ = (
        of_case(),
        of_referral(),
        Index(None, "tenant", "case_id", "made_at"),
        {"info": {"insert_only": True}},
    )

    referral_id: Mapped[UUID]
    made_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[datetime] = mapped_column(default=this_moment)

    reason = Sealed(is_required=True)
    # What was taken out, with everything that was known of it; and the names of what stayed.
    taken_out = SealedJson(is_required=True)
    stayed = SealedJson(is_required=True)


def unjoinings_of(session: Session, case_id: UUID) -> Sequence[Unjoining]:
    """Return when referrals left a case, the earliest first."""
    wanted = select(Unjoining).where(Unjoining.case_id == case_id)
    return session.scalars(wanted.order_by(Unjoining.made_at, Unjoining.id)).all()
