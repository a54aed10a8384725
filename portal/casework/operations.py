"""How is a case closed or reopened, and who is let in or kept out? Each ends in one commit."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select

from portal.casework.queries import case_facts
from portal.domain.errors import InvalidAnswer, NotFound
from portal.domain.permissions import LEARNS_OF_CASES, READS_CASES, Permission, permissions_of
from portal.domain.vocabulary import CaseStage
from portal.domain.workflow import Thing, require_action
from portal.models.account import membership_of
from portal.models.attention import call_for_attention, call_person
from portal.models.audit import record
from portal.models.case import Case, CaseExclusion, CaseGrant, EndedExclusion
from portal.models.case_access import close_case_to, known_case, open_case_again
from portal.models.event import tell
from portal.models.moment import this_moment
from portal.models.session import TenantSession
from portal.tenancy.model import Tenant
from portal.web.access import Actor

LONDON = ZoneInfo("Europe/London")


def close(session: TenantSession, tenant: Tenant, actor: Actor, reference: str, reason: str) -> Case:
    """Close a case in which no review is open, with the reason."""
    return change_stage(session, tenant, actor, reference, "close", "closed", reason)


def reopen(session: TenantSession, tenant: Tenant, actor: Actor, reference: str, reason: str) -> Case:
    """Open a closed case again, with the reason."""
    return change_stage(session, tenant, actor, reference, "reopen", "reopened", reason)


def change_stage(
    session: TenantSession, tenant: Tenant, actor: Actor, reference: str, action: str, what: str, reason: str
) -> Case:
    """Carry out an action that moves a case, and keep why."""
    if not reason.strip():
        raise InvalidAnswer("Say why", "reason")
    case = known_case(session, reference, actor.account_id, actor.permissions, locked=True)
    transition = require_action(Thing.CASE, case.stage, action, actor.permissions, case_facts(session, case))
    case.stage = CaseStage(transition.arrives_at(case.stage))
    case.closed_at = this_moment() if case.stage == CaseStage.CLOSED else None
    said = case.said or {}
    case.said = {
        **said,
        "case.changes": [*said.get("case.changes", []), {"what": what, "why": reason.strip()}],
    }
    tell(session, tenant.slug, "case", case.id, what, actor.account_id)
    record(session, f"case-{what}", "case", case.id)
    session.commit()
    return case


def grant(
    session: TenantSession, tenant: Tenant, actor: Actor, reference: str,
    account_id: UUID, reason: str, last_day: date | None = None,
) -> CaseGrant:  # fmt: skip
    """Give one person leave to know of a case, through a day or until it is taken away."""
    case = case_to_open(session, actor, reference)
    require_reader(session, account_id)
    ends_at = end_of(last_day) if last_day else None
    given = give_leave(session, case, account_id, actor.account_id, reason.strip(), ends_at)
    tell(session, tenant.slug, "case", case.id, "access-granted", actor.account_id)
    record(session, "case-granted", "case", case.id, (f"account:{account_id}",))
    session.commit()
    return given


def give_leave(
    session: TenantSession,
    case: Case,
    account_id: UUID,
    granted_by: UUID,
    reason: str,
    ends_at: datetime | None,
) -> CaseGrant:
    """Give leave to know of a case, which the caller has locked, or give it anew; the caller commits."""
    kept = session.scalar(
        select(CaseGrant).where(CaseGrant.case_id == case.id, CaseGrant.account_id == account_id)
    )
    given = kept or CaseGrant(tenant=case.tenant, unit=case.unit, case_id=case.id, account_id=account_id)
    given.granted_by, given.granted_at, given.ends_at = granted_by, this_moment(), ends_at
    given.reason = reason
    session.add(given)
    return given


def end_grant(session: TenantSession, tenant: Tenant, actor: Actor, reference: str, grant_id: UUID) -> None:
    """Take a person's leave to know of a case away, from now."""
    case = case_to_open(session, actor, reference)
    given = session.scalar(select(CaseGrant).where(CaseGrant.id == grant_id, CaseGrant.case_id == case.id))
    if given is None:
        raise NotFound("There is no such access.")
    given.ends_at = this_moment()
    tell(session, tenant.slug, "case", case.id, "access-ended", actor.account_id)
    record(session, "case-grant-ended", "case", case.id, (f"account:{given.account_id}",))
    session.commit()


def exclude(
    session: TenantSession, tenant: Tenant, actor: Actor, reference: str, account_id: UUID, reason: str
) -> CaseExclusion:
    """Close a case to somebody who is personally involved in it, whatever their role."""
    case = case_to_open(session, actor, reference)
    require_reader(session, account_id, LEARNS_OF_CASES)
    closed = close_case_to(session, case, account_id, reason.strip(), actor.account_id)
    session.commit()
    return closed


def declare_own_involvement(
    session: TenantSession, tenant: Tenant, actor: Actor, reference: str, words: str
) -> CaseExclusion:
    """Close a case to the actor, who says that they are personally involved, and tell those who look after access."""
    if not words.strip():
        raise InvalidAnswer("Say how you are involved", "reason")
    case = known_case(session, reference, actor.account_id, actor.permissions, locked=True)
    closed = close_case_to(session, case, actor.account_id, words.strip(), actor.account_id)
    call_for_attention(session, tenant.slug, Permission.CASE_GRANT, about=[case.id], but=actor.account_id)
    session.commit()
    return closed


def end_exclusion(
    session: TenantSession, tenant: Tenant, actor: Actor, reference: str, exclusion_id: UUID, why: str
) -> EndedExclusion:
    """Open a case again to somebody to whom it was closed by mistake; never to oneself, who finds no such case."""
    case, closed = exclusion_to_end(session, actor, reference, exclusion_id, locked=True)
    if not why.strip():
        raise InvalidAnswer("Say why", "reason")
    ended = open_case_again(session, case, closed, why.strip(), actor.account_id)
    call_person(session, tenant.slug, ended.account_id)
    session.commit()
    return ended


def exclusion_to_end(
    session: TenantSession, actor: Actor, reference: str, exclusion_id: UUID, *, locked: bool = False
) -> tuple[Case, CaseExclusion]:
    """Return a case and one of those to whom it is closed; NotFound where it is closed to nobody so."""
    if not actor.may(Permission.EXCLUSION_END):
        raise NotFound("There is no such case.")
    case = known_case(session, reference, actor.account_id, actor.permissions, locked=locked)
    wanted = select(CaseExclusion).where(CaseExclusion.id == exclusion_id, CaseExclusion.case_id == case.id)
    closed: CaseExclusion | None = session.scalar(wanted)
    if closed is None:
        raise NotFound("The case is not closed to them.")
    return case, closed


def case_to_open(session: TenantSession, actor: Actor, reference: str) -> Case:
    """Return a case whose access this person manages."""
    if not actor.may(Permission.CASE_GRANT):
        raise NotFound("There is no such case.")
    return known_case(session, reference, actor.account_id, actor.permissions, locked=True)


def require_reader(
    session: TenantSession, account_id: UUID, way_in: frozenset[Permission] = READS_CASES
) -> None:
    """Refuse somebody who does not work here, or whose roles hold no way in to a case."""
    membership = membership_of(session, account_id)
    if membership is None or not way_in & permissions_of(membership.roles):
        raise InvalidAnswer("Select somebody whose role can read cases", "account_id")


def end_of(day: date) -> datetime:
    """The end of a day in England, in UTC."""
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=LONDON).astimezone(UTC)
