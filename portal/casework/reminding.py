"""Who is reminded of the timed steps of open cases, and to whom is one passed that is late?

Each reminder is a row whose key lets it be given once, written with its e-mails and its event in one transaction: a
worker that is killed before the commit has done nothing, and one that starts late finds every reminder that was missed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select

from portal.domain.permissions import Permission, permissions_of
from portal.domain.reminding import WAITS_FOR, Nudge, nudges, to_give
from portal.domain.vocabulary import CaseStage, Role
from portal.extensions import db
from portal.models.account import Membership
from portal.models.attention import call_person, members_here
from portal.models.case import Case, open_case_ids, open_case_locked
from portal.models.case_access import cases_known_to
from portal.models.event import tell
from portal.models.reminder import ClockReminder, given_of, remind_person
from portal.models.session import TenantSession, entering
from portal.tenancy.model import Tenant
from portal.web.clock_lines import ClockLine
from portal.web.due_next import days_of_all
from portal.web.recounting import the_portal
from portal.web.steps import case_steps
from portal.web.working_days import digest_leaves_at, known_holidays

AT_ONCE = 50
Wanted = list[tuple[ClockLine, tuple[Nudge, ...]]]


def remind_all(tenant: Tenant, today: date) -> int:
    """Give every reminder of a partnership whose day has come, each case's in a commit of its own; return how many."""
    with entering(db.session, tenant.slug, writes=False) as session:
        open_ids = open_case_ids(session)
        waiting: list[UUID] = []
        for first in range(0, len(open_ids), AT_ONCE):
            found = wanted(session, tenant, open_ids[first : first + AT_ONCE], today)
            waiting += [case_id for case_id, steps in found.items() if steps]
    given = 0
    for case_id in waiting:
        with entering(db.session, tenant.slug) as session:
            given += remind_of(session, tenant, case_id, today)
    return given


def remind_of(session: TenantSession, tenant: Tenant, case_id: UUID, today: date) -> int:
    """Give the reminders of one case; what is late is passed up in the same commit."""
    case = open_case_locked(session, case_id)
    if case is None:
        return 0
    given = 0
    for line, steps in wanted(session, tenant, [case_id], today)[case_id]:
        for step in steps:
            write_down(session, case, line, step)
        write_to_people(session, tenant, case, line, steps, today)
        given += len(steps)
    session.commit()
    return given


def wanted(
    session: TenantSession, tenant: Tenant, case_ids: Sequence[UUID], today: date
) -> dict[UUID, Wanted]:
    """Return, for each of these cases, its steps that are not done with the reminders whose day has come."""
    days = days_of_all(session, the_portal(tenant), tenant, case_ids, today)
    given: dict[tuple[UUID, str, UUID, date], set[str]] = {}
    for row in given_of(session, case_ids):
        given.setdefault((row.case_id, row.clock, row.thing_id, row.due_on), set()).add(row.code)
    cases = session.scalars(select(Case).where(Case.id.in_(case_ids), Case.stage != CaseStage.CLOSED)).all()
    found: dict[UUID, Wanted] = {case_id: [] for case_id in case_ids}
    for case in cases:
        for line in case_steps(tenant, case, days[case.id], today):
            if line.due_on is None or line.thing_id is None or line.met_on is not None:
                continue
            done = given.get((case.id, line.rule.code, line.thing_id, line.due_on), set())
            steps = to_give(nudges(line.rule, line.due_on, known_holidays()), done, today)
            if steps:
                found[case.id].append((line, steps))
    return found


def write_down(session: TenantSession, case: Case, line: ClockLine, step: Nudge) -> None:
    """Write down that a reminder is given, in the caller's transaction."""
    assert line.thing_id is not None and line.due_on is not None  # `wanted` has just asked
    role = line.rule.escalate_to if step.is_passing_up else None
    session.add(
        ClockReminder(tenant=case.tenant, case_id=case.id, clock=line.rule.code, thing_id=line.thing_id,
                      due_on=line.due_on, code=step.code, passed_to=role)
    )  # fmt: skip
    what = "clock-passed-up" if step.is_passing_up else "clock-reminded"
    facts = {"role": role.value} if role else {}
    tell(session, case.tenant, "case", case.id, what, None, clock=line.rule.code,
         due_on=line.due_on.isoformat(), **facts)  # fmt: skip


def write_to_people(
    session: TenantSession, tenant: Tenant, case: Case, line: ClockLine, steps: Iterable[Nudge], today: date
) -> None:
    """Write to whom the step waits for, once about all that was missed, and to whom it is passed."""
    ordinary = [step for step in steps if not step.is_passing_up]
    passed = any(step.is_passing_up for step in steps)
    up = {each.account_id for each in knowing(session, case, role=line.rule.escalate_to)} if passed else set()
    for account_id in sorted(up):
        call_person(session, tenant.slug, account_id, is_late=True)
    if not ordinary:
        return
    assert line.due_on is not None
    permission = WAITS_FOR.get(line.rule.code, Permission.REFERRAL_ACCEPT)
    what = f"{line.rule.code}/{line.thing_id}/{line.due_on.isoformat()}/{ordinary[-1].code}"
    for each in knowing(session, case, permission=permission):
        if each.account_id not in up:
            remind_person(
                session, tenant.slug, each.account_id, what, is_late=today > line.due_on and line.rule.is_ours,
                today=today,
                leaves_at=digest_leaves_at(tenant),
            )  # fmt: skip


def knowing(
    session: TenantSession, case: Case, *, permission: Permission | None = None, role: Role | None = None
) -> list[Membership]:
    """Return the people of a permission, or of a role, who may know of a case; never one who is involved in it."""
    here = members_here(session)
    chosen = [
        each for each in here
        if (role in each.roles if role else permission in permissions_of(each.roles))
    ]  # fmt: skip
    known = [
        cases_known_to(each.account_id, permissions_of(each.roles)).where(Case.id == case.id)
        for each in chosen
    ]
    return [each for each, wanted in zip(chosen, known, strict=True) if session.scalar(wanted) is not None]
