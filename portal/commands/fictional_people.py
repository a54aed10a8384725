"""Which made-up people does the demonstration have: one a role a partnership, and a lead for each region?"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from uuid import UUID

from portal.accounts.demonstration import Fictional, make_person
from portal.accounts.people import PARTNERSHIP_ROLES
from portal.config import Settings
from portal.domain.permissions import permissions_of
from portal.domain.vocabulary import AgencyKind, Role
from portal.tenancy.model import Region, Tenant, Tenants
from portal.web.access import Actor

# Known to everybody who reads this: the demonstration answers this machine only, and production refuses it.
PASSWORD = "walk-through-a-made-up-portal"
DOMAIN = "demonstration.example"

NAMES: dict[Role, str] = {
    Role.REFERRER: "Robin Sample",
    Role.SAFEGUARDING_LEAD: "Jordan Specimen",
    Role.SCREENING_MEMBER: "Avery Pattern",
    Role.CHAIR: "Morgan Mockup",
    Role.COORDINATOR: "Casey Placeholder",
    Role.LOCAL_AUTHORITY_DECISION_MAKER: "Taylor Template",
    Role.ICB_DECISION_MAKER: "Jamie Madeup",
    Role.POLICE_DECISION_MAKER: "Quinn Fictional",
    Role.LEAD_REVIEWER: "Sidney Invented",
    Role.PUBLISHER: "Drew Pretend",
    Role.DATA_PROTECTION_OFFICER: "Reese Imaginary",
    Role.PEOPLE_ADMINISTRATOR: "Kit Example",
    Role.REGIONAL_LEAD: "Frankie Demonstration",
}
# Where each works; whoever is not here works where the referrer does, so that quality assurance stays in one agency.
WORKS_IN: dict[Role, AgencyKind] = {
    Role.LOCAL_AUTHORITY_DECISION_MAKER: AgencyKind.CHILDRENS_SOCIAL_CARE,
    Role.ICB_DECISION_MAKER: AgencyKind.INTEGRATED_CARE_BOARD,
    Role.POLICE_DECISION_MAKER: AgencyKind.POLICE,
}


def secret_of(email: str) -> str:
    """Return the one-time-code secret of a made-up person, the same every time."""
    return base64.b32encode(sha256(f"demonstration {email}".encode()).digest()[:20]).decode()


def agency_for(tenant: Tenant, role: Role) -> str:
    """Return the code of the agency that a role works in, or of the partnership's first."""
    wanted = [WORKS_IN[role]] if role in WORKS_IN else [AgencyKind.HOSPITAL, AgencyKind.EDUCATION]
    # One agency with a lead of its own: where an entry stands for many, nobody leads them all.
    single = [each for each in tenant.agencies if not each.is_many]
    found = [each.code for kind in wanted for each in single if each.kind == kind.value]
    return (found or [each.code for each in tenant.agencies] or [""])[0]


def people_of(tenant: Tenant) -> Iterator[Fictional]:
    """Yield a person for each role of a partnership."""
    for role in PARTNERSHIP_ROLES:
        email = f"{role.value}.{tenant.slug}@{DOMAIN}"
        yield Fictional(
            NAMES[role],
            email,
            PASSWORD,
            secret_of(email),
            f"tenant:{tenant.slug}",
            (role,),
            agency_for(tenant, role),
        )


def lead_of(region: Region) -> Fictional:
    """Return the lead of a region."""
    email = f"{Role.REGIONAL_LEAD.value}.{region.slug}@{DOMAIN}"
    return Fictional(NAMES[Role.REGIONAL_LEAD], email, PASSWORD, secret_of(email), f"region:{region.slug}")


def everybody(tenants: Tenants) -> list[Fictional]:
    """Return every made-up person, partnership by partnership, then region by region."""
    members = [person for tenant in tenants.by_slug.values() for person in people_of(tenant)]
    return members + [lead_of(region) for region in tenants.regions.values()]


@dataclass
class Cast:
    """The made-up people of one partnership, as operations see them."""

    tenant: Tenant
    accounts: dict[Role, UUID] = field(default_factory=dict)

    def __call__(self, role: Role) -> Actor:
        """Return the person of a role."""
        return Actor(
            self.accounts[role], self.tenant.slug, None, frozenset({role}), agency_for(self.tenant, role),
            permissions_of([role]),
        )  # fmt: skip


def gather(settings: Settings, tenant: Tenant) -> Cast:
    """Open the accounts of a partnership's made-up people, or put them back as they were."""
    cast = Cast(tenant)
    for person in people_of(tenant):
        cast.accounts[person.roles[0]] = make_person(settings, person)
    return cast


def token_of(story: str) -> str:
    """Return the token by which a story's referral is known again."""
    return f"demonstration-{story}"
