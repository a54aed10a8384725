"""How does the portal's operator close a whole account, wherever it belongs, and open it again?

The account comes first, in one commit; then each partnership in turn, with a line on its own record. Every step is
safe to repeat.
"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import update

from portal.accounts.operations import end_links
from portal.accounts.people import set_active
from portal.domain.errors import NotFound
from portal.extensions import db
from portal.models.account import RegionMembership, account_with, membership_of
from portal.models.audit import record
from portal.models.session import entering
from portal.models.sign_in import end_sessions, for_accounts
from portal.tenancy.model import Tenants


def close_account(tenants: Tenants, email: str) -> list[str]:
    """Let nobody sign in with this account any more; return the slugs of the partnerships that it was closed in.

    Sessions and links end at once, everywhere. An invitation that waits stays as it looks, so that whoever sent it
    learns nothing of the account; it opens nothing. NotFound where there is no account.
    """
    with for_accounts() as session:
        account = account_with(session, email)
        if account is None:
            raise NotFound("No account has this address")
        account.is_active, account_id = False, account.id
        end_sessions(session, account_id)
        end_links(session, account_id)
        session.execute(
            update(RegionMembership).where(RegionMembership.account_id == account_id).values(is_active=False)
        )
        record(session, "account-closed", "account", account_id)
        session.commit()
    return [slug for slug in tenants.by_slug if close_in(slug, account_id)]


def close_in(slug: str, account_id: UUID) -> bool:
    """Close the person's way into one partnership where it is open; return whether it was."""
    with entering(db.session, slug) as session:
        membership = membership_of(session, account_id)
        if membership is not None:
            set_active(session, None, membership, False)
        return membership is not None


def reopen_account(email: str) -> None:
    """Let the account be signed in to again; each partnership and region opens its own door again, or does not."""
    with for_accounts() as session:
        account = account_with(session, email)
        if account is None or account.is_active:
            raise NotFound("No closed account has this address")
        account.is_active = True
        record(session, "account-reopened", "account", account.id)
        session.commit()
