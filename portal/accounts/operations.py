"""How does a person get in, and change what opens their account? Each ends in one commit."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from portal.accounts import passwords, second_factor
from portal.domain.errors import InvalidAnswer, NotFound
from portal.domain.reminding import MailChoice
from portal.domain.vocabulary import Approval
from portal.extensions import db
from portal.models.access_request import call_approvers
from portal.models.account import (
    INVITATION,
    LOST_FACTOR,
    PASSWORD_RESET,
    Account,
    AccountLink,
    Membership,
    RegionMembership,
    account_with,
    now,
    token_hash,
)
from portal.models.audit import record
from portal.models.invited_as import forget_as_invited
from portal.models.keystore import RESERVED_TENANT
from portal.models.outbox import ACCOUNT_CHANGED, write_letter
from portal.models.outbox import LOST_FACTOR as LOST_FACTOR_LETTER
from portal.models.outbox import PASSWORD_RESET as RESET_LETTER
from portal.models.session import TenantSession, entering
from portal.models.sign_in import end_sessions, for_accounts, put_down

INVITATION_LASTS = timedelta(days=3)
RESET_LASTS = timedelta(hours=1)


@contextmanager
def at_place(place: str | None) -> Iterator[TenantSession]:
    """Give a session of its own for the partnership of a place; for a region or none, the reserved one."""
    kind, _, slug = (place or "").partition(":")
    put_down()
    with entering(db.session, slug if kind == "tenant" else RESERVED_TENANT) as session:
        yield session


def check_password(email: str, password: str) -> UUID | None:
    """Return whose e-mail and password these are; None alike for an unknown, closed or unfinished account."""
    with for_accounts() as session:
        account = account_with(session, email)
        may_sign_in = account is not None and account.is_active and account.confirmed_at is not None
        kept = account.password_hash if account is not None and may_sign_in else None
        account_id = account.id if account is not None else None
        session.rollback()  # hashing takes a tenth of a second: nobody else waits for the database meanwhile
        if passwords.is_right(password, kept):
            return account_id
        record(session, "sign-in-refused", "account", account_id)
        session.commit()
        return None


def accept_second_factor(account_id: UUID, code: str) -> bool:
    """Whether the one-time code is right now and was never used."""
    with for_accounts() as session:
        account = session.get_one(Account, account_id)
        is_right = account.is_active and second_factor.accept_code(session, account, code)
        record(session, "second-factor-given" if is_right else "second-factor-refused", "account", account_id)
        session.commit()
        return is_right


def accept_recovery_code(account_id: UUID, code: str) -> bool:
    """Whether this is an unused recovery code of the person; it is used up, and they are told by e-mail."""
    with for_accounts() as session:
        account = session.get_one(Account, account_id)
        is_right = account.is_active and second_factor.accept_spare_code(session, account, code)
        record(session, "recovery-code-used" if is_right else "recovery-code-refused", "account", account_id)
        if is_right:
            tell_of_change(session, account_id)
        session.commit()
        return is_right


def ask_for_new_password(email: str, place: str | None) -> None:
    """Send a link for a new password where the account may sign in; otherwise nothing, and nobody can tell."""
    with for_accounts() as session:
        account = account_with(session, email)
        if account is not None and account.is_active and account.confirmed_at is not None:
            token = make_link(session, account.id, PASSWORD_RESET, place, RESET_LASTS)
            write_letter(session, RESERVED_TENANT, account.id, RESET_LETTER, f"/new-password/{token}")
        record(session, "password-asked", "account", account.id if account else None)
        session.commit()


def make_link(session: Session, account_id: UUID, kind: str, place: str | None, lasts: timedelta) -> str:
    """Return a new token for a link; earlier ones of the same kind and place stop working. The caller commits."""
    is_same = AccountLink.place == place if place else AccountLink.place.is_(None)
    end_links(session, account_id, AccountLink.kind == kind, is_same)
    token = secrets.token_urlsafe(32)
    link = AccountLink(
        token_hash=token_hash(token), account_id=account_id, kind=kind, place=place, ends_at=now() + lasts
    )
    session.add(link)
    return token


def end_links(session: Session, account_id: UUID, *which: ColumnElement[bool]) -> None:
    """Let a person's unused links stop working, all or those of which these hold; the caller commits."""
    unused = update(AccountLink).where(
        AccountLink.account_id == account_id, AccountLink.used_at.is_(None), *which
    )
    session.execute(unused.values(used_at=now()))


