"""Who are the made-up people that a newcomer signs in as? Only the demonstration has them; production refuses."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts import passwords
from portal.accounts.operations import at_place
from portal.config import Settings
from portal.domain.errors import NotAllowed
from portal.domain.vocabulary import Role
from portal.models.account import Account, Membership, RegionMembership, account_for, account_with, now


@dataclass(frozen=True)
class Fictional:
    """A made-up person with what opens their account; `place` is "tenant:<slug>" or "region:<slug>"."""

    name: str
    email: str
    password: str
    secret: str
    place: str
    roles: tuple[Role, ...] = ()
    agency: str = ""


def make_person(settings: Settings, person: Fictional) -> UUID:
    """Open the account with its place, or put it back as it was; NotAllowed outside the demonstration."""
    if not settings.is_demonstration:
        raise NotAllowed("Made-up people belong to the demonstration only")
    with at_place(person.place) as session:
        account = account_with(session, person.email) or account_for(session, person.name, person.email)
        account.is_demonstration = True
        account.confirmed_at = account.confirmed_at or now()
        if not opens(person.password, account.password_hash):
            account.password_hash = hashed_once(person.password)
        account.totp_secret = person.secret
        session.flush()
        give_place(session, account, person)
        session.commit()
        return account.id


@lru_cache(8)
def hashed_once(password: str) -> str:
    """Return one hash for all who share a known password: forty that each cost half a second would try patience."""
    return passwords.hashed(password)


@lru_cache(64)
def opens(password: str, kept: str | None) -> bool:
    """Whether the password opens an account that has one."""
    return kept is not None and passwords.is_right(password, kept)


def give_place(session: Session, account: Account, person: Fictional) -> None:
    """Make the person a member of their partnership or a lead of their region, in the caller's transaction."""
    kind, _, slug = person.place.partition(":")
    if kind == "region":
        wanted = select(RegionMembership).where(
            RegionMembership.account_id == account.id, RegionMembership.region == slug
        )
        if session.scalar(wanted) is None:
            session.add(RegionMembership(account_id=account.id, region=slug, accepted_at=now()))
        return
    membership = session.scalar(select(Membership).where(Membership.account_id == account.id))
    if membership is None:
        membership = Membership(tenant=slug, account_id=account.id, accepted_at=now())
        session.add(membership)
    membership.roles, membership.agency, membership.is_active = person.roles, person.agency, True
