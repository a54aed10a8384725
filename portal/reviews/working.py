"""May this person work on this review in this way, and what do the rules need to know to say so?"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Session

from portal.domain.permissions import Permission
from portal.domain.workflow import Facts, Thing, Transition, available_actions, require_action
from portal.models.audit import record
from portal.models.event import tell
from portal.models.lead_reviewer import in_post
from portal.models.review import Review
from portal.models.review_access import known_review
from portal.models.session import TenantSession
from portal.web.access import Actor


def facts_of_review(session: Session, review: Review, actor: Actor) -> Facts:
    """What the workflow asks of a review's lead reviewer and of the person who acts."""
    leader = in_post(session, review.id)
    manages = actor.may(Permission.REVIEW_MANAGE)
    is_leader = leader is not None and leader.account_id == actor.account_id
    has_declared = leader is not None and leader.declared_on is not None
    waits = leader is not None and not has_declared
    return {
        "has_lead_reviewer": leader is not None,
        "works_on_review": manages or (is_leader and has_declared),
        "may_declare": waits and (is_leader or (manages and leader is not None and leader.account_id is None)),
    }


def actions_on(session: Session, review: Review, actor: Actor) -> dict[str, Transition]:
    """What this person may do to the review now, by the action's name."""
    facts = facts_of_review(session, review, actor)
    found = available_actions(Thing.REVIEW, review.status, actor.permissions, facts)
    return {each.action: each for each in found}


def worked_on(session: TenantSession, actor: Actor, review_id: UUID, action: str) -> Review:
    """Return a review, locked, on which the person may do this; NotFound, Conflict or NotAllowed otherwise."""
    review = known_review(session, review_id, actor.account_id, actor.permissions, locked=True)
    require_action(
        Thing.REVIEW, review.status, action, actor.permissions, facts_of_review(session, review, actor)
    )
    return review


def done(session: TenantSession, actor: Actor, review: Review, what: str, *details: str) -> None:
    """Tell what was done to a review, put it on the record, and commit."""
    tell(session, review.tenant, "review", review.id, what, actor.account_id)
    record(session, f"review-{what}", "review", review.id, details)
    session.commit()