def use_link(session: Session, kind: str, token: str) -> AccountLink:
    """Use up a link; NotFound where it is unknown, old or used, so that two requests cannot both win."""
    digest = token_hash(token)
    is_open = (
        AccountLink.token_hash == digest,
        AccountLink.kind == kind,
        AccountLink.used_at.is_(None),
        AccountLink.ends_at > now(),
    )
    used = session.execute(update(AccountLink).where(*is_open).values(used_at=now()))
    if used.rowcount != 1:  # type: ignore[attr-defined]
        raise NotFound("This link can no longer be used")
    link = session.get_one(AccountLink, digest)
    if not session.get_one(Account, link.account_id).is_active:
        raise NotFound("This link can no longer be used")
    return link


def reset_password(token: str, password: str) -> None:
    """Set a new password by a link from an e-mail; the second factor stays, every session ends."""
    with for_accounts() as session:
        link = use_link(session, PASSWORD_RESET, token)
        account = session.get_one(Account, link.account_id)
        set_password(account, password)
        end_sessions(session, account.id)
        record(session, "password-changed", "account", account.id)
        tell_of_change(session, account.id)
        session.commit()


def change_password(account_id: UUID, current: str, password: str, but: str | None) -> None:
    """Set a new password knowing the present one; the person's other sessions end."""
    with for_accounts() as session:
        account = session.get_one(Account, account_id)
        if not passwords.is_right(current, account.password_hash):
            raise InvalidAnswer("This is not your present password", "current_password")
        set_password(account, password)
        end_sessions(session, account_id, but=but)
        record(session, "password-changed", "account", account_id)
        tell_of_change(session, account_id)
        session.commit()


def set_password(account: Account, password: str) -> None:
    """Keep a strong password's hash; InvalidAnswer says what is wrong with a weak one."""
    passwords.require_strong(password, (account.email or "", account.name or ""))
    account.password_hash = passwords.hashed(password)


def begin_invitation(token: str, password: str) -> None:
    """Keep the password of somebody invited; the account opens only once the second factor is in place too."""
    digest = token_hash(token)
    with for_accounts() as session:
        account = session.scalar(
            select(Account).join(AccountLink, AccountLink.account_id == Account.id).where(
                AccountLink.token_hash == digest,
                AccountLink.kind == INVITATION,
                AccountLink.used_at.is_(None),
                AccountLink.ends_at > now(),
            )
        )  # fmt: skip
        if account is None or account.confirmed_at is not None:
            raise NotFound("This link can no longer be used")
        set_password(account, password)
        account.next_totp_secret = second_factor.new_secret()
        session.commit()


def finish_invitation(token: str, place: str | None, code: str) -> tuple[UUID, list[str]]:
    """Confirm the second factor, use the link up and open the account; return recovery codes to show once."""
    with at_place(place) as session:
        link = use_link(session, INVITATION, token)
        account = session.get_one(Account, link.account_id)
        if account.password_hash is None or account.confirmed_at is not None:
            raise NotFound("This link can no longer be used")
        adopt_second_factor(account, code)
        account.confirmed_at = now()
        account.name = accept_membership(session, link) or account.name
        codes = second_factor.new_spare_codes(session, account.id)
        record(session, "account-opened", "account", account.id)
        session.commit()
        return account.id, codes


def accept_invitation(token: str, place: str | None) -> None:
    """Accept another place for an account that is open already; signing in still asks for both factors."""
    with at_place(place) as session:
        link = use_link(session, INVITATION, token)
        if session.get_one(Account, link.account_id).confirmed_at is None:
            raise NotFound("This link can no longer be used")
        accept_membership(session, link)
        record(session, "invitation-accepted", "account", link.account_id)
        session.commit()


