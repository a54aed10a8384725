"""Whose turn is it with a referral that was sent, and who could check it at all?"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Session

from portal.domain.permissions import Permission
from portal.domain.vocabulary import ReferralStatus
from portal.models.attention import call_for_attention, members_who_may
from portal.models.draft_colleague import has_written
from portal.models.moment import is_told
from portal.models.referral import Referral
from portal.tenancy.model import Tenant
from portal.web.access import Actor

URGENT_HARM = frozenset({"death", "serious-harm"})


def tell_who_waits(session: Session, tenant: Tenant, actor: Actor, referral: Referral) -> None:
    """Write to those whose turn it is; a death or serious harm is known at once, whoever has still to check it."""
    if is_told():
        return
    about = referral.case_ids
    me, is_checked_next = actor.account_id, referral.status == ReferralStatus.AWAITING_QUALITY_ASSURANCE
    is_urgent = referral.harm in URGENT_HARM
    assurers = assurers_of(session, referral) if is_checked_next else []
    if is_checked_next:
        call_for_attention(
            session, tenant.slug, Permission.REFERRAL_QUALITY_ASSURE, about=about, but=me,
            agency=referral.agency,
        )  # fmt: skip
    if referral.status == ReferralStatus.RECEIVED or is_urgent or (is_checked_next and not assurers):
        call_for_attention(session, tenant.slug, Permission.REFERRAL_ACCEPT, about=about, but=me, is_urgent=is_urgent)
    if is_urgent:
        # Notifying is the council's own duty, from its own awareness: no check of ours stands before it.
        council = Permission.DECISION_RECORD_LOCAL_AUTHORITY
        call_for_attention(session, tenant.slug, council, about=about, but=me, is_urgent=True)


def assurers_of(session: Session, referral: Referral) -> list[UUID]:
    """Return who of the agency could quality assure a referral: none where all of them wrote a part of it."""
    if not referral.agency:
        return []
    members = members_who_may(session, Permission.REFERRAL_QUALITY_ASSURE, referral.agency)
    return [each for each in members if not has_written(session, referral, each)]
