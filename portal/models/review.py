"""What learning work is under way, on which cases, and begun by which decision?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal.domain.vocabulary import Method, ReviewKind, ReviewStatus
from portal.extensions import db
from portal.models.base import Coded, TenantOwned
from portal.models.moment import this_moment
from portal.models.sealed import Sealable, Sealed, SealedJson


class Review(Sealable, TenantOwned, db.Model):
    """The learning work on one or more cases; its kind is what it is for, its method how it is done."""

    __tablename__ = "review"
    begins_unit = True
    __table_args__ = (
        UniqueConstraint("tenant", "chosen_name"),
        Index(None, "tenant", "status", "opened_on"),
    )

    kind: Mapped[ReviewKind] = mapped_column(Coded(ReviewKind))
    status: Mapped[ReviewStatus] = mapped_column(Coded(ReviewStatus), default=ReviewStatus.OPEN)
    chosen_name: Mapped[str] = mapped_column(String(80))
    opened_on: Mapped[date]
    opened_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    completed_at: Mapped[datetime | None]
    published_review_id: Mapped[UUID | None]
    is_fictional: Mapped[bool] = mapped_column(default=False)
    # The time that the review looks at.
    period_from: Mapped[date | None]
    period_to: Mapped[date | None]

    # Its terms of reference, in words.
    scope = Sealed()
    joint_partners = SealedJson()


class ReviewMethod(TenantOwned, db.Model):
    """One way in which a review is carried out; it may use several."""

    __tablename__ = "review_method"
    __table_args__ = (
        ForeignKeyConstraint(["tenant", "review_id"], ["review.tenant", "review.id"]),
        UniqueConstraint("tenant", "review_id", "method"),
    )

    review_id: Mapped[UUID]
    method: Mapped[Method] = mapped_column(Coded(Method))


class ReviewOfCase(TenantOwned, db.Model):
    """That a review looks at a case, and the signed decision that began it."""

    __tablename__ = "review_of_case"
    __table_args__ = (
        ForeignKeyConstraint(["tenant", "review_id"], ["review.tenant", "review.id"]),
        ForeignKeyConstraint(["tenant", "case_id"], ["review_case.tenant", "review_case.id"]),
        ForeignKeyConstraint(["tenant", "decision_id"], ["decision.tenant", "decision.id"]),
        UniqueConstraint("tenant", "review_id", "case_id"),
        Index(None, "tenant", "case_id"),
    )

    review_id: Mapped[UUID]
    case_id: Mapped[UUID]
    decision_id: Mapped[UUID | None]
    joined_at: Mapped[datetime] = mapped_column(default=this_moment)


def case_ids_of(session: Session, review_id: UUID) -> Sequence[UUID]:
    """Return the ids of the cases that a review looks at."""
    return session.scalars(select(ReviewOfCase.case_id).where(ReviewOfCase.review_id == review_id)).all()


def has_open_review(session: Session, case_id: UUID) -> bool:
    """Whether a review that looks at a case is open."""
    wanted = select(Review.id).join(
        ReviewOfCase, (ReviewOfCase.tenant == Review.tenant) & (ReviewOfCase.review_id == Review.id)
    )
    is_open = ReviewOfCase.case_id == case_id, Review.status == ReviewStatus.OPEN
    return session.scalars(wanted.where(*is_open).limit(1)).first() is not None


def methods_of(session: Session, review_id: UUID) -> list[Method]:
    """Return how a review is carried out, in the vocabulary's order."""
    found = set(session.scalars(select(ReviewMethod.method).where(ReviewMethod.review_id == review_id)))
    return [each for each in Method if each in found]
