"""What is kept of the work on a review: its cases, questions, dates, reviewers, waiting and recommendations?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar
from uuid import UUID

from sqlalchemy import and_, exists, select
from sqlalchemy.orm import Session

from portal.domain.errors import Conflict, NotFound
from portal.domain.factors import PracticeTheme
from portal.domain.reviewing import ReviewerEnd
from portal.domain.vocabulary import ReviewStatus, Role
from portal.models.account import Membership
from portal.models.case import Case
from portal.models.case_access import cases_known_to
from portal.models.lead_reviewer import LeadReviewer
from portal.models.recommendation import RecommendationOwner, Recommended, recommendations_of, themes_of
from portal.models.review import Review, ReviewOfCase
from portal.models.review_access import may_know
from portal.models.review_work import (
    ExpectedCompletion,
    FamilyParticipation,
    KeyLine,
    ProcessOfReview,
    ReviewDate,
    ReviewWait,
)
from portal.web.access import Actor
from portal.web.happenings import names_of

Row = TypeVar("Row", ReviewDate, ProcessOfReview, FamilyParticipation)


@dataclass(frozen=True)
class LinkedCase:
    """A case of the review, and whether its own decision began the review."""

    reference: str
    stage: str
    began_it: bool


def linked_cases(session: Session, actor: Actor, review_id: UUID) -> list[LinkedCase]:
    """Return the review's cases that the person may know of."""
    of_case = and_(ReviewOfCase.tenant == Case.tenant, ReviewOfCase.case_id == Case.id)
    known = cases_known_to(actor.account_id, actor.permissions).join(ReviewOfCase, of_case)
    rows = session.execute(
        known.add_columns(ReviewOfCase.decision_id)
        .where(ReviewOfCase.review_id == review_id)
        .order_by(Case.reference)
    )
    return [LinkedCase(case.reference, case.stage.label, decision is not None) for case, decision in rows]


def require_removable(session: Session, actor: Actor, review: Review, reference: str) -> None:
    """Refuse a case that is not the review's, and one whose decision began it."""
    cases = {each.reference: each for each in linked_cases(session, actor, review.id)}
    if reference not in cases:
        raise NotFound("There is no such case.")
    if cases[reference].began_it:
        raise Conflict("The signed decision about this case began the review, so it stays.")


def key_lines(session: Session, review_id: UUID) -> Sequence[KeyLine]:
    """Return the questions that the review asks, in their order."""
    return session.scalars(select(KeyLine).where(KeyLine.review_id == review_id).order_by(KeyLine.position)).all()


def dates_of(session: Session, review_id: UUID) -> Sequence[ReviewDate]:
    """Return the days that matter to the review, the earliest first."""
    wanted = select(ReviewDate).where(ReviewDate.review_id == review_id)
    return session.scalars(wanted.order_by(ReviewDate.held_on, ReviewDate.id)).all()


def processes_of(session: Session, review_id: UUID) -> Sequence[ProcessOfReview]:
    """Return the other processes, the one that goes first before the others."""
    wanted = select(ProcessOfReview).where(ProcessOfReview.review_id == review_id)
    return session.scalars(wanted.order_by(ProcessOfReview.is_lead.desc(), ProcessOfReview.process)).all()


def family_of(session: Session, review_id: UUID) -> Sequence[FamilyParticipation]:
    """Return who of the family was or is to be asked."""
    wanted = select(FamilyParticipation).where(FamilyParticipation.review_id == review_id)
    return session.scalars(wanted.order_by(FamilyParticipation.relationship, FamilyParticipation.id)).all()


def entry(session: Session, model: type[Row], review_id: UUID, row_id: UUID) -> Row:
    """Return one entry of this review; NotFound where it has none like it."""
    row: Row | None = session.scalar(select(model).where(model.id == row_id, model.review_id == review_id))
    if row is None:
        raise NotFound("There is no such entry.")
    return row


# --- who leads ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Reviewer:
    """Somebody who leads or led the review, as a page shows them."""

    name: str
    organisation: str
    appointed_on: date
    access_until: date | None
    declared_on: date | None
    declaration: str
    ended_on: date | None
    end: ReviewerEnd | None
    end_reason: str


def reviewers_of(session: Session, review_id: UUID) -> list[Reviewer]:
    """Return who leads and who led the review, the latest first."""
    wanted = select(LeadReviewer).where(LeadReviewer.review_id == review_id)
    rows = session.scalars(wanted.order_by(LeadReviewer.appointed_at.desc())).all()
    names = names_of(session, {row.account_id for row in rows if row.account_id})
    return [
        Reviewer(
            names.get(row.account_id, "") if row.account_id else row.name or "", row.organisation or "",
            row.appointed_on, row.access_until, row.declared_on, row.declaration or "", row.ended_on, row.end_kind,
            row.end_reason or "",
        )
        for row in rows
    ]  # fmt: skip


