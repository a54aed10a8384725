"""Who leads a region for reading, and how does the portal's operator let them in and see them out?

Each operation ends in one commit. What belongs to a region belongs to no partnership.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.operations import INVITATION_LASTS, end_links, make_link
from portal.domain.errors import NotFound
from portal.models.account import (
    INVITATION,
    Account,
    AccountLink,
    RegionMembership,
    account_for,
    account_with,
)
from portal.models.audit import record
from portal.models.sign_in import end_sessions, for_accounts


@dataclass(frozen=True)
class Lead:
    """A regional lead as the portal's operator sees them."""

    region: str
    name: str
    email: str
    standing: str


def invite_lead(region: str, name: str, email: str) -> str:
    """Let somebody read a region's releases once they accept; return the token of their link."""
    with for_accounts() as session:
        account = account_for(session, name, email)
        place = place_in(session, account, region)
        if place is None:
            session.add(RegionMembership(account_id=account.id, region=region))
        elif not place.is_active:
            # Whoever was seen out says yes anew.
            place.is_active, place.accepted_at = True, None
        token = make_link(session, account.id, INVITATION, f"region:{region}", INVITATION_LASTS)
        record(session, "person-invited", "account", account.id)
        session.commit()
    return token


def end_lead(region: str, email: str) -> int:
    """End a lead's place in a region, with their sessions and links there; return how many sessions ended.

    NotFound where nobody of that address has a place there that is open.
    """
    with for_accounts() as session:
        account = account_with(session, email)
        place = place_in(session, account, region) if account else None
        if account is None or place is None or not place.is_active:
            raise NotFound("Nobody with this address has an open place in the region")
        place.is_active = False
        ended = end_sessions(session, account.id, place=f"region:{region}")
        end_links(session, account.id, AccountLink.place == f"region:{region}")
        record(session, "person-disabled", "account", account.id)
        session.commit()
        return ended


def place_in(session: Session, account: Account, region: str) -> RegionMembership | None:
    """Return the person's place in a region, open or ended."""
    return session.scalar(
        select(RegionMembership).where(
            RegionMembership.account_id == account.id, RegionMembership.region == region
        )
    )


def leads(region: str) -> list[Lead]:
    """Return everybody who has or had a place in a region, by name."""
    wanted = (
        select(RegionMembership, Account)
        .join(Account, Account.id == RegionMembership.account_id)
        .where(RegionMembership.region == region)
    )
    with for_accounts(writes=False) as session:
        found = [
            Lead(region, account.name or "", account.email or "", standing_of(place, account))
            for place, account in session.execute(wanted)
        ]
    return sorted(found, key=lambda each: (each.name.casefold(), each.email))


def standing_of(place: RegionMembership, account: Account) -> str:
    """Say in a word or two where a lead stands."""
    if not account.is_active:
        return "Account closed"
    if not place.is_active:
        return "Closed"
    return "Active" if place.accepted_at else "Invited"
