"""What does a review recommend, to whom, by when, about what, and what did each agency answer?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal.domain.factors import PracticeTheme
from portal.domain.following_up import FollowUp
from portal.domain.reviewing import Answer, RecommendationLevel
from portal.extensions import db
from portal.models.base import Coded, TenantOwned
from portal.models.output import ReviewOwned
from portal.models.review_work import of_review
from portal.models.sealed import Sealed


def of_recommendation() -> ForeignKeyConstraint:
    """Return the key that ties a row to a recommendation of the same tenant."""
    return ForeignKeyConstraint(["tenant", "recommendation_id"], ["recommendation.tenant", "recommendation.id"])


class Recommendation(ReviewOwned, TenantOwned, db.Model):
    """What a review asks agencies to do, and what will change for children."""

    __tablename__ = "recommendation"
    __table_args__ = (
        of_review(),
        Index(None, "tenant", "review_id", "position"),
        Index(None, "tenant", "status", "due_on"),
    )

    review_id: Mapped[UUID]
    position: Mapped[int]
    level: Mapped[RecommendationLevel] = mapped_column(Coded(RecommendationLevel))
    due_on: Mapped[date | None]
    # How it is carried out: what its last step says (follow_up.py).
    status: Mapped[FollowUp] = mapped_column(Coded(FollowUp), default=FollowUp.NOT_STARTED)
    # While readers can read it, it stays as they read it.
    published_at: Mapped[datetime | None]
    published_recommendation_id: Mapped[UUID | None]

    text = Sealed()
    change = Sealed()
    due_words = Sealed()


class RecommendationOwner(ReviewOwned, TenantOwned, db.Model):
    """An agency that a recommendation asks, the role there that owns it, and what the agency answered."""

    __tablename__ = "recommendation_owner"
    __table_args__ = (
        of_review(),
        of_recommendation(),
        UniqueConstraint("tenant", "recommendation_id", "agency"),
    )

    review_id: Mapped[UUID]
    recommendation_id: Mapped[UUID]
    agency: Mapped[str] = mapped_column(String(60))
    answer: Mapped[Answer | None] = mapped_column(Coded(Answer))
    answered_on: Mapped[date | None]

    role = Sealed()
    reason = Sealed()


class ReviewTheme(TenantOwned, db.Model):
    """What a review's learning is about; of one recommendation where that is named."""

    __tablename__ = "review_theme"
    __table_args__ = (of_review(), of_recommendation(), Index(None, "tenant", "review_id", "theme"))

    review_id: Mapped[UUID]
    recommendation_id: Mapped[UUID | None]
    theme: Mapped[PracticeTheme] = mapped_column(Coded(PracticeTheme))


@dataclass(frozen=True)
class Recommended:
    """One recommendation with its owners and themes, and the number by which it is known."""

    number: int
    row: Recommendation
    owners: tuple[RecommendationOwner, ...]
    themes: tuple[PracticeTheme, ...]

    @property
    def is_kept(self) -> bool:
        """Whether it stays as it is, because readers have it."""
        return self.row.published_at is not None


def recommendations_of(session: Session, review_id: UUID) -> list[Recommended]:
    """Return a review's recommendations in their order."""
    wanted = select(Recommendation).where(Recommendation.review_id == review_id)
    rows = session.scalars(wanted.order_by(Recommendation.position, Recommendation.id)).all()
    owners = owners_of(session, review_id)
    themes = themes_of(session, review_id)
    return [
        Recommended(
            number, row, tuple(each for each in owners if each.recommendation_id == row.id),
            tuple(each.theme for each in themes if each.recommendation_id == row.id),
        )
        for number, row in enumerate(rows, 1)
    ]  # fmt: skip


def owners_of(session: Session, review_id: UUID) -> Sequence[RecommendationOwner]:
    """Return the owners of all of a review's recommendations, by agency."""
    wanted = select(RecommendationOwner).where(RecommendationOwner.review_id == review_id)
    return session.scalars(wanted.order_by(RecommendationOwner.agency)).all()


def themes_of(session: Session, review_id: UUID) -> Sequence[ReviewTheme]:
    """Return the themes of a review and of its recommendations."""
    wanted = select(ReviewTheme).where(ReviewTheme.review_id == review_id)
    return session.scalars(wanted.order_by(ReviewTheme.theme, ReviewTheme.id)).all()
