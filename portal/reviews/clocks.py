"""When does a review's own clock run out?"""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from portal.models.review import Review
from portal.tenancy.model import Tenant
from portal.web.steps import steps_of_review
from portal.web.working_days import today


def due_on(session: Session, tenant: Tenant, review: Review) -> date | None:
    """Return the day on which the review's own clock runs out; None where it has none, or no first day."""
    days = [line.due_on for line in steps_of_review(session, tenant, review, today()) if line.due_on]
    return min(days, default=None)
