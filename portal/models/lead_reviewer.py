"""Who leads a review, have they declared their independence, and until when may they know of its cases?"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal.domain.reviewing import ReviewerEnd
from portal.extensions import db
from portal.models.base import Coded, TenantOwned
from portal.models.moment import this_moment
from portal.models.output import ReviewOwned
from portal.models.review_work import of_review
from portal.models.sealed import Sealed


class LeadReviewer(ReviewOwned, TenantOwned, db.Model):
    """Somebody who leads or led a review, with or without an account here."""

    __tablename__ = "lead_reviewer"
    __table_args__ = (of_review(), Index(None, "tenant", "review_id"), Index(None, "tenant", "account_id"))

    review_id: Mapped[UUID]
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    appointed_on: Mapped[date]
    appointed_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    appointed_at: Mapped[datetime] = mapped_column(default=this_moment)
    # The last day of their leave to know of the review's cases; empty without an account.
    access_until: Mapped[date | None]
    declared_on: Mapped[date | None]
    declared_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    ended_on: Mapped[date | None]
    ended_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    end_kind: Mapped[ReviewerEnd | None] = mapped_column(Coded(ReviewerEnd))

    name = Sealed()
    organisation = Sealed()
    declaration = Sealed()
    end_reason = Sealed()


def in_post(session: Session, review_id: UUID) -> LeadReviewer | None:
    """Return whoever leads a review now, or None."""
    wanted = select(LeadReviewer).where(LeadReviewer.review_id == review_id, LeadReviewer.ended_on.is_(None))
    anew = wanted.order_by(LeadReviewer.appointed_at.desc()).execution_options(populate_existing=True)
    return session.scalars(anew.limit(1)).first()
