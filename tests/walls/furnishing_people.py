"""Who is there while walls are tried? A person of each role, who left, who was invited, who waits to be let in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

import pyotp
from flask import Flask

from portal.accounts import newcomers, people
from portal.accounts import operations as accounts
from portal.accounts.calendars import make_calendar
from portal.accounts.people import PARTNERSHIP_ROLES
from portal.commands.fictional_people import agency_for
from portal.domain.vocabulary import Approval, Role
from portal.models.access_request import AccessRequest
from portal.models.account import (
    ACCESS,
    LOST_FACTOR,
    PASSWORD_RESET,
    Account,
    Membership,
    account_for,
)
from portal.models.sign_in import for_accounts
from tests.people import PASSWORD, SomeBody, somebody
from tests.walls.places import letters

if TYPE_CHECKING:
    from tests.walls.furnishing import Furnisher


@dataclass
class PeopleFurnisher:
    """Adds people, in canaries."""

    at: Furnisher

    def work(self, portal: Flask) -> None:
        """A person for each role, one whom others try to close, one who has left, one who was invited."""
        slug = self.at.cast.tenant.slug
        self.at.place.spare = self.person(portal, Role.CHAIR, "spare")
        for role in PARTNERSHIP_ROLES:
            self.at.place.members[role] = self.person(portal, role, role.value)
            self.at.cast.accounts[role] = self.at.place.members[role].account_id
        self.at.place.former = former = self.person(portal, Role.COORDINATOR, "former")
        administrator = self.at.cast.accounts[Role.PEOPLE_ADMINISTRATOR]
        with self.at.session() as session:
            people.set_active(session, administrator, people.member(session, former.membership_id), False)
        self.newcomers()
        somebody(
            portal, f"tenant:{slug}", (Role.REFERRER,), name=self.at.word("known elsewhere"),
            email=f"of.{letters(slug)}@agency.example",
        )  # fmt: skip
        begun = self.invited(slug, "half-way")
        accounts.begin_invitation(begun, PASSWORD)
        self.at.place.links = {
            "accounts.invitation": [{"token": self.invited(slug, "invited")}],
            "accounts.invitation_second_factor": [{"token": begun}],
            "accounts.confirm_access": [{"token": self.link(ACCESS, f"tenant:{slug}", self.asking(slug))}],
            "accounts.new_password": [{"token": self.link(PASSWORD_RESET)}],
            "accounts.new_second_factor": [{"token": self.link(LOST_FACTOR)}],
            "accounts.calendar_file": [{"token": self.calendar(portal)}],
        }

    def person(self, portal: Flask, role: Role, name: str) -> SomeBody:
        """Add one person whose name and address are canaries."""
        tenant = self.at.cast.tenant
        made = somebody(
            portal, f"tenant:{tenant.slug}", (role,), agency=agency_for(tenant, role),
            name=self.at.word(name), email=f"zq{letters(tenant.slug)}.{name}@agency.example",
        )  # fmt: skip
        self.at.place.know(membership_id=made.membership_id)
        return made

    def calendar(self, portal: Flask) -> str:
        """Make a calendar for somebody whom nobody closes; return its token."""
        reader = self.person(portal, Role.COORDINATOR, "calendar-reader")
        with self.at.session() as session:
            return make_calendar(session, self.at.cast.tenant.slug, reader.account_id)

    def invited(self, slug: str, name: str) -> str:
        """Invite somebody; return the token of their link."""
        email = f"Zq{letters(slug)}.{name}@agency.example"
        with self.at.session() as session:
            return people.invite(
                session, slug, people.Invited(self.at.word(name), email, (Role.REFERRER,), "")
            )

    def newcomers(self) -> None:
        """One who waits for their agency's word, and one who was refused."""
        slug, lead = self.at.cast.tenant.slug, self.at.cast(Role.SAFEGUARDING_LEAD)
        for name in ("waiting", "refused"):
            account_id = self.asking(slug, name)
            with self.at.session() as session:
                request = AccessRequest(tenant=slug, account_id=account_id, agency=lead.agency)
                session.add(request)
                session.add(
                    Membership(
                        tenant=slug, account_id=account_id, roles=(Role.REFERRER,), agency=lead.agency,
                        approval=Approval.WAITING, accepted_at=datetime.now(UTC),
                    )
                )  # fmt: skip
                session.commit()
                self.at.place.know(newcomer_id=request.id)
            if name == "refused":
                with self.at.session() as session:
                    reason = self.at.word("refusal")
                    newcomers.decide(session, lead, request.id, is_approved=False, reason=reason)

    def asking(self, slug: str, name: str = "asking") -> UUID:
        """Add somebody whose address is at an agency's domain; return their account."""
        domain = next(each.email_domains[0] for each in self.at.cast.tenant.agencies if each.email_domains)
        with for_accounts() as session:
            account = account_for(session, self.at.word(name), f"zq{letters(slug)}.{name}@{domain}")
            account_id = account.id
            session.commit()
            return account_id

    def link(self, kind: str, place: str | None = None, account_id: UUID | None = None) -> str:
        """Make a link for somebody who forgot something; return its token."""
        assert self.at.place.spare is not None
        account_id = account_id or self.at.place.spare.account_id
        with for_accounts() as session:
            # Whoever lost an app is waiting for the next one's secret.
            session.get_one(Account, account_id).next_totp_secret = pyotp.random_base32()
            token = accounts.make_link(session, account_id, kind, place, timedelta(hours=1))
            session.commit()
            return token
