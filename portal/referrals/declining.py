"""How is a referral not taken forward, with reasons of the partnership's and a letter that stays as it was written?"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from portal.domain.errors import InvalidAnswer
from portal.models.attention import call_person
from portal.models.referral import Referral
from portal.models.referral_letter import DECLINED, ReferralLetter
from portal.models.session import TenantSession
from portal.referrals.letters import addressee_of, declined_text
from portal.referrals.operations import allowed, move
from portal.referrals.queries import referral_seen_by
from portal.tenancy.model import DeclineReasonOffered, Tenant
from portal.web.access import Actor


def decline(
    session: TenantSession,
    tenant: Tenant,
    actor: Actor,
    referral_id: UUID,
    reasons: Sequence[str],
    words: str,
) -> Referral:
    """Do not take a referral forward: the letter is kept in its own words, and the referrer is told that it waits."""
    chosen = reasons_chosen(tenant, reasons)
    if not words.strip():
        raise InvalidAnswer("Say why this referral is not taken forward", "words")
    referral = referral_seen_by(session, actor, referral_id, locked=True)
    transition = allowed(referral, tenant, actor, "decline")
    referral.decline_reason = words.strip()
    session.add(
        ReferralLetter(
            tenant=tenant.slug, unit=referral.unit, referral_id=referral.id, kind=DECLINED,
            reasons=[each.code for each in chosen], written_by=actor.account_id,
            addressee=addressee_of(session, tenant, referral),
            text=declined_text(tenant, referral, chosen, words),
        )
    )  # fmt: skip
    move(session, tenant, actor, referral, transition, "declined")
    if referral.on_behalf is None:
        call_person(session, tenant.slug, referral.referrer_id)
    session.commit()
    return referral


def reasons_chosen(tenant: Tenant, codes: Sequence[str]) -> list[DeclineReasonOffered]:
    """Return the partnership's reasons of these codes in its own order; InvalidAnswer for none and for an unknown."""
    if not codes or not set(codes) <= {each.code for each in tenant.decline_reasons}:
        raise InvalidAnswer("Select at least one reason", "reasons")
    return [each for each in tenant.decline_reasons if each.code in codes]
