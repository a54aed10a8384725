"""How is it recorded what agencies do for a recommendation? Each ends in one commit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from portal.domain.agency_actions import ActionStatus
from portal.domain.errors import InvalidAnswer, NotFound
from portal.domain.following_up import Evidence
from portal.domain.workflow import Thing, next_status, require_action
from portal.models.agency_action import AgencyAction, actions_of, copy_actions
from portal.models.follow_up import steps_of
from portal.models.recommendation import Recommendation, Recommended
from portal.models.review import Review
from portal.models.review_access import known_review
from portal.models.session import TenantSession
from portal.reviews.following import facts_of_action, facts_of_recommendation
from portal.reviews.recommendation_operations import LONGEST_ROLE, LONGEST_TEXT, found
from portal.reviews.working import done
from portal.tenancy.model import Tenant
from portal.web.access import Actor

LONGEST_NOTE = 5_000
TOLD = {
    "action-done": "action-done",
    "ask-no-longer": "action-no-longer-asked",
    "take-up-again": "action-taken-up-again",
}
WHY_CLOSED = "The recommendation was closed, not accepted."


@dataclass(frozen=True)
class Asked:
    """An action as somebody writes it: what, which agency, the role there that owns it, and by when."""

    text: str
    agency: str
    role: str
    due_on: date


@dataclass(frozen=True)
class Ended:
    """That an action is done, no longer asked or under way again: on which day, in which words, on what evidence."""

    note: str
    on: date
    evidence: str = ""


def add_action(
    session: TenantSession, tenant: Tenant, actor: Actor, review_id: UUID, recommendation_id: UUID, asked: Asked,
    today: date,
) -> AgencyAction:  # fmt: skip
    """Add what an agency that the recommendation asks is to do."""
    review, recommended = this(session, actor, review_id, recommendation_id)
    facts = facts_of_recommendation(recommended, steps_of(session, recommendation_id), actor)
    require_action(Thing.RECOMMENDATION, recommended.row.status, "add-action", actor.permissions, facts)
    require_asked(recommended, asked)
    action = AgencyAction(
        tenant=tenant.slug, unit=review.unit, review_id=review.id, recommendation_id=recommendation_id,
        position=len(actions_of(session, recommendation_id)) + 1, status=ActionStatus.UNDER_WAY, added_on=today,
        recorded_by=actor.account_id,
    )  # fmt: skip
    write(action, asked)
    session.add(action)
    copied(session, tenant, recommended.row)
    done(session, actor, review, "action-added")
    return action


def change_action(
    session: TenantSession, tenant: Tenant, actor: Actor, review_id: UUID, recommendation_id: UUID, action_id: UUID,
    asked: Asked,
) -> AgencyAction:  # fmt: skip
    """Put an action that is under way otherwise."""
    review, recommended = this(session, actor, review_id, recommendation_id)
    action = one_action(session, recommendation_id, action_id)
    require_action(Thing.ACTION, action.status, "change-action", actor.permissions, {})
    require_asked(recommended, asked, kept=action.agency)
    write(action, asked)
    copied(session, tenant, recommended.row)
    done(session, actor, review, "action-changed")
    return action


def end_action(
    session: TenantSession, tenant: Tenant, actor: Actor, review_id: UUID, recommendation_id: UUID, action_id: UUID,
    what: str, said: Ended, today: date,
) -> AgencyAction:  # fmt: skip
    """Record that an action is done, with its evidence; that it is no longer asked; or that it is under way again."""
    review, recommended = this(session, actor, review_id, recommendation_id)
    action = one_action(session, recommendation_id, action_id)
    facts = facts_of_action(recommended.row)
    transition = require_action(Thing.ACTION, action.status, what, actor.permissions, facts)
    require_ended(action, what, said, today)
    action.status = ActionStatus(transition.arrives_at(action.status))
    is_under_way = action.status is ActionStatus.UNDER_WAY
    action.ended_on, action.note = None if is_under_way else said.on, said.note.strip()
    action.evidence = Evidence(said.evidence) if action.status is ActionStatus.DONE else None
    copied(session, tenant, recommended.row)
    done(session, actor, review, TOLD[what])
    return action


def ask_no_more(session: TenantSession, tenant: Tenant, row: Recommendation, on: date) -> None:
    """Ask nothing more for a recommendation that is closed as not accepted, in the caller's transaction."""
    for action in actions_of(session, row.id):
        if action.status is ActionStatus.UNDER_WAY:
            action.status = ActionStatus(next_status(Thing.ACTION, action.status, "ask-no-longer"))
            action.ended_on, action.note = max(on, action.added_on), WHY_CLOSED
    copied(session, tenant, row)


def this(
    session: TenantSession, actor: Actor, review_id: UUID, recommendation_id: UUID
) -> tuple[Review, Recommended]:
    """Return a review, locked, with one of its recommendations."""
    review = known_review(session, review_id, actor.account_id, actor.permissions, locked=True)
    return review, found(session, review, recommendation_id)


def one_action(session: TenantSession, recommendation_id: UUID, action_id: UUID) -> AgencyAction:
    """Return one action of a recommendation; NotFound where it has none like it."""
    action = next((each for each in actions_of(session, recommendation_id) if each.id == action_id), None)
    if action is None:
        raise NotFound("There is no such action.")
    return action


def write(action: AgencyAction, asked: Asked) -> None:
    """Write down what is asked of whom."""
    action.text, action.role = asked.text.strip(), asked.role.strip()
    action.agency, action.due_on = asked.agency, asked.due_on


def copied(session: TenantSession, tenant: Tenant, row: Recommendation) -> None:
    """Bring what regional leads see up to date, where readers have the recommendation."""
    session.flush()
    copy_actions(session, row, {agency.code: agency.name for agency in tenant.agencies})


def require_asked(recommended: Recommended, asked: Asked, kept: str = "") -> None:
    """Refuse an action without words or a named role, or of an agency that is not asked. Raises InvalidAnswer."""
    if not asked.text.strip():
        raise InvalidAnswer("Say what is to be done", "text")
    if len(asked.text) > LONGEST_TEXT:
        raise InvalidAnswer(f"Use {LONGEST_TEXT:,} characters or fewer", "text")
    if asked.agency not in {owner.agency for owner in recommended.owners} | {kept} - {""}:
        raise InvalidAnswer("Select an agency that the recommendation asks", "agency")
    if not asked.role.strip():
        raise InvalidAnswer("Name the role that owns it in this agency", "role")
    if len(asked.role) > LONGEST_ROLE:
        raise InvalidAnswer(f"Use {LONGEST_ROLE} characters or fewer", "role")


def require_ended(action: AgencyAction, what: str, said: Ended, today: date) -> None:
    """Refuse an end without its words, its evidence or a day that can be. Raises InvalidAnswer."""
    if not said.note.strip():
        raise InvalidAnswer("Say it in words", "note")
    if len(said.note) > LONGEST_NOTE:
        raise InvalidAnswer(f"Use {LONGEST_NOTE:,} characters or fewer", "note")
    if what == "action-done" and said.evidence not in set(Evidence):
        raise InvalidAnswer("Select by what it is known", "evidence")
    if said.on > today:
        raise InvalidAnswer("The day must not be after today", "happened_on")
