"""What did the partnership ask about a referral, what was answered, and since when does it wait?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal.extensions import db
from portal.models.base import TenantOwned
from portal.models.moment import this_moment
from portal.models.referral import ReferralOwned, of_referral
from portal.models.sealed import Sealed


class ReferralQuestion(ReferralOwned, TenantOwned, db.Model):
    """One thing that was asked about a referral: answered, or gone on without."""

    __tablename__ = "referral_question"
    __table_args__ = (of_referral(), Index(None, "tenant", "referral_id", "asked_at"))

    asked_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    asked_at: Mapped[datetime] = mapped_column(default=this_moment)
    answer_by: Mapped[date]
    answered_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    answered_at: Mapped[datetime | None]
    # Whether somebody here wrote down what the referrer told them.
    is_told: Mapped[bool] = mapped_column(default=False)
    ended_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    ended_at: Mapped[datetime | None]

    question = Sealed(is_required=True)
    answer = Sealed()
    # Why the coordinator went on without an answer.
    end_reason = Sealed()

    @property
    def is_open(self) -> bool:
        """Whether the referral waits for its answer."""
        return self.answered_at is None and self.ended_at is None


def questions_of(session: Session, referral_id: UUID) -> Sequence[ReferralQuestion]:
    """Return what was asked about a referral, the earliest first."""
    wanted = select(ReferralQuestion).where(ReferralQuestion.referral_id == referral_id)
    return session.scalars(wanted.order_by(ReferralQuestion.asked_at, ReferralQuestion.id)).all()


def open_questions(session: Session, referral_ids: Sequence[UUID]) -> dict[UUID, ReferralQuestion]:
    """Return the question that each of these referrals waits for, by referral."""
    wanted = select(ReferralQuestion).where(
        ReferralQuestion.referral_id.in_(referral_ids),
        ReferralQuestion.answered_at.is_(None),
        ReferralQuestion.ended_at.is_(None),
    )
    return {each.referral_id: each for each in session.scalars(wanted)} if referral_ids else {}
