"""How does what waits in the outbox become an e-mail that says nothing about anybody, and leave once?"""

from __future__ import annotations

from datetime import timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from uuid import UUID

import structlog
from flask import current_app
from sqlalchemy import Select, or_, select

from portal.config import Settings
from portal.extensions import db
from portal.integrations import mail
from portal.models.account import Account, membership_of, now
from portal.models.keystore import RESERVED_TENANT
from portal.models.outbox import CAN_WAIT, DIGEST, Outbox
from portal.models.reminder import counts_in
from portal.models.session import TenantSession, entering
from portal.tenancy.model import Tenant, Tenants
from portal.web.wording import LONDON, plural
from portal.web.working_days import known_holidays

log = structlog.get_logger()

# Longer than any server takes to answer: a letter that one worker holds is not taken by another.
HELD_FOR = timedelta(minutes=5)
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=6)
MOST_ATTEMPTS = 12
AT_ONCE = 50
PORTAL_NAME = "Child safeguarding reviews"


def empty_outbox() -> int:
    """Send what is due, of every partnership in turn; return how many e-mails left."""
    tenants: Tenants = current_app.extensions["tenants"]
    return sum(send_due(slug) for slug in (RESERVED_TENANT, *tenants.by_slug))


def send_due(tenant: str) -> int:
    """Send what one partnership has due."""
    wanted = is_due()
    if is_quiet(tenant):
        wanted = wanted.where(or_(Outbox.is_urgent, Outbox.kind.not_in(CAN_WAIT)))
    with entering(db.session, tenant, writes=False) as session:
        waiting = list(session.scalars(wanted.limit(AT_ONCE)))
    return sum(send_one(tenant, letter_id) for letter_id in waiting)


def is_quiet(slug: str) -> bool:
    """Whether a partnership's quiet hours run now; what belongs to none never waits."""
    tenant = current_app.extensions["tenants"].get(slug)
    return tenant is not None and tenant.quiet_hours.is_quiet(now().astimezone(LONDON), known_holidays())


def is_due() -> Select[UUID]:
    """Select the letters that wait, the oldest first."""
    return (
        select(Outbox.id)
        .where(Outbox.sent_at.is_(None), Outbox.given_up_at.is_(None), Outbox.due_at <= now())
        .order_by(Outbox.due_at)
    )


def send_one(tenant: str, letter_id: UUID) -> int:
    """Take one letter, send it outside any transaction, and write down what became of it."""
    letter = take(tenant, letter_id)
    if letter is None:
        return 0
    settings: Settings = current_app.extensions["settings"]
    try:
        mail.deliver(settings, letter)
    except mail.NotDelivered as fault:
        log.warning("letter not sent", tenant=tenant, letter=str(letter_id), reason=str(fault))
        put_back(tenant, letter_id, is_final=fault.is_final)
        return 0
    with entering(db.session, tenant) as session:
        row = session.get_one(Outbox, letter_id)
        row.sent_at, row.link = now(), None
        session.commit()
    return 1


def take(tenant: str, letter_id: UUID) -> EmailMessage | None:
    """Hold the letter against other workers and compose it; None where it is gone or may no longer be sent."""
    with entering(db.session, tenant) as session:
        row = session.scalar(
            is_due().where(Outbox.id == letter_id).with_only_columns(Outbox).with_for_update()
        )
        if row is None:
            return None
        account = session.get_one(Account, row.account_id)
        if not may_have(session, account, row):
            row.given_up_at, row.link = now(), None
            session.commit()
            return None
        row.attempts += 1
        row.due_at = now() + HELD_FOR
        letter = compose(row, account, counts_in(session, row.id) if row.kind == DIGEST else (0, 0))
        session.commit()
        return letter


def may_have(session: TenantSession, account: Account, row: Outbox) -> bool:
    """Whether the person may still have the letter: who has left a partnership hears nothing from it."""
    if not account.is_active or not row.link:
        return False
    return row.kind not in CAN_WAIT or membership_of(session, account.id) is not None


def put_back(tenant: str, letter_id: UUID, *, is_final: bool) -> None:
    """Try again later, ever more seldom, and give up after about two days."""
    with entering(db.session, tenant) as session:
        row = session.get_one(Outbox, letter_id)
        row.due_at = now() + wait_after(row.attempts)
        if is_final or row.attempts >= MOST_ATTEMPTS:
            row.given_up_at, row.link = now(), None
        session.commit()


def wait_after(attempts: int) -> timedelta:
    """Return how long to wait after so many attempts."""
    doublings: int = min(attempts, 12)
    return min(FIRST_WAIT * (1 << doublings), LONGEST_WAIT)


def compose(row: Outbox, account: Account, counts: tuple[int, int] = (0, 0)) -> EmailMessage:
    """Return the e-mail: a link, counts where it gathers reminders, and nothing about any person, place or case."""
    tenants: Tenants = current_app.extensions["tenants"]
    tenant = tenants.get(row.tenant)
    settings: Settings = current_app.extensions["settings"]
    letter = EmailMessage()
    says = counted_words(*counts) if any(counts) else "Something needs your attention"
    letter["Subject"] = f"[{tenant.short_name if tenant else PORTAL_NAME}] {says}"
    letter["From"] = settings.mail_from
    letter["To"] = account.email
    # When it was written, however late it leaves.
    letter["Date"] = format_datetime(row.written_at)
    letter["Message-ID"] = f"<{row.message_id}@{settings.mail_from.rpartition('@')[2]}>"
    # No answering machine should answer a machine (RFC 3834).
    letter["Auto-Submitted"] = "auto-generated"
    template = current_app.jinja_env.get_template(f"mail/{row.kind}.txt")
    from_name = tenant.name if tenant else PORTAL_NAME
    text = template.render(address=address_of(row, tenant, settings), from_name=from_name, says=says)
    # Left to itself the library breaks a long link in two for transport.
    letter.set_content(text, cte="7bit" if text.isascii() else "base64")
    return letter


def counted_words(soon: int, late: int) -> str:
    """Say how much an e-mail of reminders is about."""
    said = [
        f"{plural(number, 'step')} {words}"
        for number, words in ((soon, "due soon"), (late, "late"))
        if number
    ]
    return f"Reminder: {' and '.join(said)}"


def address_of(row: Outbox, tenant: Tenant | None, settings: Settings) -> str:
    """Return the full address of the link, from the settings and never from a request's Host header."""
    base = f"https://{tenant.hostname}" if tenant and tenant.hostname else settings.base_url.rstrip("/")
    return f"{base}{row.link}"
