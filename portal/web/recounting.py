"""Is each clock of a case still due on the day that people were told, and who says where it no longer is?

The day last told is kept for each clock. Whatever corrects a fact asks here in the same commit, and the worker asks
for every open case, so that a bank holiday or a rule that changed is told as well.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from uuid import UUID

from flask import current_app
from sqlalchemy import select

from portal.domain.moved_days import Counted, why_moved
from portal.domain.permissions import Permission
from portal.extensions import db
from portal.models.case import Case, open_case_ids, open_case_locked
from portal.models.clock_day import ClockDay, days_told
from portal.models.event import tell
from portal.models.moment import is_told, this_moment
from portal.models.session import TenantSession, entering
from portal.tenancy.model import Tenant
from portal.web.access import Actor
from portal.web.clock_lines import HOLIDAYS_NOT_KNOWN, ClockLine
from portal.web.due_next import days_of_all
from portal.web.steps import case_steps
from portal.web.working_days import today

AT_ONCE = 50
NOBODY = UUID(int=0)


@contextmanager
def recounting(session: TenantSession, case: Case, actor_id: UUID) -> Iterator[None]:
    """Compare a case's due days before and after what is done inside, and tell what moved, in the caller's commit."""
    recount(session, case, None)
    yield
    recount(session, case, actor_id)


def recount_here(session: TenantSession, case: Case, actor_id: UUID | None = None) -> None:
    """Do so as part of what somebody does to a case, in the caller's commit; of a made-up story nobody was told."""
    if not is_told():
        recount(session, case, actor_id)


def recount(session: TenantSession, case: Case, actor_id: UUID | None) -> int:
    """Tell which clocks of a case are due on another day than was told; return how many."""
    session.flush()
    tenant = tenant_of(case)
    days = days_of_all(session, the_portal(tenant), tenant, [case.id], today())
    lines = counted_lines(case_steps(tenant, case, days[case.id], today()))
    told = {(row.clock, row.thing_id): row for row in days_told(session, [case.id])}
    return sum(settle(session, case, row, line, actor_id) for row, line in paired(told, lines))


def recount_open(tenant: Tenant) -> int:
    """Do the same for every open case of a partnership, each in a commit of its own; return how many days moved."""
    with entering(db.session, tenant.slug, writes=False) as session:
        open_ids = open_case_ids(session)
    parts = (open_ids[first : first + AT_ONCE] for first in range(0, len(open_ids), AT_ONCE))
    return sum(recount_one(tenant, case_id) for part in parts for case_id in stale(tenant, part))


def recount_one(tenant: Tenant, case_id: UUID) -> int:
    """Settle one case, locked, since somebody may be correcting it in the same moment."""
    with entering(db.session, tenant.slug) as session:
        case = open_case_locked(session, case_id)
        moved = recount(session, case, None) if case is not None else 0
        session.commit()
    return moved


def stale(tenant: Tenant, case_ids: Sequence[UUID]) -> list[UUID]:
    """Return which of these cases have a clock whose day was never told, or is another by now."""
    with entering(db.session, tenant.slug, writes=False) as session:
        days = days_of_all(session, the_portal(tenant), tenant, case_ids, today())
        told: dict[UUID, dict[tuple[str, UUID], ClockDay]] = {case_id: {} for case_id in case_ids}
        for row in days_told(session, case_ids):
            told[row.case_id][row.clock, row.thing_id] = row
        cases = session.scalars(select(Case).where(Case.id.in_(case_ids))).all()
        return [case.id for case in cases if differs(
            told[case.id], counted_lines(case_steps(tenant, case, days[case.id], today()))
        )]  # fmt: skip


def differs(told: dict[tuple[str, UUID], ClockDay], lines: dict[tuple[str, UUID], ClockLine]) -> bool:
    """Whether a case's clocks are not those that were told."""
    for row, line in paired(told, lines):
        before = row.counted if row else None
        if line is None or (counted_of(line) or before) != before:
            return True
    return False


