"""What was recorded of how a recommendation is carried out, checked and felt? Steps are added and never changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal.domain.following_up import Evidence, FollowUp, Impact, Step, Stepped, Strength
from portal.extensions import db
from portal.models.base import Coded, TenantOwned
from portal.models.moment import this_moment
from portal.models.output import ReviewOwned
from portal.models.recommendation import of_recommendation
from portal.models.review_work import of_review
from portal.models.sealed import Sealed


class FollowUpStep(ReviewOwned, TenantOwned, db.Model):
    """One thing that somebody recorded of a recommendation, and how it stood from then on."""

    __tablename__ = "follow_up_step"
    __table_args__ = (
        of_review(),
        of_recommendation(),
        UniqueConstraint("tenant", "recommendation_id", "position"),
    )

    review_id: Mapped[UUID]
    recommendation_id: Mapped[UUID]
    position: Mapped[int]
    kind: Mapped[Step] = mapped_column(Coded(Step))
    status: Mapped[FollowUp] = mapped_column(Coded(FollowUp))
    happened_on: Mapped[date]
    evidence: Mapped[Evidence | None] = mapped_column(Coded(Evidence))
    strength: Mapped[Strength | None] = mapped_column(Coded(Strength))
    impact: Mapped[Impact | None] = mapped_column(Coded(Impact))
    recorded_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    recorded_at: Mapped[datetime] = mapped_column(default=this_moment)

    note = Sealed(is_required=True)

    @property
    def stepped(self) -> Stepped:
        """The step in codes and days alone."""
        return Stepped(self.kind, self.happened_on, self.status, self.strength, self.impact)


def steps_of(session: Session, recommendation_id: UUID) -> Sequence[FollowUpStep]:
    """Return what was recorded of a recommendation, in the order in which it was."""
    wanted = select(FollowUpStep).where(FollowUpStep.recommendation_id == recommendation_id)
    return session.scalars(wanted.order_by(FollowUpStep.position)).all()


def who_said_complete(steps: Sequence[FollowUpStep]) -> UUID | None:
    """Return who last said that it is complete; None where nobody did since it was last opened again."""
    for step in reversed(steps):
        if step.kind in (Step.COMPLETE, Step.FURTHER_WORK, Step.REOPENED):
            return step.recorded_by if step.kind is Step.COMPLETE else None
    return None
