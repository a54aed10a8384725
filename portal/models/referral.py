"""What did an agency refer, on which form, and where does it stand?"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, String, UniqueConstraint, and_
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from portal.domain.vocabulary import HowReceived, ReferralStatus
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
    withdrawn_at: Mapped[datetime | None]

    answers = SealedJson()
    receipt = Sealed()
    # The questions as they were asked when it was sent: later editions of the form never reword it.
    asked = SealedJson()
    quality_note = Sealed()
    decline_reason = Sealed()
    withdraw_reason = Sealed()

    @property
    def case_ids(self) -> list[UUID]:
        """The case that it belongs to; nothing before it was taken into one."""
        return [self.case_id] if self.case_id else []

    on_behalf: Mapped[OnBehalf | None] = relationship(
        primaryjoin=lambda: and_(
            Referral.tenant == OnBehalf.tenant, foreign(OnBehalf.referral_id) == Referral.id
        ),
        uselist=False,
        viewonly=True,
        # Asked of every referral that is listed or moved: it comes in the same look, and is no part of what is locked
        # (`of=Referral`).
        lazy="joined",
    )


class ReferralOwned(Sealable):
    """A row sealed with its referral's key: it goes when the referral goes."""

    referral_id: Mapped[UUID]

    def look_subject(self) -> tuple[str, UUID]:
        """Name the referral that a person has looked at when they read what is sealed here."""
        return ("referral", self.referral_id)


def of_referral(column: str = "referral_id") -> ForeignKeyConstraint:
    """Return the key that ties a row to a referral of the same tenant."""
    return ForeignKeyConstraint(["tenant", column], ["referral.tenant", "referral.id"])


class OnBehalf(ReferralOwned, TenantOwned, db.Model):
    """That somebody here entered a referral for its writer: how it came, when, and for whom."""

    __tablename__ = "referral_on_behalf"
    __table_args__ = (of_referral(), UniqueConstraint("tenant", "referral_id"))

    how: Mapped[HowReceived] = mapped_column(Coded(HowReceived))
    # From then the partnership had it, whenever it was typed in.
    came_at: Mapped[datetime]
    entered_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    entered_at: Mapped[datetime] = mapped_column(default=this_moment)
    is_quality_assured: Mapped[bool] = mapped_column(default=False)

    # Who refers and how they are reached; who quality assured it, where that was done before it came.
    said = SealedJson(is_required=True)
