"""How does somebody ask for a case in an emergency, and a second person look at it afterwards?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from uuid import UUID

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from portal.casework import emergency, emergency_queries
from portal.casework.blueprint import blueprint
from portal.casework.forms import EmergencyForm, JudgementForm
from portal.domain.emergency import LASTS
from portal.domain.permissions import Permission
from portal.extensions import db
from portal.models.case import Case
from portal.models.emergency_access import Opened
from portal.tenancy.model import Tenant
from portal.web import limits
from portal.web.access import Actor, current_actor
from portal.web.case_panels import Panel, register_panel
from portal.web.desk import DeskLine, Offer, register_offer, register_source
from portal.web.fields import is_carried_out, is_done
from portal.web.places import current_tenant
from portal.web.wording import date_words, time_words
from portal.web.working_days import today

MINUTES = int(LASTS.total_seconds() // 60)
TOO_OFTEN = "You have asked as often as anybody may in a quarter of an hour. Telephone the coordinator."


@blueprint.route("/<tenant:tenant>/emergency", methods=["GET", "POST"])
def open_in_emergency() -> ResponseReturnValue:
    """Take a reference and a reason, and answer alike whatever came of it."""
    form = EmergencyForm()
    form.reference.description = (
        f"The whole reference, like {current_tenant().reference_prefix}-{today().year}-0000."
    )
    if form.validate_on_submit() and may_try(form) and is_done(form, lambda: ask(form), "reason"):
        return redirect(url_for("casework.asked_in_emergency"), 303)
    return render_template("casework/open_in_emergency.html", form=form, minutes=MINUTES)


def may_try(form: EmergencyForm) -> bool:
    """Count a try, whatever it finds, and say beside the field where it was one too many."""
    if limits.reserve(limits.for_emergency(current_actor().account_id)) is not None:
        return True
    form.reference.errors = [TOO_OFTEN]
    return False


def ask(form: EmergencyForm) -> None:
    """Carry the asking out."""
    emergency.ask(db.session(), current_tenant(), current_actor(), form.reference.data, form.reason.data)


@blueprint.get("/<tenant:tenant>/emergency/asked")
def asked_in_emergency() -> ResponseReturnValue:
    """Say what happens now: the same to everybody who asked."""
    return render_template("casework/asked_in_emergency.html", minutes=MINUTES)


@blueprint.route("/<tenant:tenant>/emergencies/<uuid:emergency_id>", methods=["GET", "POST"])
def emergency_asked(emergency_id: UUID) -> ResponseReturnValue:
    """Who asked for which case, when and why; whoever looks at it afterwards says whether it was right."""
    session, actor, form = db.session(), current_actor(), JudgementForm()
    seen = emergency_queries.one(session, actor, emergency_id)
    may_judge = emergency_queries.may_judge(session, actor, seen.asked)
    if is_carried_out(form, lambda: judge(emergency_id, form), "finding"):
        flash("What you found is recorded.", "success")
        return redirect(url_for("casework.emergency_asked", emergency_id=emergency_id), 303)
    return render_template("casework/emergency_asked.html", seen=seen, form=form, may_judge=may_judge)


def judge(emergency_id: UUID, form: JudgementForm) -> None:
    """Record what was found."""
    emergency.judge(
        db.session(), current_tenant(), current_actor(), emergency_id,
        was_right=form.verdict.data == "right", finding=form.finding.data,
    )  # fmt: skip


def to_look_at(session: Session, actor: Actor, tenant: Tenant) -> list[DeskLine]:
    """Return what was asked for in an emergency and nobody has looked at yet, for everybody who is told."""
    return [
        DeskLine(
            f"{each.who or 'Somebody'} asked for a case in an emergency",
            url_for("casework.emergency_asked", emergency_id=each.asked.id), None,
            "Look at what was asked for and why, and say whether it was right."
            if emergency_queries.may_judge(session, actor, each.asked)
            else "You are told so that you know. The data protection officer looks at it.",
        )
        for each in emergency_queries.waiting(session, actor)
    ]  # fmt: skip


def open_here(session: Session, actor: Actor, tenant: Tenant) -> list[DeskLine]:
    """Return the cases that the person has open in an emergency."""
    return [
        DeskLine(
            f"Open in an emergency: {reference}", url_for("casework.show", reference=reference), None,
            f"Until {time_words(asked.ends_at)}, {date_words(asked.ends_at)}.",
        )
        for asked, reference in emergency_queries.open_to(session, actor)
    ]  # fmt: skip


def panel(session: Session, actor: Actor, tenant: Tenant, case: Case) -> Panel | None:
    """Show everybody who works on a case who has it open in an emergency now; nothing most of the time."""
    open_now = [each for each in emergency_queries.of_case(session, case) if each.is_open]
    return Panel("Open in an emergency", "casework/_open_in_emergency.html", open_now) if open_now else None


@blueprint.app_context_processor
def glass() -> dict[str, Callable[[], Sequence[Opened]]]:
    """Let every page of the staff face say what its reader has open in an emergency, until it ends."""
    return {"opened_in_emergency": open_to_reader}


def open_to_reader() -> Sequence[Opened]:
    """Return what whoever reads this page has open; nothing is asked for anybody who may not."""
    actor: Actor | None = g.get("actor")
    # The answer to an asking is one and the same page, so it says nothing of what came of it.
    if request.endpoint == "casework.asked_in_emergency":
        return ()
    may = actor is not None and actor.tenant is not None and actor.may(Permission.CASE_OPEN_IN_EMERGENCY)
    return emergency_queries.open_to(db.session(), actor) if actor is not None and may else ()


register_panel(5, Permission.CASE_SEE, panel)
register_source(Permission.EMERGENCY_JUDGE, to_look_at)
register_source(Permission.CASE_OPEN_IN_EMERGENCY, open_here)
register_offer(
    Permission.CASE_OPEN_IN_EMERGENCY,
    Offer(
        "Open a case in an emergency",
        "casework.open_in_emergency",
        "When a child may come to harm before anybody can be asked.",
    ),
)
