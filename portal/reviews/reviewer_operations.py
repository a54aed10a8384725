"""How is a lead reviewer appointed, how do they declare their independence, and how does it end? One commit each."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from portal.domain.errors import InvalidAnswer
from portal.domain.permissions import Permission
from portal.domain.reviewing import ReviewerEnd
from portal.domain.vocabulary import Role
from portal.models.account import membership_of
from portal.models.attention import call_for_attention, call_person
from portal.models.case_access import is_involved
from portal.models.lead_reviewer import LeadReviewer, in_post
from portal.models.review import Review, case_ids_of
from portal.models.session import TenantSession
from portal.reviews.leave import cases_looked_at, give_leave, take_leave_away
from portal.reviews.working import done, worked_on
from portal.tenancy.model import Tenant
from portal.web.access import Actor

LONGEST_LEAVE_DAYS = 2 * 366


def appoint(
    session: TenantSession, tenant: Tenant, actor: Actor, review_id: UUID, account_id: UUID, access_until: date,
    today: date,
) -> LeadReviewer:  # fmt: skip
    """Appoint somebody with an account here: they may know of the review's cases until a day."""
    review = worked_on(session, actor, review_id, "appoint")
    membership = membership_of(session, account_id)
    if membership is None or Role.LEAD_REVIEWER not in membership.roles:
        raise InvalidAnswer(
            f"Select somebody who has the role of {tenant.words.lead_reviewer} here", "account_id"
        )
    if not today < access_until <= today + timedelta(days=LONGEST_LEAVE_DAYS):
        raise InvalidAnswer("Enter a day after today and within two years", "access_until")
    cases = cases_looked_at(session, review.id)
    if is_involved(session, [case.id for case in cases], account_id):
        raise InvalidAnswer("They are personally involved in a case of this review", "account_id")
    leader = LeadReviewer(
        tenant=tenant.slug, unit=review.unit, review_id=review.id, account_id=account_id,
        appointed_on=today, appointed_by=actor.account_id, access_until=access_until,
    )  # fmt: skip
    session.add(leader)
    for case in cases:
        give_leave(session, actor, case, leader)
    call_person(session, tenant.slug, account_id)
    done(session, actor, review, "reviewer-appointed", f"account:{account_id}")
    return leader


def name_reviewer(
    session: TenantSession,
    tenant: Tenant,
    actor: Actor,
    review_id: UUID,
    name: str,
    organisation: str,
    today: date,
) -> LeadReviewer:
    """Name somebody without an account here as the lead reviewer."""
    review = worked_on(session, actor, review_id, "appoint")
    if not name.strip():
        raise InvalidAnswer("Enter their name", "name")
    leader = LeadReviewer(
        tenant=tenant.slug, unit=review.unit, review_id=review.id, appointed_on=today,
        appointed_by=actor.account_id, name=name.strip(), organisation=organisation.strip() or None,
    )  # fmt: skip
    session.add(leader)
    done(session, actor, review, "reviewer-appointed")
    return leader


def declare(
    session: TenantSession, tenant: Tenant, actor: Actor, review_id: UUID, declaration: str, declared_on: date,
    today: date,
) -> LeadReviewer:  # fmt: skip
    """Declare that the lead reviewer is independent: themself, or the coordinator for one without an account."""
    review = worked_on(session, actor, review_id, "declare-independence")
    leader = in_post(session, review.id)
    assert leader is not None  # the workflow's guard has just said so
    if not declaration.strip():
        raise InvalidAnswer("Enter the declaration", "declaration")
    if not leader.appointed_on <= declared_on <= today and leader.account_id is not None:
        raise InvalidAnswer("The day must be since the appointment, and not after today", "declared_on")
    if declared_on > today:
        raise InvalidAnswer("The day must not be after today", "declared_on")
    leader.declaration, leader.declared_on = declaration.strip(), declared_on
    leader.declared_by = actor.account_id
    about = case_ids_of(session, review.id)
    call_for_attention(session, tenant.slug, Permission.REVIEW_MANAGE, about=about, but=actor.account_id)
    done(session, actor, review, "independence-declared")
    return leader


def end_appointment(
    session: TenantSession,
    tenant: Tenant,
    actor: Actor,
    review_id: UUID,
    end_kind: str,
    reason: str,
    today: date,
) -> Review:
    """End an appointment with a reason: the reviewer knows of the review's cases no longer, from now."""
    review = worked_on(session, actor, review_id, "end-appointment")
    if end_kind not in set(ReviewerEnd):
        raise InvalidAnswer("Select why the appointment ends", "end_kind")
    if not reason.strip():
        raise InvalidAnswer("Say why the appointment ends", "reason")
    leader = in_post(session, review.id)
    assert leader is not None  # the workflow's guard has just said so
    leader.ended_on, leader.ended_by = today, actor.account_id
    leader.end_kind, leader.end_reason = ReviewerEnd(end_kind), reason.strip()
    session.flush()
    if leader.account_id is not None:
        for case in cases_looked_at(session, review.id):
            take_leave_away(session, actor, case, leader.account_id)
    done(
        session,
        actor,
        review,
        "reviewer-ended",
        *([f"account:{leader.account_id}"] if leader.account_id else []),
    )
    return review
