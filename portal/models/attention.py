"""Who is told, by an e-mail that says nothing of any case, that something waits for them?"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.permissions import Permission
from portal.domain.reminding import MailChoice
from portal.models.account import Account, Membership, permissions_here
from portal.models.case import closed_to
from portal.models.moment import is_told
from portal.models.outbox import ATTENTION, write_letters


def members_who_may(session: Session, permission: Permission, agency: str = "") -> list[UUID]:
    """Return the people here whose roles carry the permission, of one agency where it is named."""
    return [each.account_id for each in _members(session, permission, agency)]


def agencies_where_somebody_may(
    session: Session, permission: Permission, *, but: Collection[UUID] = ()
) -> set[str]:
    """Return the agencies of the people whose roles carry the permission, some people not counted."""
    return {each.agency for each in _members(session, permission) if each.account_id not in but} - {""}


def _members(session: Session, permission: Permission, agency: str = "") -> list[Membership]:
    here = [each for each in members_here(session) if not agency or each.agency == agency]
    return [each for each in here if permission in permissions_here(each)]


def members_here(session: Session) -> Sequence[Membership]:
    """Return everybody who works here; who waits for their agency's approval has no duties yet."""
    wanted = select(Membership).where(
        Membership.is_active, Membership.accepted_at.is_not(None), Membership.approval.is_(None)
    )
    return session.scalars(wanted.order_by(Membership.account_id)).all()


def call_for_attention(
    session: Session, tenant: str, permission: Permission, *, about: Collection[UUID], but: UUID | None = None,
    agency: str = "", is_urgent: bool = False,
) -> None:  # fmt: skip
    """Write to everybody whose work this is, in the caller's transaction; the one who acts knows already.

    `about` names the cases that it is work on, none where it is of no case: nobody whom one is closed to is written to.
    """
    if is_told():
        return
    left_out = {but, *closed_to(session, about)}
    called = [each for each in members_who_may(session, permission, agency) if each not in left_out]
    call_people(session, tenant, called, is_urgent=is_urgent)


def call_people(
    session: Session,
    tenant: str,
    account_ids: Sequence[UUID],
    *,
    is_urgent: bool = False,
    is_late: bool = False,
) -> None:
    """Write to these people, in the caller's transaction; never of a made-up story, which happened to nobody.

    Who wants only what is urgent has that, and what is passed to them because it is late.
    """
    if is_told() or not account_ids:
        return
    left_out = set() if is_urgent or is_late else who_want_what_is_urgent(session, account_ids)
    called = [each for each in account_ids if each not in left_out]
    write_letters(session, tenant, called, ATTENTION, f"/{tenant}/desk", is_urgent=is_urgent)


def call_person(
    session: Session, tenant: str, account_id: UUID, *, is_urgent: bool = False, is_late: bool = False
) -> None:
    """Write to one person, as `call_people`."""
    call_people(session, tenant, [account_id], is_urgent=is_urgent, is_late=is_late)


def who_want_what_is_urgent(session: Session, account_ids: Collection[UUID]) -> set[UUID]:
    """Return those of these people who want only what is urgent."""
    of_these = Account.id.in_(account_ids), Account.mail_choice == MailChoice.URGENT
    return set(session.scalars(select(Account.id).where(*of_these)))