# --- one clock ---------------------------------------------------------------------------------------------


def counted_lines(lines: Sequence[ClockLine]) -> dict[tuple[str, UUID], ClockLine]:
    """Return the clocks by their code and thing; one whose bank holidays are not known says nothing new."""
    return {
        (line.rule.code, line.thing_id): line for line in lines
        if line.thing_id and (line.due_on or line.missing == HOLIDAYS_NOT_KNOWN)
    }  # fmt: skip


def paired(
    told: dict[tuple[str, UUID], ClockDay], lines: dict[tuple[str, UUID], ClockLine]
) -> list[tuple[ClockDay | None, ClockLine | None]]:
    """Return each day told with the clock as it runs now; a clock that passed to another thing is the same clock.

    So passes the one for notifying, from the case to the notification that is recorded.
    """
    pairs: list[tuple[ClockDay | None, ClockLine | None]] = [
        (told[key], lines[key]) for key in told if key in lines
    ]
    left = {key: row for key, row in told.items() if key not in lines}
    for (code, thing_id), line in lines.items():
        if (code, thing_id) not in told:
            before = next((key for key in left if key[0] == code), None)
            pairs.append((left.pop(before) if before else None, line))
    return [*pairs, *((row, None) for row in left.values())]


def settle(
    session: TenantSession, case: Case, row: ClockDay | None, line: ClockLine | None, actor_id: UUID | None
) -> int:
    """Keep the day as it is now, and tell it where it moved or counts no longer; return whether it was told."""
    if line is None:
        assert row is not None  # of each pair, one is there
        session.delete(row)
        tell(session, case.tenant, "case", case.id, "clock-ended", actor_id,
             clock=row.clock, due_before=row.due_on.isoformat())  # fmt: skip
        return 1
    counted = counted_of(line)
    if counted is None or line.thing_id is None:
        return 0
    if row is None:
        row = ClockDay(tenant=case.tenant, case_id=case.id, clock=line.rule.code, thing_id=line.thing_id,
                       due_on=counted.due_on, starts_on=counted.starts_on, rule=counted.rule)  # fmt: skip
        session.add(row)
    moved = tell_moved(session, case, row, counted, actor_id)
    row.thing_id = line.thing_id
    row.starts_on, row.rule, row.due_on = counted.starts_on, counted.rule, counted.due_on
    return moved


def tell_moved(
    session: TenantSession, case: Case, row: ClockDay, counted: Counted, actor_id: UUID | None
) -> int:
    """Write down that a due day moved, from which day to which and why; return whether it did."""
    because = why_moved(row.counted, counted)
    if because is None:
        return 0
    row.due_before, row.moved_at, row.because = row.due_on, this_moment(), because
    tell(
        session, case.tenant, "case", case.id, "clock-moved", actor_id, clock=row.clock,
        due_before=row.due_on.isoformat(), due_on=counted.due_on.isoformat(), because=because.value,
    )  # fmt: skip
    return 1


def counted_of(line: ClockLine) -> Counted | None:
    """Return how a clock is counted now; a day that a letter names counts from itself."""
    if line.due_on is None:
        return None
    starts_on = line.reckoning.day_zero if line.reckoning else line.due_on
    rule = line.rule
    return Counted(starts_on, f"{rule.amount} {rule.unit.value} {rule.direction.value}", line.due_on)


def the_portal(tenant: Tenant) -> Actor:
    """Return the portal itself, which counts for everybody and is involved in nothing."""
    return Actor(
        NOBODY, tenant.slug, None, permissions=frozenset({Permission.CASE_SEE, Permission.OUTPUT_SEE})
    )


def tenant_of(case: Case) -> Tenant:
    """Return the partnership of a case."""
    tenant: Tenant = current_app.extensions["tenants"].by_slug[case.tenant]
    return tenant
