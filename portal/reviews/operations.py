"""How is a review opened from a signed decision, and how is it marked as complete? Each ends in one commit."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

from portal.domain.outcomes import review_begun_by
from portal.domain.permissions import Permission
from portal.domain.vocabulary import CaseStage, ReviewStatus
from portal.domain.workflow import Thing, require_action
from portal.models.attention import call_for_attention
from portal.models.audit import record
from portal.models.beginning import require_name, tell_opened
from portal.models.case import Case
from portal.models.case_access import known_case
from portal.models.decision import Decision
from portal.models.event import tell
from portal.models.moment import this_moment
from portal.models.review import Review, ReviewOfCase
from portal.models.review_access import known_review
from portal.models.session import TenantSession
from portal.reviews.methods import put_methods
from portal.reviews.queries import beginning, facts_of_case
from portal.tenancy.model import Tenant
from portal.web.access import Actor
from portal.web.recounting import recount_here


def open_review(
    session: TenantSession, tenant: Tenant, actor: Actor, reference: str, *,
    chosen_name: str, scope: str, today: date, methods: Collection[str] = (), is_fictional: bool = False,
) -> Review:  # fmt: skip
    """Open the review that a case's latest signed decision begins, under the name that readers will know."""
    case = known_case(session, reference, actor.account_id, actor.permissions, locked=True)
    facts = facts_of_case(session, case)
    transition = require_action(Thing.CASE, case.stage, "open-review", actor.permissions, facts)
    require_name(session, chosen_name)
    decision = beginning(session, case.id)
    assert decision is not None  # the workflow's guard has just said so
    review = new_review(case, decision, actor, today)
    review.chosen_name, review.scope = chosen_name.strip(), scope.strip()
    review.is_fictional = case.is_fictional or is_fictional
    session.add(review)
    session.flush()
    put_methods(session, review, methods)
    session.add(
        ReviewOfCase(tenant=tenant.slug, review_id=review.id, case_id=case.id, decision_id=decision.id)
    )
    case.stage = CaseStage(transition.arrives_at(case.stage))
    tell_opened(session, case, review, actor.account_id)
    call_for_attention(session, tenant.slug, Permission.OUTPUT_WRITE, about=[case.id], but=actor.account_id)
    recount_here(session, case)
    session.commit()
    return review


def new_review(case: Case, decision: Decision, actor: Actor, today: date) -> Review:
    """Return a review of the kind that the decision begins."""
    return Review(
        tenant=case.tenant, kind=review_begun_by(decision.outcome), status=ReviewStatus.OPEN,
        opened_on=today, opened_by=actor.account_id,
    )  # fmt: skip


def complete(session: TenantSession, tenant: Tenant, actor: Actor, review_id: UUID) -> Review:
    """Mark a review as complete; what it writes for readers may still follow."""
    review = known_review(session, review_id, actor.account_id, actor.permissions, locked=True)
    review = moved(session, tenant, actor, review, "complete", "completed")
    review.completed_at = this_moment()
    session.commit()
    return review


def reopen(session: TenantSession, tenant: Tenant, actor: Actor, review_id: UUID) -> Review:
    """Open a completed review again."""
    review = known_review(session, review_id, actor.account_id, actor.permissions, locked=True)
    review = moved(session, tenant, actor, review, "reopen", "reopened")
    review.completed_at = None
    session.commit()
    return review


def moved(
    session: TenantSession, tenant: Tenant, actor: Actor, review: Review, action: str, what: str
) -> Review:
    """Set the status that an action leads to, tell what happened, and put it on the record."""
    transition = require_action(Thing.REVIEW, review.status, action, actor.permissions, {})
    review.status = ReviewStatus(transition.arrives_at(review.status))
    tell(session, tenant.slug, "review", review.id, what, actor.account_id)
    record(session, f"review-{what}", "review", review.id)
    return review
