"""On which pages is another process linked to a case, and the Panel's being told of a deferral recorded?"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from portal.domain.permissions import Permission
from portal.domain.workflow import Thing, available_actions, require_action
from portal.extensions import db
from portal.models.case import Case
from portal.models.process_of_case import ProcessOfCase, processes_of
from portal.screening import elsewhere
from portal.screening.blueprint import blueprint, case_here
from portal.screening.elsewhere_forms import DeferralForm, ProcessForm
from portal.tenancy.model import Tenant
from portal.web.access import Actor, current_actor
from portal.web.case_panels import Panel, register_panel
from portal.web.fields import is_carried_out
from portal.web.places import current_tenant
from portal.web.working_days import today

PROCESSES = "/<tenant:tenant>/cases/<reference>/processes"


@blueprint.route(f"{PROCESSES}/new", methods=["GET", "POST"])
def link_process(reference: str) -> ResponseReturnValue:
    """Link the case to another process about the same events."""
    return said_of(case_here(reference), None)


@blueprint.route(f"{PROCESSES}/<uuid:process_id>", methods=["GET", "POST"])
def change_process(reference: str, process_id: UUID) -> ResponseReturnValue:
    """Change what is said of another process, and say what came of it."""
    case = case_here(reference)
    return said_of(case, elsewhere.process_here(db.session(), case, process_id))


def said_of(case: Case, kept: ProcessOfCase | None) -> ResponseReturnValue:
    """Ask about one process, and keep what is answered."""
    actor, form = current_actor(), ProcessForm()
    require_action(Thing.CASE, case.stage, "link-process", actor.permissions, {})
    process_id, reference = kept.id if kept else None, case.reference
    if request.method == "GET" and kept is not None:
        form.show(kept)
    if is_carried_out(
        form,
        lambda: elsewhere.link(
            db.session(), current_tenant(), actor, reference, form.said, today(), process_id
        ),
        "linked",
    ):
        flash("The process is kept with the case.", "success")
        return redirect(url_for("casework.show", reference=reference), 303)
    return render_template("screening/link_process.html", case=case, form=form, kept=kept)


@blueprint.route(
    "/<tenant:tenant>/cases/<reference>/decisions/<uuid:decision_id>/deferral-told", methods=["GET", "POST"]
)
def record_deferral_told(reference: str, decision_id: UUID) -> ResponseReturnValue:
    """Record that the National Panel was told why the decision is put off."""
    case, session, actor, form = case_here(reference), db.session(), current_actor(), DeferralForm()
    decision = elsewhere.deferral_to_tell(session, actor, case, decision_id)
    if request.method == "GET":
        form.told_on.data = today()
    if is_carried_out(
        form,
        lambda: elsewhere.record_deferral_told(
            session,
            current_tenant(),
            actor,
            reference,
            decision_id,
            form.told_on.day,
            form.words.data,
            today(),
        ),
        "told_on",
    ):
        flash("It is recorded that the National Panel was told.", "success")
        return redirect(url_for("screening.show", reference=reference, decision_id=decision_id), 303)
    return render_template("screening/record_deferral_told.html", case=case, decision=decision, form=form)


@dataclass(frozen=True)
class ProcessesShown:
    """The other processes that a case is linked to, and whether this person may link one."""

    processes: list[ProcessOfCase]
    may_link: bool


def processes_panel(session: Session, actor: Actor, tenant: Tenant, case: Case) -> Panel | None:
    """Show which other processes look at the same events; nothing where there is none and none can be linked."""
    offered = {each.action for each in available_actions(Thing.CASE, case.stage, actor.permissions, {})}
    shown = ProcessesShown(list(processes_of(session, case.id)), "link-process" in offered)
    if not shown.processes and not shown.may_link:
        return None
    return Panel("Other processes", "screening/_processes.html", shown)


register_panel(35, Permission.CASE_SEE_GRANTED, processes_panel)
