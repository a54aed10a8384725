"""What is asked, waited for, dated and told while a review is under way, and who of the family takes part?"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from portal.domain.factors import LinkedProcess
from portal.domain.reviewing import ImportantDate, Relationship, WaitingFor
from portal.extensions import db
from portal.models.base import Coded, TenantOwned
from portal.models.moment import this_moment
from portal.models.output import ReviewOwned
from portal.models.sealed import Sealed, SealedJson


def of_review() -> ForeignKeyConstraint:
    """Return the key that ties a row to a review of the same tenant."""
    return ForeignKeyConstraint(["tenant", "review_id"], ["review.tenant", "review.id"])


class KeyLine(ReviewOwned, TenantOwned, db.Model):
    """One of the numbered questions that a review sets out to answer."""

    __tablename__ = "key_line"
    __table_args__ = (of_review(), Index(None, "tenant", "review_id", "position"))

    review_id: Mapped[UUID]
    position: Mapped[int]
    question = Sealed()


class ReviewDate(ReviewOwned, TenantOwned, db.Model):
    """A day that matters to a review: what it is for, and a note."""

    __tablename__ = "review_date"
    __table_args__ = (of_review(), Index(None, "tenant", "review_id", "held_on"))

    review_id: Mapped[UUID]
    kind: Mapped[ImportantDate] = mapped_column(Coded(ImportantDate))
    held_on: Mapped[date]
    note = Sealed()


class ProcessOfReview(ReviewOwned, TenantOwned, db.Model):
    """Another process about the same events, and whether it goes first."""

    __tablename__ = "process_of_review"
    __table_args__ = (of_review(), Index(None, "tenant", "review_id"))

    review_id: Mapped[UUID]
    process: Mapped[LinkedProcess] = mapped_column(Coded(LinkedProcess))
    is_lead: Mapped[bool] = mapped_column(default=False)
    ended_on: Mapped[date | None]
    note = Sealed()


class FamilyParticipation(ReviewOwned, TenantOwned, db.Model):
    """Whether somebody of the family was asked, how, and what they answered and wish; never by name."""

    __tablename__ = "family_participation"
    __table_args__ = (of_review(), Index(None, "tenant", "review_id"))

    review_id: Mapped[UUID]
    relationship: Mapped[Relationship] = mapped_column(Coded(Relationship))
    asked_on: Mapped[date | None]
    # How they were asked, what they answered, whether they want the real first name, and their wishes in words.
    said = SealedJson()


class ReviewWait(ReviewOwned, TenantOwned, db.Model):
    """That a review waits for something; its clock goes on, and somebody looks at it every month."""

    __tablename__ = "review_wait"
    __table_args__ = (of_review(), Index(None, "tenant", "review_id"), Index(None, "tenant", "ended_on", "looked_on"))

    review_id: Mapped[UUID]
    waiting_for: Mapped[WaitingFor] = mapped_column(Coded(WaitingFor))
    began_on: Mapped[date]
    looked_on: Mapped[date]
    ended_on: Mapped[date | None]
    reason = Sealed()
    # Each look: the day, and what was found.
    looks = SealedJson()


class ExpectedCompletion(ReviewOwned, TenantOwned, db.Model):
    """A day on which a review is expected to be complete; a later one stands beside it and never replaces it."""

    __tablename__ = "expected_completion"
    __table_args__ = (of_review(), Index(None, "tenant", "review_id", "recorded_at"))

    review_id: Mapped[UUID]
    expected_on: Mapped[date]
    recorded_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    recorded_at: Mapped[datetime] = mapped_column(default=this_moment)
    explanation = Sealed()
