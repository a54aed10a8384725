"""Which clocks run on a case, and from which of its days?"""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from portal.domain.codes import HarmKind, Suspicion
from portal.models.case import Case
from portal.tenancy.model import Tenant
from portal.web.access import Actor
from portal.web.case_ahead import register_clocks
from portal.web.clock_lines import ClockLine, clock_lines

NOTIFICATION, REFERRAL = "incident-notification", "agency-referral"
GRAVE = {HarmKind.DEATH.value, HarmKind.SERIOUS_HARM.value}
NO_DAY_OF_AWARENESS = "Not counted: enter in a referral the day the council became aware."
NO_DAY_OF_INCIDENT = "Not counted: enter in a referral the whole day of the incident."


def of_case(session: Session, actor: Actor, tenant: Tenant, case: Case) -> list[ClockLine]:
    """Return the case's own clocks: whoever knows of the case may see them."""
    return clocks_of(tenant, case)


def clocks_of(tenant: Tenant, case: Case) -> list[ClockLine]:
    """Return what is timed from the days of an incident; a case about practice alone has no such day."""
    if case.kind != "incident":
        return []
    lines = clock_lines(tenant, REFERRAL, whole_day(case), NO_DAY_OF_INCIDENT)
    if is_notifiable(case):
        lines += clock_lines(tenant, NOTIFICATION, case.council_aware_on, NO_DAY_OF_AWARENESS)
    return lines


def is_notifiable(case: Case) -> bool:
    """Whether a child died or was seriously harmed, and nobody has ruled abuse or neglect out (CA 2004 s.16C)."""
    return case.harm in GRAVE and case.suspicion != Suspicion.NOT_SUSPECTED


def whole_day(case: Case) -> date | None:
    """Return the day of the incident where the day itself was said, not a month or a year alone."""
    return case.incident_on if case.incident_precision == "day" else None


register_clocks(10, of_case)