def may_lead(session: Session) -> list[tuple[str, str]]:
    """Return the ids and names of those who have the role of lead reviewer here."""
    wanted = select(Membership).where(Membership.is_active, Membership.accepted_at.is_not(None))
    ids = [each.account_id for each in session.scalars(wanted) if Role.LEAD_REVIEWER in each.roles]
    names = names_of(session, ids)
    return sorted(((str(each), names.get(each, "")) for each in ids), key=lambda pair: pair[1])


def awaiting_declaration(session: Session, actor: Actor) -> list[tuple[Review, LeadReviewer]]:
    """Return the open reviews that the person knows of whose lead reviewer has not declared independence."""
    led = and_(LeadReviewer.tenant == Review.tenant, LeadReviewer.review_id == Review.id)
    wanted = (
        select(Review, LeadReviewer)
        .join(LeadReviewer, led)
        .where(
            may_know(actor.account_id, actor.permissions), Review.status == ReviewStatus.OPEN,
            LeadReviewer.ended_on.is_(None), LeadReviewer.declared_on.is_(None),
        )
    )  # fmt: skip
    return [(review, leader) for review, leader in session.execute(wanted.order_by(Review.opened_on))]


def left_without_reviewer(session: Session, actor: Actor) -> Sequence[Review]:
    """Return the open reviews that the person knows of which somebody led and nobody leads now."""
    of_review = (LeadReviewer.tenant == Review.tenant, LeadReviewer.review_id == Review.id)
    was_led, is_led = exists().where(*of_review), exists().where(*of_review, LeadReviewer.ended_on.is_(None))
    wanted = select(Review).where(may_know(actor.account_id, actor.permissions), Review.status == ReviewStatus.OPEN)
    return session.scalars(wanted.where(was_led, ~is_led).order_by(Review.opened_on)).all()


# --- how it stands -----------------------------------------------------------------------------------------


def waits_of(session: Session, review_id: UUID) -> Sequence[ReviewWait]:
    """Return what the review waits for now."""
    wanted = select(ReviewWait).where(ReviewWait.review_id == review_id, ReviewWait.ended_on.is_(None))
    return session.scalars(wanted.order_by(ReviewWait.began_on, ReviewWait.id)).all()


def wait_of(session: Session, review_id: UUID, wait_id: UUID) -> ReviewWait:
    """Return one thing that the review waits for; NotFound where the waiting is over."""
    found = next((each for each in waits_of(session, review_id) if each.id == wait_id), None)
    if found is None:
        raise NotFound("There is nothing here that the review waits for.")
    return found


def waits_known(session: Session, actor: Actor) -> list[tuple[Review, ReviewWait]]:
    """Return what the open reviews that the person knows of wait for."""
    waits = and_(ReviewWait.tenant == Review.tenant, ReviewWait.review_id == Review.id)
    wanted = select(Review, ReviewWait).join(ReviewWait, waits)
    wanted = wanted.where(
        may_know(actor.account_id, actor.permissions), Review.status == ReviewStatus.OPEN, ReviewWait.ended_on.is_(None)
    )
    return [(review, wait) for review, wait in session.execute(wanted.order_by(ReviewWait.looked_on))]


def expected_of(session: Session, review_id: UUID) -> Sequence[ExpectedCompletion]:
    """Return the days on which the review was expected to be complete, the first first."""
    wanted = select(ExpectedCompletion).where(ExpectedCompletion.review_id == review_id)
    return session.scalars(wanted.order_by(ExpectedCompletion.recorded_at, ExpectedCompletion.id)).all()


# --- what it recommends ------------------------------------------------------------------------------------


def recommended(session: Session, review_id: UUID) -> list[Recommended]:
    """Return what the review recommends, in its order."""
    return recommendations_of(session, review_id)


def own_themes(session: Session, review_id: UUID) -> list[PracticeTheme]:
    """Return what the learning as a whole is about."""
    found = {each.theme for each in themes_of(session, review_id) if each.recommendation_id is None}
    return [each for each in PracticeTheme if each in found]


def owner_of(session: Session, review_id: UUID, recommendation_id: UUID, owner_id: UUID) -> RecommendationOwner:
    """Return an agency that a recommendation asks; NotFound where it does not."""
    row: RecommendationOwner | None = session.scalar(
        select(RecommendationOwner).where(
            RecommendationOwner.review_id == review_id, RecommendationOwner.id == owner_id,
            RecommendationOwner.recommendation_id == recommendation_id,
        )
    )  # fmt: skip
    if row is None:
        raise NotFound("The recommendation does not ask this agency.")
    return row
