"""When does a review's own clock run out, and which clock runs before the review is opened?"""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from portal.domain.outcomes import clock_of_review, review_begun_by
from portal.models.decision import Decision
from portal.models.review import Review
from portal.tenancy.model import Tenant
from portal.web.clock_lines import ClockLine, clock_lines
from portal.web.steps import PRACTICE_REVIEW, review_steps
from portal.web.wording import in_london
from portal.web.working_days import today


def due_on(session: Session, tenant: Tenant, review: Review) -> date | None:
    """Return the day on which the review's own clock runs out; None where it has none, or no first day."""
    days = [line.due_on for line in review_steps(session, tenant, review, today()) if line.due_on]
    return min(days, default=None)


def clock_begun_by(tenant: Tenant, decision: Decision) -> ClockLine | None:
    """Return the clock that a signed decision began for the review that nobody has opened; None where none runs."""
    kind = review_begun_by(decision.outcome)
    if kind is None or decision.signed_at is None or clock_of_review(kind) != PRACTICE_REVIEW:
        return None
    signed_on = in_london(decision.signed_at).date()
    lines = clock_lines(tenant, PRACTICE_REVIEW, signed_on, "", today=today())
    return lines[0] if lines else None
