"""How does a partnership's administrator let people in, change what they may do, and see them out?

Each takes the request's own session, bound to the partnership, and ends in one commit. No administrator sets a
password or reads a case; a role that would let them do both is refused (domain/permissions.py).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from portal.accounts.operations import INVITATION_LASTS, make_link
from portal.domain.errors import Conflict, InvalidAnswer, NotFound
from portal.domain.permissions import Separation, require_separation, role_clashes
from portal.domain.vocabulary import Role
from portal.models.account import INVITATION, Membership, account_for, lock_member
from portal.models.attention import call_person
from portal.models.audit import record
from portal.models.invited_as import keep_as_invited
from portal.models.outbox import INVITATION as INVITATION_LETTER
from portal.models.outbox import write_letter
from portal.models.session import TenantSession
from portal.models.sign_in import end_sessions
from portal.web.handover import holdings, may_take

# Given by the portal's operator for a region, never by a partnership.
PARTNERSHIP_ROLES = tuple(role for role in Role if role is not Role.REGIONAL_LEAD)


@dataclass(frozen=True)
class Invited:
    """Who is to be let in, as what, for which agency."""

    name: str
    email: str
    roles: tuple[Role, ...]
    agency: str


def invite(session: TenantSession, tenant: str, invited: Invited) -> str:
    """Send an invitation, good once and for three days; return its link's token for the command line.

    Whether the address has an account elsewhere shows nowhere: both have to accept, and until then the page of
    people says what was typed here.
    """
    require_roles(invited.roles)
    account = account_for(session, invited.name, invited.email)
    membership = session.scalar(select(Membership).where(Membership.account_id == account.id))
    if membership is not None and membership.accepted_at is not None:
        raise InvalidAnswer("This person already belongs to the partnership", "email")
    if membership is None:
        membership = Membership(tenant=tenant, account_id=account.id)
        session.add(membership)
        session.flush()
    keep_as_invited(session, membership, invited.name, invited.email)
    # Whoever invites has agreed to the person, who may have asked for access before.
    membership.roles, membership.agency, membership.approval = invited.roles, invited.agency, None
    membership.is_active = True
    token = send_invitation(session, tenant, account.id)
    session.commit()
    return token


def send_invitation(session: TenantSession, tenant: str, account_id: UUID) -> str:
    """Write the letter with a new link, in the caller's transaction."""
    token = make_link(session, account_id, INVITATION, f"tenant:{tenant}", INVITATION_LASTS)
    write_letter(session, tenant, account_id, INVITATION_LETTER, f"/{tenant}/invitations/{token}")
    record(session, "person-invited", "account", account_id)
    return token


def invite_again(session: TenantSession, membership: Membership) -> None:
    """Send a new link to somebody who has not accepted; the earlier one stops working."""
    if membership.accepted_at is not None:
        raise Conflict("This person has accepted already")
    send_invitation(session, membership.tenant, membership.account_id)
    session.commit()


def change_roles(
    session: TenantSession, actor_id: UUID, membership: Membership, roles: tuple[Role, ...], agency: str
) -> None:
    """Give the person these roles instead; it counts from their next request, and they sign in anew."""
    require_separation(Separation.OWN_ROLES, [membership.account_id], actor_id)
    require_roles(roles)
    # Whoever gives roles has agreed to the person.
    membership.roles, membership.agency, membership.approval = roles, agency, None
    end_here(session, membership)
    record(session, "roles-changed", "account", membership.account_id, ("roles", "agency"))
    session.commit()


def require_roles(roles: Collection[Role]) -> None:
    """Refuse no role at all, a role that partnerships do not give, and roles that may not meet in one person."""
    if not roles:
        raise InvalidAnswer("Select at least one role", "roles")
    if set(roles) - set(PARTNERSHIP_ROLES):
        raise InvalidAnswer("A partnership cannot give this role", "roles")
    clashes = role_clashes(roles)
    if clashes:
        raise InvalidAnswer(clashes[0], "roles")


def set_active(
    session: TenantSession, actor_id: UUID | None, membership: Membership, is_active: bool
) -> None:
    """Close or open the person's way into this partnership; closing ends their sessions here at once.

    `actor_id` is None where the portal's operator does it.
    """
    if membership.account_id == actor_id:
        raise Conflict("Somebody else must do this for you")
    membership.is_active = is_active
    if not is_active:
        end_here(session, membership)
    record(session, "person-enabled" if is_active else "person-disabled", "account", membership.account_id)
    session.commit()


def end_sessions_here(session: TenantSession, membership: Membership) -> int:
    """End every session the person has at this partnership; return how many."""
    ended = end_here(session, membership)
    record(session, "sessions-ended", "account", membership.account_id)
    session.commit()
    return ended


def end_here(session: TenantSession, membership: Membership) -> int:
    """End the sessions in the caller's transaction."""
    return end_sessions(session, membership.account_id, place=f"tenant:{membership.tenant}")


def hand_over(session: TenantSession, leaver: Membership, taker: Membership) -> dict[str, int]:
    """Move a leaver's open work to somebody who may do it, as far as they may; return how much of each kind."""
    if leaver.account_id == taker.account_id or not taker.is_active or taker.accepted_at is None:
        raise InvalidAnswer("Select somebody else who works here", "choice")
    lock_member(session, leaver.account_id)
    theirs = [each for each in holdings() if each.count(session, leaver.account_id)]
    moved = {
        each.many: each.move(session, leaver.account_id, taker.account_id)
        for each in theirs
        if may_take(each, leaver, taker)
    }
    if not any(moved.values()):
        raise InvalidAnswer("This person may take on nothing of that work", "choice")
    record(session, "work-handed-over", "account", leaver.account_id, tuple(k for k, n in moved.items() if n))
    call_person(session, taker.tenant, taker.account_id)
    session.commit()
    return moved


def member(session: TenantSession, membership_id: UUID) -> Membership:
    """Return a membership of this partnership; NotFound where there is none."""
    found: Membership | None = session.scalar(select(Membership).where(Membership.id == membership_id))
    if found is None:
        raise NotFound("Nobody here by that name")
    return found
