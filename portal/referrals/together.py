"""How do several people of one agency write a draft, with no answer lost? Each ends in one commit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select

from portal.domain.errors import InvalidAnswer
from portal.models.attention import call_person
from portal.models.audit import record
from portal.models.draft_colleague import DraftColleague, colleagues_on
from portal.models.event import tell
from portal.models.moment import this_moment
from portal.models.referral import Referral
from portal.models.session import TenantSession
from portal.referrals.colleagues import colleagues_to_ask, colleagues_to_send
from portal.referrals.drafts import own_draft
from portal.referrals.merging import merge
from portal.referrals.operations import allowed, keep, of_party
from portal.referrals.queries import form_of
from portal.tenancy.model import Tenant
from portal.web.access import Actor


def save_together(
    session: TenantSession, tenant: Tenant, actor: Actor, referral_id: UUID,
    answers: Mapping[str, Any], seen: Mapping[str, str],
) -> list[str]:  # fmt: skip
    """Keep what nobody else changed since this person's page was opened; return the questions to choose about."""
    referral = own_draft(session, actor, referral_id)
    form = form_of(tenant, referral)
    merged = merge(seen, referral.answers or {}, of_party(form, "referrer", answers))
    keep(referral, form, actor, merged.taken)
    tell(session, tenant.slug, "referral", referral.id, "saved", actor.account_id)
    session.commit()
    return merged.clashes


def ask_colleague(
    session: TenantSession, tenant: Tenant, actor: Actor, referral_id: UUID, account_id: UUID
) -> None:
    """Let a colleague of the same agency work on one's draft; they are told that something waits."""
    referral = own_draft(session, actor, referral_id)
    allowed(referral, tenant, actor, "share")
    if account_id not in {each.account_id for each in colleagues_to_ask(session, actor, referral)}:
        raise InvalidAnswer("Select somebody of your agency", "choice")
    put_colleague(session, referral, account_id, actor.account_id)
    tell(session, tenant.slug, "referral", referral_id, "shared", actor.account_id)
    record(session, "referral-shared", "account", account_id)
    call_person(session, tenant.slug, account_id)
    session.commit()


def put_colleague(session: TenantSession, referral: Referral, account_id: UUID, added_by: UUID) -> None:
    """Let somebody work on a draft, or again, in the caller's transaction."""
    wanted = select(DraftColleague).where(
        DraftColleague.referral_id == referral.id, DraftColleague.account_id == account_id
    )
    colleague = session.scalar(wanted)
    if colleague is None:
        colleague = DraftColleague(tenant=referral.tenant, referral_id=referral.id, account_id=account_id)
        session.add(colleague)
    colleague.added_by, colleague.added_at, colleague.ended_at = added_by, this_moment(), None


def pass_to_send(
    session: TenantSession, tenant: Tenant, actor: Actor, referral_id: UUID, account_id: UUID
) -> None:
    """Let a colleague of the same agency send a draft in one's place, and go on working on it; they are told."""
    referral = own_draft(session, actor, referral_id)
    allowed(referral, tenant, actor, "pass-to-send")
    if account_id not in {each.account_id for each in colleagues_to_send(session, actor, referral)}:
        raise InvalidAnswer("Select somebody of your agency", "choice")
    referral.referrer_id = account_id
    for each in colleagues_on(session, referral_id):
        if each.account_id == account_id:
            # It is theirs now: nobody ends their work on it.
            each.ended_at = this_moment()
    put_colleague(session, referral, actor.account_id, actor.account_id)
    to = str(account_id)
    tell(session, tenant.slug, "referral", referral_id, "passed-to-send", actor.account_id, to=to)
    record(session, "referral-passed-to-send", "account", account_id)
    call_person(session, tenant.slug, account_id)
    session.commit()


def end_colleague(
    session: TenantSession, tenant: Tenant, actor: Actor, referral_id: UUID, account_id: UUID
) -> None:
    """Let a colleague work on one's draft no longer; what they wrote stays."""
    referral = own_draft(session, actor, referral_id)
    allowed(referral, tenant, actor, "share")
    for each in colleagues_on(session, referral_id):
        if each.account_id == account_id:
            each.ended_at = this_moment()
            tell(session, tenant.slug, "referral", referral_id, "no-longer-shared", actor.account_id)
            record(session, "referral-no-longer-shared", "account", account_id)
    session.commit()
