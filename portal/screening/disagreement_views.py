"""How are the lead safeguarding partners told that the three do not agree, and what they decide recorded?"""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.domain.workflow import Thing, require_action
from portal.extensions import db
from portal.models.case import Case
from portal.models.decision import Decision, Disagreement
from portal.screening import disagreeing, queries
from portal.screening.blueprint import blueprint, case_here, outcome_words
from portal.screening.cases import unsigned_decision
from portal.screening.differing import sides_of
from portal.screening.disagreement_forms import EscalateForm, SettleForm, settle_form
from portal.web.access import current_actor
from portal.web.disagreement_steps import clock_of
from portal.web.fields import is_carried_out
from portal.web.happenings import names_of
from portal.web.partners import partner_names
from portal.web.places import current_tenant
from portal.web.working_days import today

ONE = "/<tenant:tenant>/cases/<reference>/decisions/<uuid:decision_id>/lead-partners"


@blueprint.route(ONE, methods=["GET", "POST"])
def escalate(reference: str, decision_id: UUID) -> ResponseReturnValue:
    """Tell the lead safeguarding partners; they are reached outside the portal."""
    case, form = case_here(reference), EscalateForm()
    decision, disagreement = differing_here(case, decision_id, "escalate")
    if is_carried_out(form, lambda: ask(reference, decision_id, form), "told"):
        flash("It is recorded that the lead safeguarding partners are asked.", "success")
        return to_decision(reference, decision_id)
    return page("escalate", case, decision, disagreement, form)


def ask(reference: str, decision_id: UUID, form: EscalateForm) -> object:
    """Carry out what the form asks for."""
    return disagreeing.escalate(
        db.session(),
        current_tenant(),
        current_actor(),
        reference,
        decision_id,
        form.told.data,
        form.question.data,
    )


@blueprint.route(f"{ONE}/decided", methods=["GET", "POST"])
def settle(reference: str, decision_id: UUID) -> ResponseReturnValue:
    """Record what the lead safeguarding partners decided; it never changes."""
    case = case_here(reference)
    decision, disagreement = differing_here(case, decision_id, "settle")
    form = settle_form(queries.outcomes_offered(current_tenant(), decision.stage))
    if is_carried_out(form, lambda: keep(reference, decision_id, form), "decided_on"):
        flash("What the lead safeguarding partners decided is recorded.", "success")
        return to_decision(reference, decision_id)
    return page("settle", case, decision, disagreement, form)


def keep(reference: str, decision_id: UUID, form: SettleForm) -> object:
    """Carry out what the form asks for."""
    settled = disagreeing.Settlement(
        form.decided_on.day, form.outcome.data, form.decided_by.data, form.reasons.data
    )
    return disagreeing.settle(
        db.session(), current_tenant(), current_actor(), reference, decision_id, settled, today()
    )


def differing_here(case: Case, decision_id: UUID, action: str) -> tuple[Decision, Disagreement]:
    """Return the decision of the address and what the partners differ on, where this person may do this now."""
    decision = unsigned_decision(db.session(), case, decision_id)
    disagreement = disagreeing.disagreement_on(decision)
    require_action(Thing.DISAGREEMENT, disagreement.status, action, current_actor().permissions, {})
    return decision, disagreement


def to_decision(reference: str, decision_id: UUID) -> ResponseReturnValue:
    """Go back to the decision's page."""
    return redirect(url_for("screening.show", reference=reference, decision_id=decision_id), 303)


def page(
    name: str, case: Case, decision: Decision, disagreement: Disagreement, form: object
) -> ResponseReturnValue:
    """Show a form beside what each partner said."""
    sides = sides_of(decision, disagreement.turn, partner_names(current_tenant()))
    names = names_of(db.session(), {each.given.recorded_by for each in sides if each.given})
    return render_template(
        f"screening/{name}.html", case=case, decision=decision, disagreement=disagreement, form=form,
        sides=sides, names=names, outcome_words=outcome_words,
        clock=clock_of(current_tenant(), disagreement, today()),
    )  # fmt: skip
