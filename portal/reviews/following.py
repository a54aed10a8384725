"""What may this person record of a recommendation, and what has been recorded?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from portal.domain.agency_actions import ActionStatus
from portal.domain.following_up import UNDER_WAY, FollowUp, State, state_on
from portal.domain.reviewing import Answer
from portal.domain.workflow import Facts, Thing, Transition, available_actions
from portal.models.agency_action import AgencyAction
from portal.models.follow_up import FollowUpStep, steps_of, who_said_complete
from portal.models.recommendation import Recommendation, RecommendationOwner, Recommended
from portal.models.review import Review
from portal.models.review_access import may_know
from portal.web.access import Actor


def facts_of_recommendation(recommended: Recommended, steps: Sequence[FollowUpStep], actor: Actor) -> Facts:
    """What the workflow asks of who said what, and of whose the recommendation is."""
    owners = recommended.owners
    return {
        "has_said_complete": who_said_complete(steps) == actor.account_id,
        "is_of_an_owner": bool(actor.agency) and actor.agency in {owner.agency for owner in owners},
        "asks_somebody": bool(owners),
        "is_refused": bool(owners) and all(owner.answer is Answer.NOT_ACCEPTED for owner in owners),
    }


def facts_of_action(row: Recommendation) -> Facts:
    """What the workflow asks of the recommendation that an action is for."""
    return {"is_carried_out": row.status is not FollowUp.NOT_ACCEPTED}


@dataclass(frozen=True)
class Followed:
    """A recommendation with what was recorded of it, how it stands today, and what the person may record next."""

    recommended: Recommended
    steps: Sequence[FollowUpStep]
    state: State
    actions: dict[str, Transition]


def followed(session: Session, recommended: Recommended, actor: Actor, today: date) -> Followed:
    """Return all that a page says of one recommendation."""
    row, steps = recommended.row, steps_of(session, recommended.row.id)
    facts = facts_of_recommendation(recommended, steps, actor)
    can = available_actions(Thing.RECOMMENDATION, row.status, actor.permissions, facts)
    state = state_on(today, row.due_on, [step.stepped for step in steps])
    return Followed(recommended, steps, state, {each.action: each for each in can})


def states_of(rows: Sequence[Recommended], today: date) -> dict[UUID, State]:
    """Return how each stands today, in one word: its status, or that its day has passed."""
    return {each.row.id: State(today, each.row.due_on, each.row.status) for each in rows}


def late_in_reviews(session: Session, actor: Actor, today: date) -> list[tuple[Review, int, date | None]]:
    """Return the reviews that the person knows of with late recommendations: how many, and the first day."""
    of_review = and_(Review.tenant == Recommendation.tenant, Review.id == Recommendation.review_id)
    late = (
        select(
            Recommendation.review_id,
            func.count().label("late"),
            func.min(Recommendation.due_on).label("first"),
        )
        .where(Recommendation.status.in_(UNDER_WAY), Recommendation.due_on < today)
        .join(Review, of_review)
        .where(may_know(actor.account_id, actor.permissions))
        .group_by(Recommendation.review_id)
    )
    found = {review_id: (number, first) for review_id, number, first in session.execute(late)}
    reviews = session.scalars(select(Review).where(Review.id.in_(found)))
    return [(review, *found[review.id]) for review in reviews]


def late_actions(session: Session, actor: Actor, today: date) -> list[tuple[Review, AgencyAction]]:
    """Return what agencies have not done in time for recommendations of reviews that the person knows of."""
    of_review = and_(Review.tenant == AgencyAction.tenant, Review.id == AgencyAction.review_id)
    wanted = select(Review, AgencyAction).join(AgencyAction, of_review).where(
        AgencyAction.status == ActionStatus.UNDER_WAY, AgencyAction.due_on < today,
        may_know(actor.account_id, actor.permissions),
    )  # fmt: skip
    found = session.execute(wanted.order_by(AgencyAction.due_on, AgencyAction.id))
    return [(review, action) for review, action in found]


def awaiting_verification(session: Session, actor: Actor) -> list[tuple[Review, Recommendation]]:
    """Return the recommendations that are said to be complete and that this person may verify."""
    of_review = and_(Review.tenant == Recommendation.tenant, Review.id == Recommendation.review_id)
    wanted = (
        select(Review, Recommendation)
        .join(Recommendation, of_review)
        .where(
            Recommendation.status == FollowUp.AWAITING_VERIFICATION, may_know(actor.account_id, actor.permissions)
        )
        .order_by(Recommendation.due_on, Recommendation.id)
    )  # fmt: skip
    found = session.execute(wanted).all()
    own = own_among(session, actor, [row.id for _, row in found])
    return [(review, row) for review, row in found if row.id not in own]


def own_among(session: Session, actor: Actor, ids: Sequence[UUID]) -> set[UUID]:
    """Return which of these recommendations ask the person's agency, or were said by them to be complete."""
    if not ids:
        return set()
    asks = select(RecommendationOwner.recommendation_id).where(
        RecommendationOwner.recommendation_id.in_(ids), RecommendationOwner.agency == (actor.agency or None)
    )
    steps = (
        select(FollowUpStep).where(FollowUpStep.recommendation_id.in_(ids)).order_by(FollowUpStep.position)
    )
    taken: dict[UUID, list[FollowUpStep]] = {}
    for step in session.scalars(steps):
        taken.setdefault(step.recommendation_id, []).append(step)
    said = {id for id, found in taken.items() if who_said_complete(found) == actor.account_id}
    return said | set(session.scalars(asks))
