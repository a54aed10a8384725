"""Which clocks does a case's page show?"""

from __future__ import annotations

from sqlalchemy.orm import Session

from portal.models.case import Case
from portal.tenancy.model import Tenant
from portal.web.access import Actor
from portal.web.case_ahead import register_clocks
from portal.web.clock_lines import ClockLine
from portal.web.steps import linked, steps_of_case, with_moves
from portal.web.working_days import today


def of_case(session: Session, actor: Actor, tenant: Tenant, case: Case) -> list[ClockLine]:
    """Return the case's own clocks, and those of its reviews that the person may know of."""
    lines = with_moves(session, steps_of_case(session, actor, tenant, case, today()))
    return linked(lines, actor, case.reference)


register_clocks(10, of_case)
