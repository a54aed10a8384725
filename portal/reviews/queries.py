"""Which reviews may this person know of, which decisions wait for one, and what may be done?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, exists, func, select
from sqlalchemy.orm import Session

from portal.domain.vocabulary import CaseStage, OutputKind, OutputStatus, ReviewKind, ReviewStatus
from portal.domain.workflow import Facts
from portal.models.beginning import waiting_to_begin
from portal.models.case import Case
from portal.models.case_access import cases_known_to
from portal.models.decision import Decision
from portal.models.output import Output
from portal.models.review import Review, ReviewOfCase
from portal.models.review_access import may_know, reviews_known_to
from portal.web.access import Actor
from portal.web.lists import MOST_LISTED


@dataclass(frozen=True)
class ReviewLine:
    """One review in the list."""

    id: UUID
    chosen_name: str
    kind: ReviewKind
    status: ReviewStatus
    opened_on: object
    output_count: int
    is_fictional: bool


@dataclass(frozen=True)
class OutputLine:
    """One of a review's outputs; nothing of it that is sealed."""

    id: UUID
    kind: OutputKind
    status: OutputStatus
    saved_at: datetime


def reviews(session: Session, actor: Actor) -> list[ReviewLine]:
    """Return the reviews that the person may know of, the latest first."""
    outputs = (
        select(func.count())
        .select_from(Output)
        .where(Output.tenant == Review.tenant, Output.review_id == Review.id)
        .scalar_subquery()
    )
    wanted = select(Review, outputs).where(may_know(actor.account_id, actor.permissions))
    rows = session.execute(wanted.order_by(Review.opened_on.desc(), Review.chosen_name).limit(MOST_LISTED))
    return [
        ReviewLine(row.id, row.chosen_name, row.kind, row.status, row.opened_on, count, row.is_fictional)
        for row, count in rows
    ]


def outputs_of(session: Session, review_id: UUID) -> list[OutputLine]:
    """Return a review's outputs in the order in which they were begun."""
    wanted = select(Output.id, Output.kind, Output.status, Output.saved_at).where(Output.review_id == review_id)
    return [OutputLine(*row) for row in session.execute(wanted.order_by(Output.begun_at, Output.id))]


def cases_of(session: Session, actor: Actor, review_id: UUID) -> Sequence[Case]:
    """Return the review's cases that the person may know of: whoever publishes sees outputs, not cases."""
    wanted = cases_known_to(actor.account_id, actor.permissions).join(
        ReviewOfCase,
        and_(
            ReviewOfCase.tenant == Case.tenant,
            ReviewOfCase.case_id == Case.id,
            ReviewOfCase.review_id == review_id,
        ),
    )
    return session.scalars(wanted.order_by(Case.reference)).all()


# --- what begins a review ----------------------------------------------------------------------------------


def beginning(session: Session, case_id: UUID) -> Decision | None:
    """Return the latest decision in force whose outcome begins a review, where no review was opened from it."""
    return waiting_to_begin(session, case_id)


def facts_of_case(session: Session, case: Case) -> Facts:
    """What the workflow asks of a case when a review is to be opened."""
    return {"has_outcome_that_begins_a_review": beginning(session, case.id) is not None}


def cases_that_wait(session: Session, actor: Actor) -> list[tuple[Case, Decision]]:
    """Return the cases whose decision begins a review that nobody has opened, each with that decision."""
    opened = exists().where(
        ReviewOfCase.tenant == Decision.tenant, ReviewOfCase.decision_id == Decision.id
    )
    wanted = (
        cases_known_to(actor.account_id, actor.permissions)
        .join(Decision, and_(Decision.tenant == Case.tenant, Decision.case_id == Case.id))
        .where(Decision.signed_at.is_not(None), ~opened, Case.stage.in_((CaseStage.DECIDED, CaseStage.IN_REVIEW)))
        .distinct()
    )
    found = []
    for case in session.scalars(wanted.order_by(Case.reference)):
        decision = beginning(session, case.id)
        if decision is not None and decision.signed_at is not None:
            found.append((case, decision))
    return found


def open_reviews(session: Session, actor: Actor) -> Sequence[Review]:
    """Return the open reviews for which nothing has been written yet, those opened first first."""
    written = exists().where(Output.tenant == Review.tenant, Output.review_id == Review.id)
    wanted = reviews_known_to(actor.account_id, actor.permissions).where(
        Review.status == ReviewStatus.OPEN, ~written
    )
    return session.scalars(wanted.order_by(Review.opened_on, Review.chosen_name)).all()
