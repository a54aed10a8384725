"""Which reviews may this person know of? Every list and every look at a review or an output begins here."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, false, or_, select
from sqlalchemy.orm import Session

from portal.domain.errors import NotFound
from portal.domain.permissions import Permission as P
from portal.models import looks
from portal.models.case import Case, CaseExclusion, CaseGrant
from portal.models.case_access import cases_known_to
from portal.models.output import Output
from portal.models.review import Review, ReviewOfCase

# Whoever answers for what is public, or for every case, may know of every review; a lead reviewer of their own.
KNOWS_EVERY_REVIEW = frozenset(
    {P.CASE_SEE, P.PUBLICATION_PREPARE, P.PUBLICATION_WITHDRAW, P.RETENTION_DECIDE}
)


def may_know(account_id: UUID, permissions: Collection[P], at: datetime | None = None) -> ColumnElement[bool]:
    """Say of a review whether the person may know of it; involvement in a case of it beats every role."""
    if P.OUTPUT_SEE not in permissions:
        return false()
    if KNOWS_EVERY_REVIEW & frozenset(permissions):
        return ~is_involved(account_id)
    if P.CASE_SEE_GRANTED in permissions:
        return and_(is_granted(account_id, at or datetime.now(UTC)), ~is_involved(account_id))
    return false()


def reviews_known_to(account_id: UUID, permissions: Collection[P]) -> Select[Any]:
    """Select the reviews that the person may know of."""
    return select(Review).where(may_know(account_id, permissions))


def cases_known_in(
    session: Session, review_id: UUID, account_id: UUID, permissions: Collection[P]
) -> Sequence[Case]:
    """Return the cases of a review that the person may know of."""
    looks_at = select(ReviewOfCase.case_id).where(ReviewOfCase.review_id == review_id)
    return session.scalars(cases_known_to(account_id, permissions).where(Case.id.in_(looks_at))).all()


@lru_cache(maxsize=512)
def is_involved(account_id: UUID) -> ColumnElement[bool]:
    """Say of a review whether the person is personally involved in one of its cases."""
    return exists().where(
        ReviewOfCase.tenant == Review.tenant,
        ReviewOfCase.review_id == Review.id,
        CaseExclusion.tenant == ReviewOfCase.tenant,
        CaseExclusion.case_id == ReviewOfCase.case_id,
        CaseExclusion.account_id == account_id,
    )


def is_granted(account_id: UUID, at: datetime) -> ColumnElement[bool]:
    """Say of a review whether the person has leave to know of one of its cases at this moment."""
    return exists().where(
        ReviewOfCase.tenant == Review.tenant,
        ReviewOfCase.review_id == Review.id,
        CaseGrant.tenant == ReviewOfCase.tenant,
        CaseGrant.case_id == ReviewOfCase.case_id,
        CaseGrant.account_id == account_id,
        # What somebody opened themself in an emergency is the case to read, and no review to write on.
        CaseGrant.granted_by != CaseGrant.account_id,
        or_(CaseGrant.ends_at.is_(None), CaseGrant.ends_at > at),
    )


def known_review(
    session: Session, review_id: UUID, account_id: UUID, permissions: Collection[P], *, locked: bool = False
) -> Review:
    """Return one review; NotFound alike where there is none and where the person may not know."""
    wanted = reviews_known_to(account_id, permissions).where(Review.id == review_id)
    review: Review | None = session.scalar(fresh(wanted.with_for_update(of=Review)) if locked else wanted)
    if review is None:
        raise NotFound("There is no such review.")
    # A page of clear facts alone is a look as well; a list is none.
    looks.note(review)
    return review


def known_output(
    session: Session, output_id: UUID, account_id: UUID, permissions: Collection[P], *, locked: bool = False
) -> tuple[Output, Review]:
    """Return one output with its review; NotFound as `known_review`."""
    wanted = (
        select(Output, Review)
        .join(Review, and_(Review.tenant == Output.tenant, Review.id == Output.review_id))
        .where(Output.id == output_id, may_know(account_id, permissions))
    )
    # Both are locked: two outputs of one review may be published in the same moment.
    locking = fresh(wanted.with_for_update(of=[Output, Review]))
    found = session.execute(locking if locked else wanted).one_or_none()
    if found is None:
        raise NotFound("There is no such output.")
    looks.note(found.Output)
    return found.Output, found.Review


def fresh(wanted: Any) -> Any:
    """Read what is locked anew: the page may have loaded it before somebody else changed it."""
    return wanted.execution_options(populate_existing=True)
