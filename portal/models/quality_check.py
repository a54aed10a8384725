"""What did the quality assurer say of each section of a referral, each time that it came to them?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal.extensions import db
from portal.models.base import TenantOwned
from portal.models.moment import this_moment
from portal.models.referral import Referral, ReferralOwned, of_referral
from portal.models.sealed import Sealed, SealedJson


class QualityCheck(ReferralOwned, TenantOwned, db.Model):
    """One round of quality assurance; once it has ended it never changes."""

    __tablename__ = "quality_check"
    __table_args__ = (of_referral(), Index(None, "tenant", "referral_id", "begun_at"))

    referral_id: Mapped[UUID]
    checked_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    begun_at: Mapped[datetime] = mapped_column(default=this_moment)
    ended_at: Mapped[datetime | None]
    is_returned: Mapped[bool] = mapped_column(default=False)

    # By the code of the section; and what was said of the whole.
    comments = SealedJson()
    note = Sealed()
    # The answers as they stood when it was returned, so that both can see what has changed since.
    answers = SealedJson()


def checks_of(session: Session, referral_id: UUID) -> Sequence[QualityCheck]:
    """Return the rounds of a referral's quality assurance, the earliest first."""
    wanted = select(QualityCheck).where(QualityCheck.referral_id == referral_id)
    return session.scalars(wanted.order_by(QualityCheck.begun_at, QualityCheck.id)).all()


def last_returned(session: Session, referral_id: UUID) -> QualityCheck | None:
    """Return the round in which a referral was last returned."""
    returned = [each for each in checks_of(session, referral_id) if each.ended_at and each.is_returned]
    return returned[-1] if returned else None


def open_check(session: Session, referral_id: UUID) -> QualityCheck | None:
    """Return the round that somebody has begun and not ended."""
    begun = [each for each in checks_of(session, referral_id) if each.ended_at is None]
    return begun[-1] if begun else None


def put_comments(
    session: Session, referral: Referral, checked_by: UUID, comments: Mapping[str, str], note: str
) -> QualityCheck:
    """Put comments into the open round of a referral, or begin one, in the caller's transaction."""
    check = open_check(session, referral.id)
    if check is None:
        check = QualityCheck(tenant=referral.tenant, unit=referral.unit, referral_id=referral.id)
        session.add(check)
    check.checked_by = checked_by
    check.comments = {code: words.strip() for code, words in comments.items() if words.strip()}
    check.note = note.strip() or None
    return check
