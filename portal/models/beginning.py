"""Which decision waits for its review, and how does a notification open the rapid review?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from portal.domain.errors import InvalidAnswer
from portal.domain.outcomes import review_begun_by
from portal.domain.vocabulary import Outcome, ReviewKind, ReviewStatus
from portal.models.audit import record
from portal.models.case import Case
from portal.models.decision import Decision, decisions_of, in_force
from portal.models.event import tell
from portal.models.read_once import read_once
from portal.models.review import Review, ReviewOfCase
from portal.models.session import TenantSession

LONGEST_NAME = 80


@read_once
def waiting_to_begin(session: Session, case_id: UUID) -> Decision | None:
    """Return the latest decision in force whose outcome begins a review, where no review was opened from it.

    A rapid review that a notification has opened is the one that such a decision asks for.
    """
    begun = set(session.scalars(select(ReviewOfCase.decision_id).where(ReviewOfCase.case_id == case_id)))
    is_rapid_review_open = open_rapid_review(session, case_id) is not None
    waiting = [
        decision
        for decision in in_force(decisions_of(session, case_id))
        if review_begun_by(decision.outcome)
        and decision.id not in begun
        and not (decision.outcome is Outcome.RAPID_REVIEW and is_rapid_review_open)
    ]
    return waiting[-1] if waiting else None


@read_once
def rapid_reviews_of(session: Session, case_id: UUID) -> Sequence[Review]:
    """Return the rapid reviews that look at a case, the earliest first."""
    looks_at = and_(ReviewOfCase.tenant == Review.tenant, ReviewOfCase.review_id == Review.id)
    wanted = select(Review).join(ReviewOfCase, looks_at).where(ReviewOfCase.case_id == case_id)
    return session.scalars(
        wanted.where(Review.kind == ReviewKind.RAPID_REVIEW).order_by(Review.opened_on, Review.id)
    ).all()


def open_rapid_review(session: Session, case_id: UUID) -> Review | None:
    """Return the rapid review of a case that is under way."""
    under_way = [each for each in rapid_reviews_of(session, case_id) if each.status is ReviewStatus.OPEN]
    return under_way[-1] if under_way else None


def begin_rapid_review(
    session: TenantSession, case: Case, actor_id: UUID, today: date, chosen_name: str = ""
) -> Review:
    """Return the rapid review that is under way, or open one in the caller's transaction.

    Without a name it gets a neutral working one. It answers a signed decision that asked for it.
    """
    under_way = open_rapid_review(session, case.id)
    if under_way is not None:
        return under_way
    asked_by = waiting_to_begin(session, case.id)
    is_asked_for = asked_by is not None and asked_by.outcome is Outcome.RAPID_REVIEW
    if chosen_name.strip():
        require_name(session, chosen_name)
    review = Review(
        tenant=case.tenant, kind=ReviewKind.RAPID_REVIEW, status=ReviewStatus.OPEN, opened_on=today,
        opened_by=actor_id, chosen_name=chosen_name.strip() or working_name(session, today),
        is_fictional=case.is_fictional,
    )  # fmt: skip
    session.add(review)
    session.flush()
    decision_id = asked_by.id if asked_by is not None and is_asked_for else None
    session.add(
        ReviewOfCase(tenant=case.tenant, review_id=review.id, case_id=case.id, decision_id=decision_id)
    )
    tell_opened(session, case, review, actor_id)
    return review


def tell_opened(session: TenantSession, case: Case, review: Review, actor_id: UUID) -> None:
    """Tell of a review that was opened, of the case and of itself, and put it on the record."""
    kind = review.kind.value
    tell(session, case.tenant, "case", case.id, "review-opened", actor_id, kind=kind)
    tell(session, case.tenant, "review", review.id, "opened", actor_id, kind=kind)
    record(session, "review-opened", "review", review.id)


def join_decision(session: Session, case: Case, decision: Decision) -> None:
    """Let a rapid review that a notification opened answer the decision that now asks for one."""
    if decision.outcome is not Outcome.RAPID_REVIEW:
        return
    wanted = (
        select(ReviewOfCase)
        .join(Review, and_(Review.tenant == ReviewOfCase.tenant, Review.id == ReviewOfCase.review_id))
        .where(
            ReviewOfCase.case_id == case.id,
            ReviewOfCase.decision_id.is_(None),
            Review.kind == ReviewKind.RAPID_REVIEW,
        )
    )
    for joined in session.scalars(wanted.order_by(ReviewOfCase.joined_at).limit(1)):
        joined.decision_id = decision.id


def require_name(session: Session, name: str) -> None:
    """Refuse no name, a long one, and one that another review has: it will be its public name for ever."""
    if not name.strip():
        raise InvalidAnswer("Enter the name that readers will know the review by", "chosen_name")
    if len(name.strip()) > LONGEST_NAME:
        raise InvalidAnswer(f"Use {LONGEST_NAME} characters or fewer", "chosen_name")
    if is_name_taken(session, name):
        raise InvalidAnswer("Another review already has this name", "chosen_name")


def is_name_taken(session: Session, name: str) -> bool:
    """Whether a review of this partnership is already known by the name, however it is written."""
    taken = session.scalars(select(Review.chosen_name))
    return name.strip().casefold() in {each.strip().casefold() for each in taken}


def working_name(session: Session, today: date) -> str:
    """Return a name that says nothing of the child: the month, and a number where the month has several."""
    month = f"Rapid review, {today:%B %Y}"
    taken = set(session.scalars(select(Review.chosen_name).where(Review.chosen_name.like(f"{month}%"))))
    number = 1
    while (name := month if number == 1 else f"{month} ({number})") in taken:
        number += 1
    return name
