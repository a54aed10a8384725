"""Which late steps were passed to a person's role, so that they wait on their desk too?"""

from __future__ import annotations

from flask import url_for
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.permissions import Permission
from portal.domain.vocabulary import CaseStage
from portal.models.case import Case
from portal.models.case_access import cases_known_to
from portal.models.reminder import passed_to
from portal.tenancy.model import Tenant
from portal.web.access import Actor
from portal.web.desk import DeskLine, register_source
from portal.web.due_next import days_of_all
from portal.web.steps import case_steps
from portal.web.working_days import today


def passed_up(session: Session, actor: Actor, tenant: Tenant) -> list[DeskLine]:
    """Return the steps that were passed to one of the person's roles and are still not done."""
    known = cases_known_to(actor.account_id, actor.permissions).where(Case.stage != CaseStage.CLOSED)
    rows = passed_to(session, actor.roles, known.with_only_columns(Case.id))
    wanted = select(Case).where(Case.id.in_({row.case_id for row in rows}))
    cases = {case.id: case for case in session.scalars(wanted)} if rows else {}
    days = days_of_all(session, actor, tenant, list(cases), today()) if cases else {}
    late = {
        (case.id, line.rule.code, line.thing_id, line.due_on): line
        for case in cases.values() for line in case_steps(tenant, case, days[case.id], today())
        if line.met_on is None
    }  # fmt: skip
    found = [(row, late.get((row.case_id, row.clock, row.thing_id, row.due_on))) for row in rows]
    return [
        DeskLine(
            f"Passed to you because it is late: {cases[row.case_id].reference}",
            url_for("casework.show", reference=cases[row.case_id].reference),
            row.due_on,
            f"{line.rule.label}. Others are waited for; see what stands in the way.",
            comes_first=True,
        )
        for row, line in found
        if line is not None
    ]


register_source(Permission.CASE_SEE_GRANTED, passed_up)
