"""Of which timed steps was anybody reminded, and what waits for a person's e-mail of the day?"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, Select, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal.domain.reminding import PASSED_UP, MailChoice
from portal.domain.vocabulary import Role
from portal.extensions import db
from portal.models.account import Account
from portal.models.base import Coded, TenantOwned
from portal.models.case import of_case
from portal.models.moment import is_told, this_moment
from portal.models.outbox import ATTENTION, DIGEST, Outbox, write_letter


class ClockReminder(TenantOwned, db.Model):
    """One reminder of one step of a case, or its passing up; the key lets nobody give it twice."""

    __tablename__ = "clock_reminder"
    __table_args__ = (
        of_case(),
        UniqueConstraint("tenant", "case_id", "clock", "thing_id", "due_on", "code"),
        {"info": {"insert_only": True}},
    )

    case_id: Mapped[UUID]
    clock: Mapped[str] = mapped_column(String(60))
    thing_id: Mapped[UUID]
    # Of the day that it was about: a day that moves is reminded of anew.
    due_on: Mapped[date]
    code: Mapped[str] = mapped_column(String(20))
    passed_to: Mapped[Role | None] = mapped_column(Coded(Role))
    given_at: Mapped[datetime] = mapped_column(default=this_moment)


class Reminder(TenantOwned, db.Model):
    """That one person is reminded of one thing on one day, and by which e-mail."""

    __tablename__ = "reminder"
    __table_args__ = (
        ForeignKeyConstraint(["tenant", "letter_id"], ["outbox.tenant", "outbox.id"]),
        UniqueConstraint("tenant", "account_id", "for_day", "what"),
        Index(None, "tenant", "letter_id"),
        {"info": {"insert_only": True}},
    )

    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    for_day: Mapped[date]
    # Codes and ids, by which the same is known again.
    what: Mapped[str] = mapped_column(String(200))
    is_late: Mapped[bool]
    letter_id: Mapped[UUID]


def given_of(session: Session, case_ids: Collection[UUID]) -> Sequence[ClockReminder]:
    """Return the reminders that were given of some cases."""
    return session.scalars(select(ClockReminder).where(ClockReminder.case_id.in_(case_ids))).all()


def passed_to(session: Session, roles: Collection[Role], among: Select[UUID]) -> Sequence[ClockReminder]:
    """Return the steps that were passed to these roles, of cases among these ids, the latest due last."""
    is_theirs = ClockReminder.passed_to.in_(roles), ClockReminder.case_id.in_(among)
    wanted = select(ClockReminder).where(ClockReminder.code == PASSED_UP, *is_theirs)
    return session.scalars(wanted.order_by(ClockReminder.due_on, ClockReminder.id)).all()


def remind_person(
    session: Session,
    tenant: str,
    account_id: UUID,
    what: str,
    *,
    is_late: bool,
    today: date,
    leaves_at: datetime,
) -> None:
    """Remind one person of one thing on a day, as they chose to be reminded, in the caller's transaction.

    `leaves_at` is when the next e-mail of reminders of this partnership leaves.
    """
    if is_told() or wants(session, account_id) is MailChoice.URGENT:
        return
    same = select(Reminder.id).where(
        Reminder.account_id == account_id, Reminder.for_day == today, Reminder.what == what
    )
    if session.scalar(same) is not None:
        return
    if wants(session, account_id) is MailChoice.EACH:
        letter = write_letter(session, tenant, account_id, ATTENTION, f"/{tenant}/desk")
    else:
        letter = digest_of(session, tenant, account_id, leaves_at)
    session.flush()
    session.add(
        Reminder(
            tenant=tenant,
            account_id=account_id,
            for_day=today,
            what=what,
            is_late=is_late,
            letter_id=letter.id,
        )
    )


def wants(session: Session, account_id: UUID) -> MailChoice:
    """Return which e-mails a person wants."""
    return session.get_one(Account, account_id).mail_choice


def digest_of(session: Session, tenant: str, account_id: UUID, leaves_at: datetime) -> Outbox:
    """Return the person's e-mail of reminders that is still to leave, begun where there is none.

    One that is being sent takes nothing more in. Its key is the person and the moment it leaves.
    """
    waiting = select(Outbox).where(
        Outbox.account_id == account_id, Outbox.kind == DIGEST, Outbox.attempts == 0,
        Outbox.sent_at.is_(None), Outbox.given_up_at.is_(None), Outbox.gathers_until == leaves_at,
    )  # fmt: skip
    found = session.scalar(waiting.with_for_update())
    if found is None:
        found = write_letter(session, tenant, account_id, DIGEST, f"/{tenant}/desk")
        found.due_at = found.gathers_until = leaves_at
    return found


def counts_in(session: Session, letter_id: UUID) -> tuple[int, int]:
    """Return how many things an e-mail of reminders is about that are due soon, and how many that are late."""
    found = session.execute(
        select(Reminder.what, Reminder.is_late).where(Reminder.letter_id == letter_id)
    ).all()
    # A step of which the same e-mail reminds twice is one step: the last part says which reminder it was.
    late = {what.rpartition("/")[0] for what, is_late in found if is_late}
    soon = {what.rpartition("/")[0] for what, _ in found} - late
    return len(soon), len(late)
