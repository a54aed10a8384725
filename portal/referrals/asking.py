"""How does the partnership ask for more about a referral, and how is it answered? Each ends in one commit."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from portal.domain.errors import Conflict, InvalidAnswer
from portal.domain.permissions import Permission
from portal.models.attention import call_for_attention, call_person, members_who_may
from portal.models.moment import this_moment
from portal.models.referral import Referral
from portal.models.referral_question import ReferralQuestion, open_questions
from portal.models.session import TenantSession
from portal.referrals.operations import allowed, move
from portal.referrals.queries import referral_seen_by
from portal.tenancy.model import Tenant
from portal.web.access import Actor


def ask(
    session: TenantSession, tenant: Tenant, actor: Actor, referral_id: UUID, question: str, answer_by: date,
    today: date,
) -> ReferralQuestion:  # fmt: skip
    """Ask the referrer and their agency for more; the referral waits until it is answered or gone on without."""
    if not question.strip():
        raise InvalidAnswer("Say what you need to know", "question")
    if answer_by < today:
        raise InvalidAnswer("Enter a day that has not passed", "answer_by")
    referral = referral_seen_by(session, actor, referral_id, locked=True)
    transition = allowed(referral, tenant, actor, "ask-for-more")
    asked = ReferralQuestion(
        tenant=tenant.slug, unit=referral.unit, referral_id=referral.id, asked_by=actor.account_id,
        answer_by=answer_by, question=question.strip(),
    )  # fmt: skip
    session.add(asked)
    move(session, tenant, actor, referral, transition, "more-asked")
    for account_id in who_can_answer(session, referral) - {actor.account_id}:
        call_person(session, tenant.slug, account_id)
    session.commit()
    return asked


def who_can_answer(session: TenantSession, referral: Referral) -> set[UUID]:
    """Return the referrer, where they sent it themselves, and those of their agency who see what it sends."""
    found = set() if referral.on_behalf else {referral.referrer_id}
    if referral.agency:
        found |= set(members_who_may(session, Permission.REFERRAL_SEE_AGENCY, referral.agency))
    return found


def answer(
    session: TenantSession, tenant: Tenant, actor: Actor, referral_id: UUID, words: str
) -> ReferralQuestion:
    """Answer what was asked; the referral goes back to where it was."""
    if not words.strip():
        raise InvalidAnswer("Write your answer", "answer")
    referral = referral_seen_by(session, actor, referral_id, locked=True)
    transition = allowed(referral, tenant, actor, "answer")
    asked = open_question(session, referral)
    asked.answer, asked.answered_by, asked.answered_at = words.strip(), actor.account_id, this_moment()
    is_writer = referral.referrer_id == actor.account_id and referral.on_behalf is None
    asked.is_told = actor.may(Permission.REFERRAL_ACCEPT) and not is_writer
    move(session, tenant, actor, referral, transition, "answered")
    call_for_attention(session, tenant.slug, Permission.REFERRAL_ACCEPT, about=referral.case_ids, but=actor.account_id)
    session.commit()
    return asked


def go_on(
    session: TenantSession, tenant: Tenant, actor: Actor, referral_id: UUID, reason: str
) -> ReferralQuestion:
    """Wait no longer for an answer, with the reason; what was asked stays on the record."""
    if not reason.strip():
        raise InvalidAnswer("Say why you go on without an answer", "reason")
    referral = referral_seen_by(session, actor, referral_id, locked=True)
    transition = allowed(referral, tenant, actor, "go-on")
    asked = open_question(session, referral)
    asked.end_reason, asked.ended_by, asked.ended_at = reason.strip(), actor.account_id, this_moment()
    move(session, tenant, actor, referral, transition, "gone-on")
    session.commit()
    return asked


def open_question(session: TenantSession, referral: Referral) -> ReferralQuestion:
    """Return what the referral waits for; Conflict where it waits for nothing."""
    found = open_questions(session, [referral.id]).get(referral.id)
    if found is None:
        raise Conflict("Nothing is asked about this referral now.")
    return found
