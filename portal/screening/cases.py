"""Which case and which decision does an operation act on?"""

from __future__ import annotations

from uuid import UUID

from portal.domain.errors import Conflict
from portal.models.case import Case
from portal.models.case_access import known_case
from portal.models.decision import Decision
from portal.models.session import TenantSession
from portal.screening.queries import decision_of
from portal.web.access import Actor


def case_for(session: TenantSession, actor: Actor, reference: str) -> Case:
    """Return the case, locked until the commit."""
    return known_case(session, reference, actor.account_id, actor.permissions, locked=True)


def unsigned_decision(session: TenantSession, case: Case, decision_id: UUID) -> Decision:
    """Return a decision that can still change; Conflict where it is signed."""
    decision = decision_of(session, case, decision_id)
    if decision.signed_at is not None:
        raise Conflict("This decision is signed. Record a new decision that supersedes it.")
    return decision
