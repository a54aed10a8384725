"""Which clock runs on a review, and from which day?"""

from __future__ import annotations

from datetime import date

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from portal.domain.vocabulary import ReviewKind, ReviewStatus
from portal.models.case import Case
from portal.models.decision import Decision
from portal.models.review import Review, ReviewOfCase
from portal.models.review_access import may_know
from portal.tenancy.model import Tenant
from portal.web.access import Actor
from portal.web.case_ahead import register_clocks
from portal.web.clock_lines import ClockLine, clock_lines
from portal.web.wording import in_london

PRACTICE_REVIEW, RAPID_REVIEW = "practice-review-publication", "rapid-review"
NO_NOTIFICATION = (
    "Not counted: it counts from the day the notification was sent to the National Panel, "
    "which this version does not yet record."
)
NO_DECISION = "Not counted: it needs the day of the decision that initiated the review."


def clocks_of(session: Session, tenant: Tenant, review: Review) -> list[ClockLine]:
    """Return what guidance times of a review of this kind; reviews of local choice have no clock."""
    if review.kind is ReviewKind.LOCAL_CHILD_SAFEGUARDING_PRACTICE_REVIEW:
        return clock_lines(tenant, PRACTICE_REVIEW, begun_on(session, review), NO_DECISION)
    if review.kind is ReviewKind.RAPID_REVIEW:
        return clock_lines(tenant, RAPID_REVIEW, None, NO_NOTIFICATION)
    return []


def of_case(session: Session, actor: Actor, tenant: Tenant, case: Case) -> list[ClockLine]:
    """Return the clocks of a case's open reviews, those that the person may know of."""
    looks_at = select(ReviewOfCase.review_id).where(ReviewOfCase.case_id == case.id)
    wanted = select(Review).where(Review.id.in_(looks_at), Review.status == ReviewStatus.OPEN)
    reviews = session.scalars(wanted.where(may_know(actor.account_id, actor.permissions)).order_by(Review.opened_on))
    return [line for review in reviews for line in clocks_of(session, tenant, review)]


def due_on(session: Session, tenant: Tenant, review: Review) -> date | None:
    """Return the day on which the review's own clock runs out; None where it has none, or no first day."""
    days = [line.reckoning.due_on for line in clocks_of(session, tenant, review) if line.reckoning]
    return min(days, default=None)


def begun_on(session: Session, review: Review) -> date | None:
    """Return the day on which the first decision behind the review was signed; None where none is recorded."""
    of_review = and_(ReviewOfCase.tenant == Decision.tenant, ReviewOfCase.decision_id == Decision.id)
    first = (
        select(func.min(Decision.signed_at))
        .join(ReviewOfCase, of_review)
        .where(ReviewOfCase.review_id == review.id)
    )
    signed_at = session.scalar(first)
    return in_london(signed_at).date() if signed_at else None


register_clocks(30, of_case)
