"""How does the coordinator enter a referral that came on paper or by telephone: on the same forms, checked alike?"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from portal.domain.errors import InvalidAnswer, NotAllowed
from portal.domain.permissions import Permission
from portal.domain.vocabulary import HowReceived
from portal.models.event import tell
from portal.models.moment import this_moment
from portal.models.referral import OnBehalf, Referral
from portal.models.session import TenantSession
from portal.referrals.operations import begun
from portal.tenancy.model import Tenant
from portal.web.access import Actor

# What the coordinator may say; a referral from another area comes in by hand-over alone.
ENTERED = tuple(each for each in HowReceived if each is not HowReceived.ANOTHER_AREA)


@dataclass(frozen=True)
class Came:
    """Who referred, how they are reached, and who quality assured it before it came, where somebody did."""

    name: str
    role: str = ""
    reached: str = ""
    quality_assured_by: str = ""


def enter(
    session: TenantSession,
    tenant: Tenant,
    actor: Actor,
    form_code: str,
    how: str,
    came_at: datetime,
    came: Came,
) -> Referral:
    """Begin a draft for somebody else; it counts from the moment at which it came, whenever it is typed in."""
    if not actor.may(Permission.REFERRAL_ACCEPT):
        raise NotAllowed("Your roles do not include this.")
    if how not in ENTERED:
        raise InvalidAnswer("Select how it came", "how")
    if not came.name.strip():
        raise InvalidAnswer("Enter who refers", "name")
    if came_at > this_moment():
        raise InvalidAnswer("Enter a moment that has passed", "came_on")
    known = {"referral.referrer_name": came.name, "referral.referrer_role": came.role}
    referral = begun(session, tenant, actor, form_code, known, agency="")
    session.add(
        OnBehalf(
            tenant=tenant.slug, unit=referral.unit, referral_id=referral.id, how=HowReceived(how), came_at=came_at,
            entered_by=actor.account_id, is_quality_assured=bool(came.quality_assured_by.strip()),
            said={name: value.strip() for name, value in asdict(came).items() if value.strip()},
        )
    )  # fmt: skip
    tell(session, tenant.slug, "referral", referral.id, "entered", actor.account_id, how=how)
    session.commit()
    return referral
