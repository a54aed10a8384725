"""Who is reminded of what waits before a referral counts, and when does it pass to the coordinator?

Each reminder is a row whose key lets it be given once, written with its e-mails in the caller's transaction: a worker
that is killed before the commit has done nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from portal.domain.clocks import ClockRule
from portal.domain.reminding import PASSED_UP, Nudge, WaitsFor, to_give, wait_nudges
from portal.extensions import db
from portal.models.attention import call_person
from portal.models.reminder import remind_person
from portal.models.session import TenantSession, entering
from portal.models.wait_reminder import WaitReminder, reminders_given
from portal.tenancy.model import Tenant
from portal.web.wording import in_london
from portal.web.working_days import digest_leaves_at, known_holidays


@dataclass(frozen=True)
class Wait:
    """Something that waits for somebody: what it waits for, since when, and the clock that runs on meanwhile."""

    thing_id: UUID
    waits_for: WaitsFor
    since_at: datetime
    clock: tuple[ClockRule, date] | None = None

    @property
    def key(self) -> tuple[UUID, WaitsFor, datetime]:
        """By which a reminder is known to be of this wait, and of no earlier one."""
        return self.thing_id, self.waits_for, self.since_at


def remind_each(
    tenant: Tenant, today: date, waits_of: Callable[[Session, Tenant], list[Wait]],
    remind_of: Callable[[TenantSession, Tenant, UUID, date], int],
) -> int:  # fmt: skip
    """Give every reminder whose day has come, of each thing in a commit of its own; return how many."""
    with entering(db.session, tenant.slug, writes=False) as session:
        ids = [wait.thing_id for wait, _ in owed(session, tenant, waits_of(session, tenant), today)]
    given = 0
    for thing_id in ids:
        with entering(db.session, tenant.slug) as session:
            given += remind_of(session, tenant, thing_id, today)
    return given


def owed(
    session: Session, tenant: Tenant, waits: Iterable[Wait], today: date
) -> list[tuple[Wait, tuple[Nudge, ...]]]:
    """Return what waits with the reminders whose day has come and that nobody was given."""
    found = list(waits)
    given: dict[tuple[UUID, WaitsFor, datetime], set[str]] = {}
    for row in reminders_given(session, {each.thing_id for each in found}):
        given.setdefault((row.thing_id, row.waits_for, row.since_at), set()).add(row.code)
    steps = [(each, to_give(nudges_of(tenant, each), given.get(each.key, set()), today)) for each in found]
    return [(each, nudges) for each, nudges in steps if nudges]


def nudges_of(tenant: Tenant, wait: Wait) -> tuple[Nudge, ...]:
    """Return the reminders of what waits, with their days."""
    since_on = in_london(wait.since_at).date()
    return wait_nudges(since_on, tenant.first_days, wait.clock, known_holidays())


def give(
    session: TenantSession, tenant: Tenant, wait: Wait, steps: Sequence[Nudge], waited_for: Collection[UUID],
    up: Collection[UUID], today: date,
) -> None:  # fmt: skip
    """Write down these reminders and write to whom they go, and to whom it is passed, in the caller's transaction."""
    for step in steps:
        session.add(
            WaitReminder(
                tenant=tenant.slug, thing_id=wait.thing_id, waits_for=wait.waits_for, since_at=wait.since_at,
                code=step.code,
            )
        )  # fmt: skip
    passed = set(up) - set(waited_for) if any(step.is_passing_up for step in steps) else set()
    for account_id in sorted(passed):
        call_person(session, tenant.slug, account_id, is_late=True)
    ordinary = [step for step in steps if not step.is_passing_up]
    for account_id in sorted(set(waited_for)) if ordinary else ():
        what = f"{wait.waits_for.value}/{wait.thing_id}/{wait.since_at.isoformat()}/{ordinary[-1].code}"
        remind_person(
            session, tenant.slug, account_id, what, is_late=is_late(wait, today), today=today,
            leaves_at=digest_leaves_at(tenant),
        )  # fmt: skip


def is_late(wait: Wait, today: date) -> bool:
    """Whether the clock that runs on meanwhile has run out."""
    return wait.clock is not None and today > wait.clock[1]


def passed_up(session: Session, waits: Iterable[Wait]) -> list[Wait]:
    """Return those that still wait after they were passed up."""
    found = list(waits)
    rows = reminders_given(session, {each.thing_id for each in found})
    passed = {(row.thing_id, row.waits_for, row.since_at) for row in rows if row.code == PASSED_UP}
    return [each for each in found if each.key in passed]
