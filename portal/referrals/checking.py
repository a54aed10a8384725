"""How does a quality assurer put a check by and come back to it?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from portal.models.event import tell
from portal.models.quality_check import put_comments
from portal.models.session import TenantSession
from portal.referrals.checked_together import require_seen
from portal.referrals.operations import allowed, merged, of_party
from portal.referrals.queries import form_of, referral_seen_by
from portal.tenancy.model import Tenant
from portal.web.access import Actor


def save_check(
    session: TenantSession, tenant: Tenant, actor: Actor, referral_id: UUID,
    answers: Mapping[str, Any], comments: Mapping[str, str], note: str, seen: Mapping[str, str] | None = None,
) -> None:  # fmt: skip
    """Keep what the quality assurer has written so far, in one commit; its writers see none of it yet.

    CheckedMeanwhile where a colleague kept something that this person has not seen (`seen`).
    """
    referral = referral_seen_by(session, actor, referral_id, locked=True)
    allowed(referral, tenant, actor, "pass-quality-assurance")
    require_seen(session, tenant, referral, seen)
    referral.answers = merged(referral, of_party(form_of(tenant, referral), "quality-assurer", answers))
    put_comments(session, referral, actor.account_id, comments, note)
    tell(session, tenant.slug, "referral", referral.id, "check-saved", actor.account_id)
    session.commit()
