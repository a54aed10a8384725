"""How is it kept in which ways a review is carried out?"""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select

from portal.domain.errors import InvalidAnswer
from portal.domain.vocabulary import Method
from portal.models.review import Review, ReviewMethod
from portal.models.session import TenantSession


def put_methods(session: TenantSession, review: Review, methods: Collection[str]) -> None:
    """Set in which ways a review is carried out; InvalidAnswer for a way that nobody knows."""
    unknown = set(methods) - set(Method)
    if unknown:
        raise InvalidAnswer("Select from the list", "methods")
    kept = session.scalars(select(ReviewMethod).where(ReviewMethod.review_id == review.id)).all()
    for row in kept:
        if row.method not in methods:
            session.delete(row)
    for each in sorted(set(methods) - {row.method.value for row in kept}):
        session.add(ReviewMethod(tenant=review.tenant, review_id=review.id, method=Method(each)))
