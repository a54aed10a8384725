"""What did those who wrote a referral add after it was sent, when, and has the partnership read it?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal.extensions import db
from portal.models.base import TenantOwned
from portal.models.moment import this_moment
from portal.models.referral import Referral, ReferralOwned, of_referral
from portal.models.sealed import Sealed


class ReferralAddition(ReferralOwned, TenantOwned, db.Model):
    """One addition: it stands beside the answers, which stay as they were sent."""

    __tablename__ = "referral_addition"
    __table_args__ = (
        of_referral(),
        Index(None, "tenant", "referral_id", "added_at"),
        Index(None, "tenant", "read_at"),
    )

    referral_id: Mapped[UUID]
    added_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    added_at: Mapped[datetime] = mapped_column(default=this_moment)
    read_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    read_at: Mapped[datetime | None]

    words = Sealed(is_required=True)


def additions_of(session: Session, referral_id: UUID) -> Sequence[ReferralAddition]:
    """Return what was added to a referral, the earliest first."""
    wanted = select(ReferralAddition).where(ReferralAddition.referral_id == referral_id)
    return session.scalars(wanted.order_by(ReferralAddition.added_at, ReferralAddition.id)).all()


def additions_of_case(session: Session, case_id: UUID) -> Sequence[ReferralAddition]:
    """Return what was added to the referrals of a case, the earliest first."""
    wanted = select(ReferralAddition).join(
        Referral,
        (Referral.tenant == ReferralAddition.tenant) & (Referral.id == ReferralAddition.referral_id),
    )
    in_order = wanted.order_by(ReferralAddition.added_at, ReferralAddition.id)
    return session.scalars(in_order.where(Referral.case_id == case_id)).all()


def with_unread(session: Session) -> set[UUID]:
    """Return the referrals to which something was added that the partnership has not read."""
    wanted = select(ReferralAddition.referral_id).where(ReferralAddition.read_at.is_(None))
    return set(session.scalars(wanted))
