"""How do the codes of a review's methods reach regional leads, of what is published and of nothing else?"""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.models.published_learning import PublishedMethod
from portal.models.review import Review, methods_of


def copy_methods(session: Session, review: Review) -> None:
    """Bring the methods beside a review's public copy up to date, where it has one."""
    if review.published_review_id is None:
        return
    session.flush()
    methods = methods_of(session, review.id)
    kept = session.scalars(
        select(PublishedMethod).where(PublishedMethod.review_id == review.published_review_id)
    ).all()
    for row in kept:
        if row.method not in methods:
            session.delete(row)
    for method in methods:
        if method not in {row.method for row in kept}:
            session.add(
                PublishedMethod(tenant=review.tenant, review_id=review.published_review_id, method=method)
            )
    session.flush()
