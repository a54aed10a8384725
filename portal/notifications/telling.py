"""How is it recorded that the Panel, Ofsted and the Department were told of a practice review and who leads it?"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from portal.domain.errors import InvalidAnswer
from portal.domain.vocabulary import ReviewKind
from portal.domain.workflow import Thing, require_action
from portal.models.audit import record
from portal.models.event import tell
from portal.models.moment import this_moment
from portal.models.notification import ReviewTold, review_told
from portal.models.review import Review
from portal.models.review_access import known_review
from portal.models.session import TenantSession
from portal.tenancy.model import Tenant
from portal.web.access import Actor


def require_telling(actor: Actor, review: Review) -> None:
    """Refuse a review that nobody outside is told of in this way."""
    facts = {"is_practice_review": review.kind is ReviewKind.LOCAL_CHILD_SAFEGUARDING_PRACTICE_REVIEW}
    require_action(Thing.REVIEW, review.status, "record-told", actor.permissions, facts)


def record_told(
    session: TenantSession, tenant: Tenant, actor: Actor, review_id: UUID, told_on: date, today: date,
    *, is_reviewer_named: bool,
) -> ReviewTold:  # fmt: skip
    """Record the day on which they were told, or correct it, in one commit."""
    review = known_review(session, review_id, actor.account_id, actor.permissions, locked=True)
    require_telling(actor, review)
    if told_on > today:
        raise InvalidAnswer("Enter a day that has come", "told_on")
    told = review_told(session, review.id) or ReviewTold(tenant=tenant.slug, review_id=review.id)
    told.told_on, told.is_reviewer_named = told_on, is_reviewer_named
    told.recorded_by, told.recorded_at = actor.account_id, this_moment()
    session.add(told)
    tell(session, tenant.slug, "review", review.id, "told-to-panel", actor.account_id)
    record(session, "review-told", "review", review.id)
    session.commit()
    return told
