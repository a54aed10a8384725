"""How does a case open to somebody in an emergency, who is told, and who says afterwards whether it was right?"""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import select

from portal.casework.emergency_queries import facts_of, is_known, told_of
from portal.casework.operations import give_leave
from portal.domain.emergency import LASTS, EmergencyStatus
from portal.domain.errors import InvalidAnswer, NotFound
from portal.domain.permissions import Permission
from portal.domain.workflow import Thing, available_actions, require_action
from portal.models.attention import call_people
from portal.models.audit import record
from portal.models.case import Case, CaseGrant
from portal.models.case_access import is_involved
from portal.models.emergency_access import EmergencyAccess
from portal.models.event import tell
from portal.models.moment import this_moment
from portal.models.session import TenantSession
from portal.tenancy.model import Tenant
from portal.web.access import Actor


def ask(session: TenantSession, tenant: Tenant, actor: Actor, typed: str, reason: str) -> EmergencyAccess:
    """Open the case of a reference for an hour, where there is one that may open to this person; tell others.

    Whatever comes of it, the asking is kept, recorded and told of: only those who are told learn what came of it.
    """
    if not actor.may(Permission.CASE_OPEN_IN_EMERGENCY):
        raise NotFound("There is no such page.")
    if not reason.strip():
        raise InvalidAnswer("Say why it cannot wait", "reason")
    case = case_meant(session, typed)
    asked = EmergencyAccess(
        tenant=tenant.slug, unit=case.unit if case else None, case_id=case.id if case else None,
        account_id=actor.account_id, typed=typed.strip(), reason=reason.strip(),
    )  # fmt: skip
    session.add(asked)
    witnesses = told_of(session, asked)
    if case is not None and may_open(session, actor, case, witnesses):
        open_it(session, tenant, case, asked, reason.strip())
    record(session, "emergency-asked", "emergency_access", asked.id)
    tell(session, tenant.slug, Thing.EMERGENCY.value, asked.id, "asked", actor.account_id)
    call_people(session, tenant.slug, witnesses, is_urgent=True)
    session.commit()
    return asked


def case_meant(session: TenantSession, typed: str) -> Case | None:
    """Return the case of exactly this reference, locked until the commit; None where there is none."""
    said = "".join(typed.split()).upper()
    wanted = select(Case).where(Case.reference == said).with_for_update(of=Case)
    # PostgreSQL takes no text with a NUL in it, and no reference has one.
    found: Case | None = session.scalar(wanted) if said.isprintable() else None
    return found


def may_open(session: TenantSession, actor: Actor, case: Case, witnesses: list[UUID]) -> bool:
    """Whether the case may open to this person: not where they are involved, or read it already."""
    facts = {
        "is_involved": is_involved(session, [case.id], actor.account_id),
        "is_known": is_known(session, actor, case),
        "is_witnessed": bool(witnesses),
    }
    offered = available_actions(Thing.CASE, case.stage, actor.permissions, facts)
    return any(each.action == "open-in-emergency" for each in offered)


def open_it(session: TenantSession, tenant: Tenant, case: Case, asked: EmergencyAccess, reason: str) -> None:
    """Give the person leave until the hour is over, in the caller's transaction."""
    asked.asked_at = this_moment()
    asked.ends_at = asked.asked_at + LASTS
    give_leave(session, case, asked.account_id, asked.account_id, reason, asked.ends_at)
    tell(session, tenant.slug, "case", case.id, "opened-in-emergency", asked.account_id)
    record(session, "case-opened-in-emergency", "case", case.id, (f"account:{asked.account_id}",))


def judge(
    session: TenantSession, tenant: Tenant, actor: Actor, emergency_id: UUID, *, was_right: bool, finding: str
) -> EmergencyAccess:
    """Record whether it was right to ask; where it was not, what is still open closes at once."""
    if not finding.strip():
        raise InvalidAnswer("Say what you found", "finding")
    wanted = select(EmergencyAccess).where(EmergencyAccess.id == emergency_id)
    asked: EmergencyAccess | None = session.scalar(
        wanted.with_for_update(of=EmergencyAccess).execution_options(populate_existing=True)
    )
    if asked is None:
        raise NotFound("There is no such asking.")
    action = "find-right" if was_right else "find-not-right"
    facts = facts_of(session, actor, asked)
    transition = require_action(Thing.EMERGENCY, asked.status, action, actor.permissions, facts)
    asked.status = EmergencyStatus(transition.arrives_at(asked.status))
    asked.judged_by, asked.judged_at, asked.finding = actor.account_id, this_moment(), finding.strip()
    if not was_right:
        close_again(session, asked)
    if asked.case_id and asked.ends_at:
        tell(session, tenant.slug, "case", asked.case_id, "emergency-looked-at", actor.account_id)
    tell(session, tenant.slug, Thing.EMERGENCY.value, asked.id, f"found-{asked.status}", actor.account_id)
    record(session, f"emergency-found-{asked.status}", "emergency_access", asked.id)
    session.commit()
    return asked


def close_again(session: TenantSession, asked: EmergencyAccess) -> None:
    """End what the person still has open by their own leave."""
    now = datetime.now(UTC)
    own = select(CaseGrant).where(
        CaseGrant.case_id == asked.case_id, CaseGrant.account_id == asked.account_id,
        CaseGrant.granted_by == asked.account_id, CaseGrant.ends_at > now,
    )  # fmt: skip
    for given in session.scalars(own):
        given.ends_at = now
        record(session, "case-grant-ended", "case", given.case_id, (f"account:{given.account_id}",))
