"""How is what happens to a review told, and which reviews of a case may a person know of?"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.models.case import Case
from portal.models.review import Review, ReviewOfCase
from portal.models.review_access import may_know
from portal.web.access import Actor
from portal.web.happenings import Lane, register_related, register_words


def of_case(session: Session, actor: Actor, case: Case) -> Iterable[UUID]:
    """Return the reviews of a case that the person may know of."""
    looks_at = select(ReviewOfCase.review_id).where(ReviewOfCase.case_id == case.id)
    wanted = select(Review.id).where(Review.id.in_(looks_at), may_know(actor.account_id, actor.permissions))
    return session.scalars(wanted).all()


register_words(
    "review",
    Lane.REVIEW,
    {"opened": "Review opened", "completed": "Review marked as complete", "reopened": "Review opened again"},
)
register_words("case", Lane.REVIEW, {"review-opened": "Review opened"}, twins=["review-opened"])
register_related("review", of_case)
