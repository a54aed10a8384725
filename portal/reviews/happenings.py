"""How is what happens to a review told, and which reviews of a case may a person know of?"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.models.case import Case
from portal.models.event import Event
from portal.models.review import Review, ReviewOfCase
from portal.models.review_access import may_know
from portal.web.access import Actor
from portal.web.happenings import Lane, register_related, register_words


def of_case(session: Session, actor: Actor, case: Case) -> Iterable[UUID]:
    """Return the reviews of a case that the person may know of."""
    looks_at = select(ReviewOfCase.review_id).where(ReviewOfCase.case_id == case.id)
    wanted = select(Review.id).where(Review.id.in_(looks_at), may_know(actor.account_id, actor.permissions))
    return session.scalars(wanted).all()


def step_told(event: Event) -> str:
    """Return which step of its working days an event tells of, as its partnership says it; else its code."""
    code = event.facts["step"]
    ladder = current_app.extensions["tenants"].by_slug[event.tenant].rapid_review_ladder
    return next((rung.title for rung in ladder if rung.code == code), code)


register_words(
    "review",
    Lane.REVIEW,
    {
        "step-done": "A step of the working days ticked",
        "step-not-needed": "A step of the working days marked as not needed",
        "step-taken-back": "A step of the working days opened again",
        "step-reminded": "Reminder given of a late step of the working days",
    },
    text=step_told,
)
register_words(
    "review",
    Lane.REVIEW,
    {
        "opened": "Review opened",
        "completed": "Review marked as complete",
        "reopened": "Review opened again",
        "method-set": "Method and partners set",
        "case-added": "Another case added to the review",
        "case-taken-out": "A case taken out of the review",
        "terms-set": "Terms of reference written",
        "completion-expected": "Expected completion recorded",
        "waiting-begun": "Review began to wait",
        "waiting-looked-at": "Looked at what the review waits for",
        "waiting-ended": "Review no longer waits",
        "reviewer-appointed": "Appointed to lead the review",
        "independence-declared": "Independence declared",
        "reviewer-ended": "Appointment to lead the review ended",
        "date-added": "Important date added",
        "date-changed": "Important date changed",
        "date-removed": "Important date removed",
        "process-added": "Another process linked",
        "process-changed": "Link to another process changed",
        "process-removed": "Link to another process removed",
        "family-part-added": "Participation of the family recorded",
        "family-part-changed": "Participation of the family changed",
        "family-part-removed": "An entry about the family removed",
        "recommendation-added": "Recommendation added",
        "recommendation-changed": "Recommendation changed",
        "recommendation-removed": "Recommendation removed",
        "recommendations-ordered": "Recommendations put in another order",
        "themes-set": "Themes chosen",
        "answer-recorded": "An agency’s answer recorded",
        "progress-recorded": "Progress of a recommendation recorded",
        "recommendation-complete": "A recommendation said to be complete",
        "recommendation-closed": "A recommendation closed, not accepted",
        "recommendation-verified": "A recommendation verified",
        "further-work-asked": "Further work asked for on a recommendation",
        "recommendation-embedded": "A recommendation found to be embedded",
        "recommendation-reopened": "A recommendation opened again",
        "marker-scored": "Scored by a quality marker",
        "impact-recorded": "Evidence of impact recorded",
        "action-added": "An action of an agency added",
        "action-changed": "An action of an agency changed",
        "action-done": "An action of an agency done",
        "action-no-longer-asked": "An action of an agency no longer asked",
        "action-taken-up-again": "An action of an agency under way again",
        "action-reminded": "Reminder given of a late action of an agency",
    },
)
register_words(
    "case",
    Lane.REVIEW,
    {"joined-review": "Case joined a review", "left-review": "Case taken out of a review"},
)
register_words("case", Lane.REVIEW, {"review-opened": "Review opened"}, twins=["review-opened"])
register_related("review", of_case)
