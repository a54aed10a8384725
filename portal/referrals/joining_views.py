"""On which pages does a referral join a case, and leave one, with what it brought shown and decided on?"""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from portal.domain.permissions import Permission
from portal.extensions import db
from portal.models.attachment import attachments_of_referral
from portal.models.case import Case
from portal.models.case_access import known_case
from portal.models.unjoining import unjoinings_of
from portal.referrals import carrying, joining
from portal.referrals.blueprint import ONE, blueprint, referral_for
from portal.referrals.receiving_forms import LeaveCaseForm
from portal.referrals.referring_views import title_of
from portal.tenancy.model import Tenant
from portal.web.access import Actor, current_actor
from portal.web.case_panels import Panel, register_panel
from portal.web.fields import ConfirmForm, is_carried_out
from portal.web.places import current_tenant


@blueprint.route(f"{ONE}/join/<reference>", methods=["GET", "POST"])
def join(referral_id: UUID, reference: str) -> ResponseReturnValue:
    """Compare a referral with a case that is open, choose what the case shall have of it, and join them."""
    session, actor, form = db.session(), current_actor(), ConfirmForm()
    referral = referral_for(referral_id, "accept")
    case = known_case(session, reference, actor.account_id, actor.permissions)
    if form.validate_on_submit():
        joining.join(session, current_tenant(), actor, referral_id, reference, request.form.getlist("bring"))
        flash("The referral has joined the case.", "success")
        return redirect(url_for("casework.show", reference=reference), 303)
    things = carrying.carried(session, case, referral)
    return render_template(
        "referrals/join.html", referral=referral, title=title_of(referral), form=form, case=case,
        parts=carrying.in_parts(each for each in things if not each.is_there),
        there=sum(each.is_there for each in things), facts=carrying.own_facts(case, referral),
    )  # fmt: skip


@blueprint.route(f"{ONE}/leave-case", methods=["GET", "POST"])
def leave_case(referral_id: UUID) -> ResponseReturnValue:
    """Take a referral out of its case: see what it brought, and say what of it leaves the case."""
    session, form = db.session(), LeaveCaseForm()
    referral = referral_for(referral_id, "leave-case")
    case = session.get_one(Case, referral.case_id)
    chosen = request.form.getlist("take_out")
    if is_carried_out(form, lambda: joining.leave(
        session, current_tenant(), current_actor(), referral_id, form.reason.data, chosen
    ), "reason"):  # fmt: skip
        flash("The referral no longer belongs to the case. It waits to be taken in.", "success")
        return redirect(url_for("referrals.show", referral_id=referral_id), 303)
    things = carrying.carried(session, case, referral)
    return render_template(
        "referrals/leave_case.html", referral=referral, title=title_of(referral), form=form, case=case,
        parts=carrying.in_parts(each for each in things if each.is_there),
        chosen=chosen, files=attachments_of_referral(session, referral.id),
        facts=carrying.own_facts(case, referral), is_last=joining.is_last(session, referral),
    )  # fmt: skip


def panel(session: Session, actor: Actor, tenant: Tenant, case: Case) -> Panel | None:
    """Which referrals left the case, why, and what went with each."""
    found = unjoinings_of(session, case.id)
    return Panel("Referrals that left this case", "referrals/_left.html", found, "known") if found else None


register_panel(95, Permission.CASE_SEE_GRANTED, panel)
