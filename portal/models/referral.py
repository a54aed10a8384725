"""What did an agency refer, on which form, and where does it stand?"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.domain.vocabulary import ReferralStatus
from portal.extensions import db
from portal.models.base import Coded, TenantOwned
from portal.models.moment import this_moment
from portal.models.sealed import Sealable, Sealed, SealedJson


class Referral(Sealable, TenantOwned, db.Model):
    """One agency's referral: the answers with the questions as asked; its own disposal unit until it is a case's."""

    __tablename__ = "referral"
    begins_unit = True
    __table_args__ = (
        ForeignKeyConstraint(["tenant", "case_id"], ["review_case.tenant", "review_case.id"]),
        UniqueConstraint("tenant", "send_token"),
        UniqueConstraint("tenant", "receipt_index"),
        Index(None, "tenant", "status", "sent_at"),
        Index(None, "tenant", "referrer_id"),
        Index(None, "tenant", "case_id"),
    )

    form_code: Mapped[str] = mapped_column(String(60))
    form_version: Mapped[int]
    status: Mapped[ReferralStatus] = mapped_column(Coded(ReferralStatus), default=ReferralStatus.DRAFT)
    agency: Mapped[str] = mapped_column(String(60))
    referrer_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    case_id: Mapped[UUID | None]
    # What clocks and urgency are reckoned from, in the clear.
    incident_on: Mapped[date | None]
    harm: Mapped[str] = mapped_column(String(60), default="")
    begun_at: Mapped[datetime] = mapped_column(default=this_moment)
    saved_at: Mapped[datetime] = mapped_column(default=this_moment)
    sent_at: Mapped[datetime | None]
    received_at: Mapped[datetime | None]
    send_token: Mapped[str | None] = mapped_column(String(64))
    receipt_index: Mapped[str | None] = mapped_column(String(64))
    quality_assured_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    quality_assured_at: Mapped[datetime | None]

    answers = SealedJson()
    receipt = Sealed()
    # The questions as they were asked when it was sent: later editions of the form never reword it.
    asked = SealedJson()
    quality_note = Sealed()
    decline_reason = Sealed()
