"""Which e-mails are still to go out? Written in the transaction of what they tell of, sent by the worker."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal.extensions import db
from portal.models.account import now
from portal.models.base import TenantOwned
from portal.models.keystore import keystore
from portal.models.sealed import Sealable, Sealed

# What a letter may be about; each has a template of its own and says nothing of any case (security 4.11).
ATTENTION = "attention"
DIGEST = "digest"
INVITATION = "invitation"
ACCESS = "access"
HAS_ACCESS = "has-access"
PASSWORD_RESET = "password-reset"
ACCOUNT_CHANGED = "account-changed"
LOST_FACTOR = "lost-factor"
RETURN_LINK = "return-link"
# What can wait until a partnership's quiet hours end; for all else somebody waits, or asked a moment ago.
CAN_WAIT = frozenset({ATTENTION, DIGEST})


class Outbox(Sealable, TenantOwned, db.Model):
    """One e-mail to one account. The address is looked up when it is sent, and whether it may still be."""

    __tablename__ = "outbox"
    __table_args__ = (
        Index(None, "tenant", "sent_at", "due_at"),
        UniqueConstraint("tenant", "account_id", "gathers_until"),
    )
    begins_unit = True
    is_case_content = False

    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    kind: Mapped[str] = mapped_column(String(20))
    # A path of the portal. Sealed, because an invitation's opens an account; forgotten once sent.
    link = Sealed()
    # Stays the same when a letter is sent again, so that a mail program shows it once.
    message_id: Mapped[str] = mapped_column(String(60))
    written_at: Mapped[datetime] = mapped_column(default=now)
    due_at: Mapped[datetime] = mapped_column(default=now)
    # A death or serious harm: it leaves at once, at night too.
    is_urgent: Mapped[bool] = mapped_column(default=False, server_default=false())
    # Only of an e-mail of reminders: the moment it leaves, of which a person has one.
    gathers_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None]
    given_up_at: Mapped[datetime | None]


def write_letter(
    session: Session, tenant: str, account_id: UUID, kind: str, link: str, *, is_urgent: bool = False,
    unit: UUID | None = None,
) -> Outbox:  # fmt: skip
    """Put an e-mail in the outbox, in the caller's transaction; the caller commits."""
    letter = Outbox(
        tenant=tenant, account_id=account_id, kind=kind, link=link, message_id=secrets.token_hex(16),
        is_urgent=is_urgent, unit=unit,
    )  # fmt: skip
    session.add(letter)
    return letter


def write_letters(
    session: Session,
    tenant: str,
    account_ids: Sequence[UUID],
    kind: str,
    link: str,
    *,
    is_urgent: bool = False,
) -> None:
    """Put the same e-mail to several people in the outbox, as `write_letter`; their keys are made in one commit."""
    units = keystore().new_units(tenant, len(account_ids))
    for account_id, unit in zip(account_ids, units, strict=True):
        write_letter(session, tenant, account_id, kind, link, is_urgent=is_urgent, unit=unit)
