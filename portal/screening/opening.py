"""What does an outcome open here, and which clock runs on it?"""

from __future__ import annotations

from portal.domain.outcomes import clock_of_review, review_begun_by
from portal.domain.vocabulary import Outcome
from portal.tenancy.model import Tenant
from portal.web.wording import sentence_case


def what_opens(tenant: Tenant, outcome: Outcome) -> str:
    """Return in words which review an outcome opens, and its clock; a review of local choice has none."""
    kind = review_begun_by(outcome)
    if kind is None:
        return "No review opens here."
    clock = tenant.clocks.get(clock_of_review(kind) or "")
    if clock is None:
        return f"{kind.label}. It has no statutory clock, only the dates that are set for it."
    how_long = f"{clock.amount} {clock.unit.label}, counted from {clock.starts}"
    return f"{kind.label}. {sentence_case(clock.label)}: {how_long}."
