"""Who is told, by an e-mail that says nothing of any case, that something waits for them?"""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.permissions import Permission, permissions_of
from portal.models.account import Membership
from portal.models.moment import is_told
from portal.models.outbox import ATTENTION, write_letter


def members_who_may(session: Session, permission: Permission, agency: str = "") -> list[UUID]:
    """Return the people here whose roles carry the permission, of one agency where it is named."""
    return [each.account_id for each in _members(session, permission, agency)]


def agencies_where_somebody_may(session: Session, permission: Permission, *, but: Collection[UUID] = ()) -> set[str]:
    """Return the agencies of the people whose roles carry the permission, some people not counted."""
    return {each.agency for each in _members(session, permission) if each.account_id not in but} - {""}


def _members(session: Session, permission: Permission, agency: str = "") -> list[Membership]:
    # Who waits for their agency's approval has no duties yet.
    wanted = select(Membership).where(
        Membership.is_active, Membership.accepted_at.is_not(None), Membership.approval.is_(None)
    )
    if agency:
        wanted = wanted.where(Membership.agency == agency)
    members = session.scalars(wanted.order_by(Membership.account_id))
    return [each for each in members if permission in permissions_of(each.roles)]


def call_for_attention(
    session: Session, tenant: str, permission: Permission, *, but: UUID | None = None, agency: str = ""
) -> None:
    """Write to everybody whose work this is, in the caller's transaction; the one who acts knows already."""
    if is_told():
        return
    for account_id in members_who_may(session, permission, agency):
        if account_id != but:
            call_person(session, tenant, account_id)


def call_person(session: Session, tenant: str, account_id: UUID) -> None:
    """Write to one person, in the caller's transaction; never of a made-up story, which happened to nobody."""
    if not is_told():
        write_letter(session, tenant, account_id, ATTENTION, f"/{tenant}/desk")
