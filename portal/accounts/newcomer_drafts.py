"""What has somebody new begun to refer while they wait for their agency's approval?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.clocks import ClockRule
from portal.domain.vocabulary import ReferralStatus
from portal.models.referral import Referral
from portal.tenancy.model import Tenant
from portal.web.working_days import first_clock


@dataclass(frozen=True)
class Written:
    """What somebody has begun and not sent: how many, when one was saved last, and the clock that runs out first."""

    drafts: int
    saved_at: datetime
    clock: tuple[ClockRule, date] | None


def written_by(session: Session, tenant: Tenant, account_id: UUID) -> Written | None:
    """Return what a person has begun to refer and not sent, without a word of it; None where that is nothing."""
    wanted = select(Referral.form_code, Referral.incident_on, Referral.saved_at).where(
        Referral.referrer_id == account_id, Referral.status == ReferralStatus.DRAFT
    )
    rows = session.execute(wanted).all()
    if not rows:
        return None
    forms = [(tenant.forms.get(code), happened_on) for code, happened_on, _ in rows]
    clocks = [first_clock(tenant, form.clocks, happened_on) for form, happened_on in forms if form]
    running = [each for each in clocks if each is not None]
    first = min(running, key=lambda each: each[1], default=None)
    return Written(len(rows), max(saved_at for *_, saved_at in rows), first)
