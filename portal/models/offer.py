"""Which referrals were offered to another area, and which were offered here?

An offer stands twice, once on each side, under one random id. Neither side reads the other's row: what one does is told
to the other by the hand-over alone (`referrals/handing_over.py`). The side that is asked holds nothing about anybody.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal.domain.vocabulary import OfferAnswer, OfferReason, OfferStatus, ReferralStatus
from portal.extensions import db
from portal.models.base import SLUG_LENGTH, Coded, TenantOwned
from portal.models.moment import this_moment
from portal.models.read_once import read_once
from portal.models.referral import Referral, ReferralOwned, of_referral
from portal.models.sealed import Sealed


class ReferralOffer(ReferralOwned, TenantOwned, db.Model):
    """That this partnership offers a referral to another area: one on the portal, or one that is written to."""

    __tablename__ = "referral_offer"
    __table_args__ = (
        of_referral(),
        Index(None, "tenant", "referral_id", "offered_at"),
        Index(None, "tenant", "is_told"),
    )

    # Empty for an area that is not on the portal.
    to_slug: Mapped[str] = mapped_column(String(SLUG_LENGTH), default="")
    reason: Mapped[OfferReason] = mapped_column(Coded(OfferReason))
    status: Mapped[OfferStatus] = mapped_column(Coded(OfferStatus), default=OfferStatus.WAITING)
    offered_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    offered_at: Mapped[datetime] = mapped_column(default=this_moment)
    ended_at: Mapped[datetime | None]
    answer: Mapped[OfferAnswer | None] = mapped_column(Coded(OfferAnswer))
    # Whether the other side has been told where this stands now.
    is_told: Mapped[bool] = mapped_column(default=False)

    # Of an area that is not on the portal: who is written to, and what they answered.
    written_to = Sealed()
    answered_in_words = Sealed()


class IncomingOffer(TenantOwned, db.Model):
    """That another partnership offers a referral here: who offers and why, and nothing about anybody."""

    __tablename__ = "incoming_offer"
    __table_args__ = (of_referral(), Index(None, "tenant", "status", "offered_at"), Index(None, "tenant", "is_told"))

    from_slug: Mapped[str] = mapped_column(String(SLUG_LENGTH))
    reason: Mapped[OfferReason] = mapped_column(Coded(OfferReason))
    status: Mapped[OfferStatus] = mapped_column(Coded(OfferStatus), default=OfferStatus.WAITING)
    offered_at: Mapped[datetime]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[datetime | None]
    answer: Mapped[OfferAnswer | None] = mapped_column(Coded(OfferAnswer))
    is_told: Mapped[bool] = mapped_column(default=True)
    # The copy, once it was accepted and handed over.
    referral_id: Mapped[UUID | None]


def offers_of(session: Session, referral_id: UUID) -> Sequence[ReferralOffer]:
    """Return the offers of a referral, the latest first."""
    wanted = select(ReferralOffer).where(ReferralOffer.referral_id == referral_id)
    return session.scalars(wanted.order_by(ReferralOffer.offered_at.desc(), ReferralOffer.id)).all()


@read_once
def offers_of_case(session: Session, case_id: UUID) -> Sequence[tuple[Referral, ReferralOffer | None]]:
    """Return the referrals that a case holds still, the first sent first, each with the offer of it that waits."""
    held = select(Referral).where(Referral.case_id == case_id, Referral.status == ReferralStatus.ACCEPTED)
    rows = session.scalars(held.order_by(Referral.sent_at, Referral.id)).all()
    wanted = select(ReferralOffer).where(
        ReferralOffer.referral_id.in_([each.id for each in rows]), ReferralOffer.status == OfferStatus.WAITING
    )
    waiting = {each.referral_id: each for each in session.scalars(wanted)} if rows else {}
    return [(each, waiting.get(each.id)) for each in rows]


def is_case_offered(session: Session, case_id: UUID) -> bool:
    """Whether another area has been asked to take a referral of a case, and has not answered."""
    return any(made is not None for _, made in offers_of_case(session, case_id))


def waiting_offer(session: Session, referral_id: UUID) -> ReferralOffer | None:
    """Return the offer of a referral that waits for an answer; locked, where the session writes."""
    wanted = select(ReferralOffer).where(
        ReferralOffer.referral_id == referral_id, ReferralOffer.status == OfferStatus.WAITING
    )
    found: ReferralOffer | None = session.scalars(wanted.with_for_update()).first()
    return found
