"""Who works here, where does a person belong, and where are they signed in?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.accounts.newcomer_drafts import Written, written_by
from portal.domain.reminding import MailChoice
from portal.domain.vocabulary import Approval, Role
from portal.extensions import db
from portal.models.access_request import AccessRequest
from portal.models.account import (
    Account,
    AccountLink,
    Membership,
    RecoveryCode,
    RegionMembership,
    membership_of,
    now,
    token_hash,
)
from portal.models.invited_as import InvitedAs, invited_as
from portal.models.session import entering
from portal.models.sign_in import SignInSession, for_accounts, put_down
from portal.tenancy.model import Tenant, Tenants
from portal.web.handover import holdings, may_take
from portal.web.wording import plural


@dataclass(frozen=True)
class Place:
    """A partnership or region that a person may enter."""

    code: str
    name: str
    address: str
    is_region: bool = False


@dataclass(frozen=True)
class Person:
    """A member of this partnership with what an administrator may know of them."""

    membership_id: UUID
    account_id: UUID
    name: str
    email: str
    roles: tuple[Role, ...]
    agency: str
    is_active: bool
    is_accepted: bool
    approval: Approval | None = None

    @property
    def standing(self) -> str:
        """Say in a word or two where the person stands."""
        if not self.is_active:
            return "Closed"
        if self.approval is not None and self.is_accepted:
            return self.approval.label
        return "Active" if self.is_accepted else "Invited"


@dataclass(frozen=True)
class OpenLink:
    """A link from an e-mail that may still be used."""

    account_id: UUID
    place: str | None
    is_account_open: bool
    is_password_set: bool
    # Of an account that is open: what another partnership typed of somebody it invited is no name yet.
    name: str


def places_of(account_id: UUID, tenants: Tenants) -> list[Place]:
    """Return where the person may go; each partnership is asked by itself, none is read across (design 3)."""
    put_down()
    found = []
    for slug, tenant in tenants.by_slug.items():
        with entering(db.session, slug, writes=False) as session:
            if membership_of(session, account_id) is not None:
                found.append(Place(f"tenant:{slug}", tenant.name, f"/{slug}/desk"))
    return found + regions_of(account_id, tenants)


def regions_of(account_id: UUID, tenants: Tenants) -> list[Place]:
    """Return the regions whose releases the person may read."""
    wanted = select(RegionMembership.region).where(
        RegionMembership.account_id == account_id,
        RegionMembership.is_active,
        RegionMembership.accepted_at.is_not(None),
    )
    with for_accounts(writes=False) as session:
        slugs = session.scalars(wanted).all()
    return [
        Place(f"region:{slug}", tenants.regions[slug].name, f"/regions/{slug}/", is_region=True)
        for slug in slugs
        if slug in tenants.regions
    ]


def people(session: Session) -> list[Person]:
    """Return the members of the session's partnership by name."""
    typed = {each.membership_id: each for each in session.scalars(select(InvitedAs))}
    wanted = select(Membership, Account).join(Account, Account.id == Membership.account_id)
    found = [person_of(member, account, typed.get(member.id)) for member, account in session.execute(wanted)]
    return sorted(found, key=lambda person: (person.name.casefold(), person.email))


def person(session: Session, membership: Membership) -> Person:
    """Return one member."""
    account = session.get_one(Account, membership.account_id)
    return person_of(membership, account, invited_as(session, membership.id))


def person_of(membership: Membership, account: Account, typed: InvitedAs | None) -> Person:
    """Return a member with name and address opened; until they accept, those that whoever invited them typed."""
    name, email = account.name or "", account.email or ""
    if typed is not None:
        name, email = typed.name or "", typed.email or ""
    elif membership.accepted_at is None and membership.approval is None:
        # Invited before the portal kept what was typed: the address was, and the account's name is not theirs to see.
        name = email
    return Person(
        membership.id,
        account.id,
        name,
        email,
        membership.roles,
        membership.agency,
        membership.is_active,
        membership.accepted_at is not None,
        membership.approval,
    )


def sessions_of(account_id: UUID, quiet_since: datetime) -> list[SignInSession]:
    """Return the person's live sessions, the latest first."""
    wanted = (
        select(SignInSession)
        .where(
            SignInSession.account_id == account_id,
            SignInSession.ended_at.is_(None),
            SignInSession.ends_at > now(),
            SignInSession.seen_at > quiet_since,
        )
        .order_by(SignInSession.seen_at.desc())
    )
    with for_accounts(writes=False) as session:
        found = list(session.scalars(wanted))
        session.expunge_all()
        return found


