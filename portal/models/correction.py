"""What was corrected on a case, from what to what, by whom, why and after which referral?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal.extensions import db
from portal.models.base import TenantOwned
from portal.models.case import CaseOwned, of_case
from portal.models.moment import this_moment
from portal.models.sealed import Sealed, SealedJson


class Correction(CaseOwned, TenantOwned, db.Model):
    """One correction of what is known of a case, or of a child in it; the referral keeps what was sent."""

    __tablename__ = "correction"
    __table_args__ = (
        of_case(),
        ForeignKeyConstraint(["tenant", "child_id"], ["child.tenant", "child.id"]),
        ForeignKeyConstraint(["tenant", "referral_id"], ["referral.tenant", "referral.id"]),
        Index(None, "tenant", "case_id", "made_at"),
        {"info": {"insert_only": True}},
    )

    case_id: Mapped[UUID]
    child_id: Mapped[UUID | None]
    # The referral that what is right came from, where it came with one.
    referral_id: Mapped[UUID | None]
    made_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[datetime] = mapped_column(default=this_moment)

    reason = Sealed(is_required=True)
    # By the name of the core field: what stood there, and what stands there now.
    changed = SealedJson(is_required=True)


def corrections_of(session: Session, case_id: UUID) -> Sequence[Correction]:
    """Return the corrections of a case, the latest first."""
    wanted = select(Correction).where(Correction.case_id == case_id)
    return session.scalars(wanted.order_by(Correction.made_at.desc(), Correction.id)).all()
