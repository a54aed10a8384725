"""Which clock runs on a review, and from which day?"""

from __future__ import annotations

from datetime import date

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from portal.domain.vocabulary import ReviewKind
from portal.models.decision import Decision
from portal.models.review import Review, ReviewOfCase
from portal.tenancy.model import Tenant
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
