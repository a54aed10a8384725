"""What does an agency do for a recommendation: what, who there, by when, and by what is it known to be done?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal.domain.agency_actions import ActionStanding, ActionStatus, action_standing
from portal.domain.following_up import Evidence
from portal.extensions import db
from portal.models.base import Coded, TenantOwned
from portal.models.moment import this_moment
from portal.models.output import ReviewOwned
from portal.models.published_learning import PublishedAction
from portal.models.recommendation import Recommendation, of_recommendation
from portal.models.review_work import of_review
from portal.models.sealed import Sealed


class AgencyAction(ReviewOwned, TenantOwned, db.Model):
    """One thing that an agency does for a recommendation, owned by a named role there."""

    __tablename__ = "agency_action"
    __table_args__ = (
        of_review(),
        of_recommendation(),
        UniqueConstraint("tenant", "recommendation_id", "position"),
        Index(None, "tenant", "status", "due_on"),
    )

    review_id: Mapped[UUID]
    recommendation_id: Mapped[UUID]
    position: Mapped[int]
    agency: Mapped[str] = mapped_column(String(60))
    status: Mapped[ActionStatus] = mapped_column(Coded(ActionStatus), default=ActionStatus.UNDER_WAY)
    added_on: Mapped[date]
    due_on: Mapped[date]
    # The day on which it was done, or from which it is no longer asked.
    ended_on: Mapped[date | None]
    evidence: Mapped[Evidence | None] = mapped_column(Coded(Evidence))
    recorded_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    recorded_at: Mapped[datetime] = mapped_column(default=this_moment)

    text = Sealed(is_required=True)
    role = Sealed(is_required=True)
    # What shows that it is done, or why it is no longer asked or is under way again.
    note = Sealed()

    def standing(self, day: date) -> ActionStanding:
        """Return how it stood at the end of a day."""
        return action_standing(day, self.due_on, self.status, self.ended_on)


def actions_of(session: Session, recommendation_id: UUID) -> Sequence[AgencyAction]:
    """Return what agencies do for a recommendation, in the order in which it was added."""
    wanted = select(AgencyAction).where(AgencyAction.recommendation_id == recommendation_id)
    return session.scalars(wanted.order_by(AgencyAction.position)).all()


def agency_name(names: Mapping[str, str], code: str) -> str:
    """Return an agency by the name that the partnership's directory gives it; one that left it, by its code."""
    return names.get(code) or code.replace("-", " ").capitalize()


def copy_actions(session: Session, row: Recommendation, names: Mapping[str, str]) -> None:
    """Bring the days and codes beside the public copy of a recommendation up to date, without a word of them."""
    copy_id = row.published_recommendation_id
    if copy_id is None:
        return
    session.flush()
    wanted = select(PublishedAction).where(PublishedAction.recommendation_id == copy_id)
    kept = {each.position: each for each in session.scalars(wanted)}
    for action in actions_of(session, row.id):
        copy = kept.get(action.position) or PublishedAction(
            tenant=row.tenant, recommendation_id=copy_id, position=action.position
        )
        copy.body = agency_name(names, action.agency)[:120]
        copy.status, copy.added_on = action.status, action.added_on
        copy.due_on, copy.ended_on = action.due_on, action.ended_on
        session.add(copy)
    session.flush()