def open_link(kind: str, token: str) -> OpenLink | None:
    """Return what a link from an e-mail is for while it may be used; looking does not use it up."""
    wanted = (
        select(AccountLink, Account)
        .join(Account, Account.id == AccountLink.account_id)
        .where(
            AccountLink.token_hash == token_hash(token),
            AccountLink.kind == kind,
            AccountLink.used_at.is_(None),
            AccountLink.ends_at > now(),
            Account.is_active,
        )
    )
    with for_accounts(writes=False) as session:
        found = session.execute(wanted).first()
        if found is None:
            return None
        link, account = found
        return OpenLink(
            account.id, link.place, account.confirmed_at is not None, account.password_hash is not None,
            (account.name or "") if account.confirmed_at is not None else "",
        )  # fmt: skip


@dataclass(frozen=True)
class SecretToEnrol:
    """What a person needs to put a waiting secret into their app."""

    secret: str
    email: str


def secret_to_enrol(account_id: UUID) -> SecretToEnrol | None:
    """Return the secret that waits for its first code, or None."""
    with for_accounts(writes=False) as session:
        account = session.get(Account, account_id)
        if account is None or account.next_totp_secret is None:
            return None
        return SecretToEnrol(account.next_totp_secret, account.email or "")


def mail_choice_of(account_id: UUID) -> MailChoice:
    """Return which e-mails a person wants."""
    with for_accounts(writes=False) as session:
        choice: MailChoice = session.get_one(Account, account_id).mail_choice
        return choice


def recovery_codes_left(account_id: UUID) -> int:
    """Return how many recovery codes the person has not used."""
    wanted = select(func.count()).where(RecoveryCode.account_id == account_id, RecoveryCode.used_at.is_(None))
    with for_accounts(writes=False) as session:
        return int(session.scalar(wanted) or 0)


def demonstration_secret(account_id: UUID) -> tuple[str, int | None] | None:
    """Return the secret and last counter of a demonstration account; None for everybody else's."""
    with for_accounts(writes=False) as session:
        account = session.get(Account, account_id)
        if account is None or not account.is_demonstration or account.totp_secret is None:
            return None
        return account.totp_secret, account.totp_last_counter


def held_work(session: Session, account_id: UUID) -> list[str]:
    """Return what the person holds here, as "2 referral drafts"; empty where they hold nothing."""
    counted = [(holding.count(session, account_id), holding) for holding in holdings()]
    return [plural(count, holding.one, holding.many) for count, holding in counted if count]


def takers(session: Session, leaver: Membership) -> list[tuple[Person, list[str]]]:
    """Return who could take on any of the person's work, each with what: "referral drafts", "returns to write"."""
    theirs = [each for each in holdings() if each.count(session, leaver.account_id)]
    others = (each for each in people(session) if each.account_id != leaver.account_id)
    able = [
        (other, [each.many for each in theirs if may_take(each, leaver, other)])
        for other in others
        if other.is_active and other.is_accepted and other.approval is None
    ]
    return [(other, kinds) for other, kinds in able if kinds]


@dataclass(frozen=True)
class Newcomer:
    """Somebody who asked to refer for an agency, as whoever decides about them sees it."""

    id: UUID
    name: str
    email: str
    agency: str
    asked_at: datetime
    decided_at: datetime | None
    approval: Approval | None
    reason: str
    written: Written | None = None

    @property
    def standing(self) -> str:
        """Say in a word or two where the request stands."""
        return self.approval.label if self.approval else "Approved"


def newcomer(session: Session, tenant: Tenant, request: AccessRequest) -> Newcomer:
    """Return one request with the person's name and address opened."""
    account = session.get_one(Account, request.account_id)
    membership = session.scalar(select(Membership).where(Membership.account_id == request.account_id))
    approval = membership.approval if membership else None
    return Newcomer(
        request.id, account.name or "", account.email or "", tenant.agency_name(request.agency),
        request.asked_at, request.decided_at, approval, request.reason or "",
        written_by(session, tenant, request.account_id) if approval is Approval.WAITING else None,
    )  # fmt: skip


def is_newcomer(account_id: UUID, slug: str) -> bool:
    """Whether the person's membership still waits for their agency's approval."""
    put_down()
    with entering(db.session, slug, writes=False) as session:
        membership = membership_of(session, account_id)
        return membership is not None and membership.approval is Approval.WAITING
