"""Which letters did the partnership write about a referral, in which words?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal.extensions import db
from portal.models.base import TenantOwned
from portal.models.moment import this_moment
from portal.models.referral import ReferralOwned, of_referral
from portal.models.sealed import Sealed, SealedJson

# What a letter is about: that a referral is not taken forward, or that another area is offered it.
DECLINED, OFFERED = "declined", "offered"


class ReferralLetter(ReferralOwned, TenantOwned, db.Model):
    """One letter in exactly the words in which it was written."""

    __tablename__ = "referral_letter"
    __table_args__ = (
        of_referral(),
        Index(None, "tenant", "referral_id", "written_at"),
        {"info": {"insert_only": True}},
    )

    kind: Mapped[str] = mapped_column(String(20))
    # Codes of the partnership's reasons, so that it can count why it declines.
    reasons: Mapped[list[str]] = mapped_column(JSON, default=list)
    written_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    written_at: Mapped[datetime] = mapped_column(default=this_moment)

    addressee = Sealed(is_required=True)
    # Its heading, and its paragraphs with lists between them.
    text = SealedJson(is_required=True)


def letters_of(session: Session, referral_id: UUID) -> Sequence[ReferralLetter]:
    """Return the letters about a referral, the earliest first."""
    wanted = select(ReferralLetter).where(ReferralLetter.referral_id == referral_id)
    return session.scalars(wanted.order_by(ReferralLetter.written_at, ReferralLetter.id)).all()
