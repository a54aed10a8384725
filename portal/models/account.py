"""Who signs in, what opens their account, and where do they belong?"""

from __future__ import annotations

import hmac
from collections.abc import Collection
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

from flask import current_app
from sqlalchemy import (
    JSON,
    Connection,
    Dialect,
    ForeignKey,
    Index,
    String,
    TypeDecorator,
    UniqueConstraint,
    select,
)
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal.domain.permissions import Permission, permissions_at
from portal.domain.reminding import MailChoice
from portal.domain.vocabulary import Approval, Role
from portal.extensions import db
from portal.models.base import Coded, TenantOwned
from portal.models.keystore import RESERVED_TENANT, keystore
from portal.models.sealed import Sealable, Sealed

INVITATION = "invitation"
ACCESS = "access"
PASSWORD_RESET = "password-reset"
LOST_FACTOR = "lost-factor"


class Roles(TypeDecorator[tuple[Role, ...]]):
    """Roles of one person, kept as a JSON list of their codes; an unknown code is refused both ways."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: Collection[Role] | None, dialect: Dialect) -> Any:
        """Return the codes in the vocabulary's order; ValueError where one is unknown."""
        held = {Role(role) for role in value or ()}
        return [role.value for role in Role if role in held]

    def process_result_value(self, value: Any, dialect: Dialect) -> tuple[Role, ...]:
        """Return the roles."""
        return tuple(Role(code) for code in value or ())


def now() -> datetime:
    """Return this moment, aware and in UTC."""
    return datetime.now(UTC)


class Account(Sealable, db.Model):
    """A person who signs in, wherever they belong; found by the keyed hash of their e-mail address."""

    __tablename__ = "account"
    begins_unit = True
    is_case_content = False

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4, sort_order=-1)
    email_index: Mapped[str] = mapped_column(String(64), unique=True)
    email = Sealed()
    name = Sealed()
    password_hash: Mapped[str | None] = mapped_column(String(200))
    totp_secret = Sealed()
    # A new secret that waits until a code shows that the person's app has it.
    next_totp_secret = Sealed()
    # The counter of the last one-time code accepted: no code is good twice (RFC 6238, 5.2).
    totp_last_counter: Mapped[int | None]
    # Set once password and second factor are both in place; before that nobody signs in.
    confirmed_at: Mapped[datetime | None]
    is_active: Mapped[bool] = mapped_column(default=True)
    is_demonstration: Mapped[bool] = mapped_column(default=False)
    mail_choice: Mapped[MailChoice] = mapped_column(
        Coded(MailChoice), default=MailChoice.DAILY, server_default=MailChoice.DAILY.value
    )
    created_at: Mapped[datetime] = mapped_column(default=now)


class RecoveryCode(db.Model):
    """One of ten codes that each stand in for the second factor once."""

    __tablename__ = "recovery_code"
    __table_args__ = (UniqueConstraint("account_id", "code_hash"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    code_hash: Mapped[str] = mapped_column(String(64))
    used_at: Mapped[datetime | None]


class Membership(TenantOwned, db.Model):
    """What a person is here to do in one partnership; counts from the day they accept."""

    __tablename__ = "membership"
    __table_args__ = (UniqueConstraint("tenant", "account_id"),)

    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    roles: Mapped[tuple[Role, ...]] = mapped_column(Roles)
    agency: Mapped[str] = mapped_column(String(60), default="")
    is_active: Mapped[bool] = mapped_column(default=True)
    invited_at: Mapped[datetime] = mapped_column(default=now)
    accepted_at: Mapped[datetime | None]
    # Only of somebody who came in by their agency's e-mail domain; empty once the agency has agreed.
    approval: Mapped[Approval | None] = mapped_column(Coded(Approval))


class RegionMembership(db.Model):
    """Leave to read one region's releases; given by the portal's operator, not by a partnership."""

    __tablename__ = "region_membership"
    __table_args__ = (UniqueConstraint("account_id", "region"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    region: Mapped[str] = mapped_column(String(40))
    is_active: Mapped[bool] = mapped_column(default=True)
    accepted_at: Mapped[datetime | None]


class AccountLink(db.Model):
    """A link sent by e-mail that may be used once, soon: an invitation, a new password or a new app."""

    __tablename__ = "account_link"
    __table_args__ = (Index(None, "account_id", "kind"),)

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    kind: Mapped[str] = mapped_column(String(20))
    place: Mapped[str | None] = mapped_column(String(60))
    made_at: Mapped[datetime] = mapped_column(default=now)
    ends_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


def email_index(email: str) -> str:
    """Return the keyed hash by which an account is found; case and spaces around do not matter."""
    return keyed_hash("account-email", email.strip().casefold())


def keyed_hash(purpose: str, value: str) -> str:
    """Return a hash that only this portal can make, so that a stolen database cannot be searched by guessing."""
    key = keystore().derived(RESERVED_TENANT, purpose)
    return hmac.new(key, value.encode(), sha256).hexdigest()


def token_hash(token: str) -> str:
    """Return what the database keeps of a random token of 256 bits: it needs no key, nobody can guess it."""
    return sha256(token.encode()).hexdigest()


def account_with(session: Session, email: str) -> Account | None:
    """Return the account of an e-mail address, or None."""
    return session.scalar(select(Account).where(Account.email_index == email_index(email)))


def account_for(session: Session, name: str, email: str) -> Account:
    """Return the account of an e-mail address; where there is none, one that nobody can sign in to yet.

    A new one is tried first, whose key takes longer to keep than all the rest: an answer that came sooner would say
    that there is an account already. A key that is left over opens nothing, and is swept.
    """
    try:
        with session.begin_nested():
            added = Account(email_index=email_index(email), email=email.strip(), name=name.strip())
            session.add(added)
    except IntegrityError:
        return session.scalars(select(Account).where(Account.email_index == email_index(email))).one()
    return added


def membership_of(session: Session, account_id: UUID) -> Membership | None:
    """Return the person's membership in the session's partnership, where it is active and accepted."""
    wanted = select(Membership).where(
        Membership.account_id == account_id, Membership.is_active, Membership.accepted_at.is_not(None)
    )
    return session.scalar(wanted)


def lock_member(session: Session, account_id: UUID) -> None:
    """Have what two people, or one who presses twice, do to or as this member wait for each other until the commit."""
    session.execute(select(Membership.id).where(Membership.account_id == account_id).with_for_update())


def is_regional_lead(connection: Connection, account_id: UUID, region: str) -> bool:
    """Whether the person may read this region's releases."""
    wanted = select(RegionMembership.id).where(
        RegionMembership.account_id == account_id,
        RegionMembership.region == region,
        RegionMembership.is_active,
        RegionMembership.accepted_at.is_not(None),
    )
    return connection.execute(wanted).first() is not None


def permissions_here(membership: Membership) -> frozenset[Permission]:
    """Return what somebody may do here; where many organisations share an entry, for nobody but themselves."""
    return permissions_at(membership.roles, is_of_many=is_of_many(membership))


def is_of_many(membership: Membership) -> bool:
    """Whether many organisations share the entry under which somebody works here."""
    tenant = current_app.extensions["tenants"].get(membership.tenant)
    return tenant is not None and tenant.is_many(membership.agency)