def accept_membership(session: Session, link: AccountLink) -> str:
    """Let the membership of the link's place count from now on; return the name that was typed for it, or ""."""
    kind, _, slug = (link.place or "").partition(":")
    if kind == "region":
        wanted = select(RegionMembership).where(
            RegionMembership.account_id == link.account_id, RegionMembership.region == slug
        )
        membership: RegionMembership | Membership | None = session.scalar(wanted)
    else:
        membership = session.scalar(select(Membership).where(Membership.account_id == link.account_id))
    if membership is None:
        raise NotFound("This link can no longer be used")
    membership.accepted_at = membership.accepted_at or now()
    if isinstance(membership, Membership) and membership.approval is Approval.WAITING:
        call_approvers(session, slug, membership.agency)
    return forget_as_invited(session, membership) if isinstance(membership, Membership) else ""


def prepare_second_factor(account_id: UUID) -> None:
    """Make a new secret for the person to put into their app; the present one works until it is confirmed."""
    with for_accounts() as session:
        session.get_one(Account, account_id).next_totp_secret = second_factor.new_secret()
        session.commit()


def change_second_factor(account_id: UUID, code: str, but: str | None) -> list[str]:
    """Put the new secret in place, with new recovery codes; the person's other sessions end."""
    with for_accounts() as session:
        account = session.get_one(Account, account_id)
        adopt_second_factor(account, code)
        codes = second_factor.new_spare_codes(session, account_id)
        end_sessions(session, account_id, but=but)
        record(session, "second-factor-changed", "account", account_id)
        tell_of_change(session, account_id)
        session.commit()
        return codes


def send_link_for_lost_factor(email: str) -> str:
    """Send a link for setting up another app to somebody who lost theirs; NotFound where nobody has the address.

    Only the portal's operator may begin this, and the person still needs their mailbox and their password.
    """
    with for_accounts() as session:
        account = account_with(session, email)
        if account is None or account.confirmed_at is None or not account.is_active:
            raise NotFound("No open account has this address")
        account.next_totp_secret = second_factor.new_secret()
        token = make_link(session, account.id, LOST_FACTOR, None, RESET_LASTS)
        write_letter(session, RESERVED_TENANT, account.id, LOST_FACTOR_LETTER, f"/new-second-factor/{token}")
        record(session, "second-factor-lost", "account", account.id)
        session.commit()
        return token


def replace_lost_factor(token: str, password: str, code: str) -> list[str]:
    """Put the waiting secret in place for whoever holds link, password and app; return new recovery codes."""
    with for_accounts() as session:
        link = use_link(session, LOST_FACTOR, token)
        account = session.get_one(Account, link.account_id)
        if not passwords.is_right(password, account.password_hash):
            raise InvalidAnswer("This is not your password", "password")
        adopt_second_factor(account, code)
        codes = second_factor.new_spare_codes(session, account.id)
        end_sessions(session, account.id)
        record(session, "second-factor-changed", "account", account.id)
        tell_of_change(session, account.id)
        session.commit()
        return codes


def adopt_second_factor(account: Account, code: str) -> None:
    """Put the waiting secret in place where the code shows that the person's app has it."""
    waiting = account.next_totp_secret
    counter = second_factor.counter_of(waiting, code) if waiting else None
    if counter is None:
        raise InvalidAnswer("This code is not right. Enter the one your app shows now", "one_time_code")
    account.totp_secret, account.next_totp_secret = waiting, None
    account.totp_last_counter = counter


def renew_recovery_codes(account_id: UUID) -> list[str]:
    """Replace the person's recovery codes; return them to show once."""
    with for_accounts() as session:
        codes = second_factor.new_spare_codes(session, account_id)
        record(session, "recovery-codes-renewed", "account", account_id)
        tell_of_change(session, account_id)
        session.commit()
        return codes


def choose_mail(account_id: UUID, choice: MailChoice) -> None:
    """Keep which e-mails the person wants."""
    with for_accounts() as session:
        session.get_one(Account, account_id).mail_choice = choice
        record(session, "mail-chosen", "account", account_id)
        session.commit()


def end_own_session(account_id: UUID, id_hash: str) -> None:
    """End one of the person's own sessions; NotFound where it is not theirs."""
    with for_accounts() as session:
        if end_sessions(session, account_id, only=id_hash) == 0:
            raise NotFound("This session has ended already")
        record(session, "session-ended", "account", account_id)
        session.commit()


def tell_of_change(session: Session, account_id: UUID) -> None:
    """Tell the person by e-mail that what opens their account has changed."""
    write_letter(session, RESERVED_TENANT, account_id, ACCOUNT_CHANGED, "/account")
