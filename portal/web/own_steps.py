"""Which of a partnership's own clocks run on a case, from which of its facts, and which fact meets each?"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.domain.clocks import CaseFact
from portal.models.case import Case
from portal.models.decision import Decision
from portal.models.notification import Notification
from portal.models.screening import Screening
from portal.tenancy.model import Tenant
from portal.web.clock_lines import ClockLine, clock_lines
from portal.web.wording import in_london

NO_DAY_OF_INCIDENT = "Not counted yet: the full date of the incident is not known here."


@dataclass(frozen=True)
class Firsts:
    """The days on which advice on a case was first recorded, and a decision first signed."""

    advised_on: date | None = None
    decided_on: date | None = None


NOTHING_YET = Firsts()


def firsts_of(session: Session, case_ids: Collection[UUID]) -> dict[UUID, Firsts]:
    """Return those days of each of these cases."""
    advised = first_days(session, Screening.case_id, Screening.recorded_at, case_ids)
    decided = first_days(session, Decision.case_id, Decision.signed_at, case_ids)
    return {case_id: Firsts(advised.get(case_id), decided.get(case_id)) for case_id in case_ids}


def first_days(
    session: Session, case_column: object, moment: object, case_ids: Collection[UUID]
) -> dict[UUID, date]:
    """Return the first day of a moment in each case."""
    wanted = select(case_column, func.min(moment)).where(case_column.in_(case_ids))  # type: ignore[attr-defined,call-overload]
    return {
        case_id: in_london(at).date() for case_id, at in session.execute(wanted.group_by(case_column)) if at
    }


def days_by_fact(
    case: Case, referred_on: date | None, notifications: Sequence[Notification], firsts: Firsts
) -> dict[CaseFact, date | None]:
    """Return the day of everything that a partnership's own clock may count from or be met by."""
    sent = [each.sent_on for each in notifications if each.stands]
    return {
        CaseFact.INCIDENT: whole_day(case), CaseFact.AGENCY_AWARE: case.agency_aware_on,
        CaseFact.COUNCIL_AWARE: case.council_aware_on, CaseFact.REFERRAL: referred_on,
        CaseFact.ADVICE: firsts.advised_on, CaseFact.NOTIFICATION: min(sent, default=None),
        CaseFact.DECISION: firsts.decided_on,
    }  # fmt: skip


def own_steps(
    tenant: Tenant, case: Case, form_codes: Sequence[str], days: Mapping[CaseFact, date | None], today: date
) -> list[ClockLine]:
    """Return the partnership's own clocks that the forms of the case's referrals start; there may be none."""
    forms = (tenant.forms[code] for code in form_codes if code in tenant.forms)
    rules = (
        tenant.clocks[clock] for clock in dict.fromkeys(clock for form in forms for clock in form.clocks)
    )
    return [
        line
        for rule in rules
        for line in clock_lines(tenant, rule.code, days[rule.starts_from], not_known(rule.starts_from),
                                met_on=days[rule.met_by], thing_id=case.id, today=today)
    ]  # fmt: skip


def not_known(fact: CaseFact) -> str:
    """Say that a clock is not counted, since the day that it counts from is missing."""
    if fact is CaseFact.INCIDENT:
        return NO_DAY_OF_INCIDENT
    return f"Not counted yet: it counts from the day on which {fact.label}."


def whole_day(case: Case) -> date | None:
    """Return the day of the incident where the day itself was said, not a month or a year alone."""
    return case.incident_on if case.incident_precision == "day" else None
