"""How does a member of the screening body give a view, through the pages?"""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.domain.vocabulary import DecisionStage
from portal.domain.workflow import Thing, require_action
from portal.extensions import db
from portal.models.screening import advice_in_force, screenings_of
from portal.screening import interests, members_say, queries
from portal.screening.blueprint import blueprint, case_here
from portal.screening.member_forms import ViewForm, view_form
from portal.web.access import current_actor
from portal.web.fields import is_carried_out
from portal.web.places import current_tenant


@blueprint.route("/<tenant:tenant>/cases/<reference>/view", methods=["GET", "POST"])
def give_view(reference: str) -> ResponseReturnValue:
    """Give a view of a case, or change it while the advice is not recorded."""
    case, session, actor = case_here(reference), db.session(), current_actor()
    facts = members_say.view_facts(session, actor, case)
    advice = advice_in_force(screenings_of(session, case.id))
    if request.method == "GET" and advice is not None and not facts["awaits_advice"]:
        return redirect(url_for("screening.advice", reference=reference, screening_id=advice.id), 303)
    if request.method == "GET":
        require_action(Thing.CASE, case.stage, "give-view", actor.permissions, facts)
    declared = interests.own_interests(session, case, actor.agency)
    form = view_form(
        queries.outcomes_offered(current_tenant(), DecisionStage.SCREENING),
        has_agency=bool(actor.agency), declared=declared,
    )  # fmt: skip
    given = members_say.own_view(session, case, actor)
    if request.method == "GET" and given is not None:
        form.show(given)
    if is_carried_out(form, lambda: give(reference, form), "says"):
        flash("Your view is kept. You can change it until the advice is recorded.", "success")
        return redirect(url_for("casework.show", reference=reference), 303)
    return render_template("screening/give_view.html", case=case, form=form, declared=declared, given=given)


def give(reference: str, form: ViewForm) -> object:
    """Carry out what the form asks for."""
    said = members_say.Said(form.says.data, form.outcome.data or "", form.reasons.data, form.declared)
    return members_say.give(db.session(), current_tenant(), current_actor(), reference, said)
