"""How does a review do by each marker of quality, and why?"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal.domain.quality_markers import Marker, Score
from portal.extensions import db
from portal.models.base import Coded, TenantOwned
from portal.models.moment import this_moment
from portal.models.output import ReviewOwned
from portal.models.review_work import of_review
from portal.models.sealed import Sealed


class MarkerScore(ReviewOwned, TenantOwned, db.Model):
    """The score of a review by one marker, with the reasons for it."""

    __tablename__ = "marker_score"
    __table_args__ = (of_review(), UniqueConstraint("tenant", "review_id", "marker"))

    review_id: Mapped[UUID]
    marker: Mapped[Marker] = mapped_column(Coded(Marker))
    score: Mapped[Score] = mapped_column(Coded(Score))
    scored_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    scored_at: Mapped[datetime] = mapped_column(default=this_moment)

    note = Sealed(is_required=True)


def scores_of(session: Session, review_id: UUID) -> dict[Marker, MarkerScore]:
    """Return what has been scored of a review, by marker."""
    rows = session.scalars(select(MarkerScore).where(MarkerScore.review_id == review_id))
    return {row.marker: row for row in rows}
