"""How is a decision put to the partners, answered and signed?"""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from portal.domain.errors import InvalidAnswer
from portal.domain.outcomes import is_agreed
from portal.domain.vocabulary import DecisionStage, Outcome, PartnerPosition, StatutoryPartner
from portal.domain.workflow import Thing, available_actions, require_action
from portal.extensions import db
from portal.models.case import Case
from portal.models.decision import Decision, decisions_of, signing_facts, standing_positions
from portal.models.deferral import deferral_told
from portal.models.interest import OwnInterest
from portal.models.screening import Screening, confirmation_of
from portal.screening import delegating, interests, members_say, operations, queries
from portal.screening.advising import prepared_from
from portal.screening.blueprint import blueprint, case_here, outcome_words, weighed_of
from portal.screening.cases import unsigned_decision
from portal.screening.criteria_asked import (
    asks_recorded_reason,
    criteria_at,
    faults_of_criteria,
    field_of,
)
from portal.screening.differing import sides_of
from portal.screening.forms import NO, DecisionForm, PositionForm, decision_form, position_form
from portal.screening.opening import steps_opened, what_opens
from portal.web.access import Actor, current_actor
from portal.web.disagreement_steps import clock_of
from portal.web.fields import ConfirmForm, blame, is_carried_out, is_done
from portal.web.happenings import names_of
from portal.web.partners import partner_names
from portal.web.places import current_tenant
from portal.web.working_days import today


@blueprint.route("/<tenant:tenant>/cases/<reference>/decisions/new", methods=["GET", "POST"])
def prepare(reference: str) -> ResponseReturnValue:
    """Put a decision to the partners: stage, criteria one by one, outcome and reasons."""
    case, session, tenant = case_here(reference), db.session(), current_tenant()
    require_action(Thing.CASE, case.stage, "prepare-decision", current_actor().permissions, {})
    waiting = queries.open_decision(session, case)
    if waiting is not None and not operations.is_open_to_change(waiting):
        return redirect(url_for("screening.show", reference=reference, decision_id=waiting.id), 303)
    stage = stage_asked(session, case, waiting)
    form = decision_form(
        criteria_at(stage, case.kind), queries.outcomes_offered(tenant, stage), tenant.agencies,
        asks_recorded_reason=asks_recorded_reason(queries.circumstances_of(session, case)),
    )  # fmt: skip
    advised = queries.advice_for(session, case, stage)
    if request.method == "GET":
        begin_from(form, waiting, advised)
    if form.validate_on_submit() and is_sound(session, case, stage, form):
        put = operations.Prepared(stage, Outcome(form.outcome.data), form.reasons.data, form.weighed)
        if is_done(
            form, lambda: operations.prepare(session, tenant, current_actor(), reference, put), "outcome"
        ):
            flash("The decision has been put to the partners.", "success")
            return redirect(to_open(session, case), 303)
    return render_template(
        "screening/prepare.html", case=case, form=form, stage=stage, stages=list(DecisionStage), field_of=field_of,
        earlier=queries.to_supersede(session, case, stage), advised=None if waiting else advised,
        settled=waiting.settlement if waiting else None, outcome_words=outcome_words,
    )  # fmt: skip


def to_open(session: Session, case: Case) -> str:
    """Return the address of the decision that is put to the partners."""
    waiting = queries.open_decision(session, case)
    assert waiting is not None  # it has just been put to them
    return url_for("screening.show", reference=case.reference, decision_id=waiting.id)


def begin_from(form: DecisionForm, waiting: Decision | None, advised: Screening | None) -> None:
    """Show what was prepared before, or carry over what the screening body weighed and advised."""
    if waiting is not None:
        settled = waiting.settlement
        outcome = (settled.settled_outcome if settled else None) or waiting.outcome
        form.show(outcome.value, waiting.reasons or "", waiting.criteria or {})
    elif advised is not None:
        put = prepared_from(advised)
        form.show(put.outcome.value, put.reasons, put.weighed)


def stage_asked(session: Session, case: Case, waiting: Decision | None) -> DecisionStage:
    """Return the stage that the address names, that of the decision being changed, or the likeliest."""
    asked = request.args.get("stage", "")
    if asked in set(DecisionStage):
        return DecisionStage(asked)
    return waiting.stage if waiting else queries.next_stage(session, case)


def is_sound(session: Session, case: Case, stage: DecisionStage, form: DecisionForm) -> bool:
    """Whether every criterion that the outcome needs is answered; what is missing is told at its field."""
    circumstances = queries.circumstances_of(session, case)
    outcome = Outcome(form.outcome.data)
    faults = list(
        faults_of_criteria(stage, outcome, case.kind, form.weighed, circumstances, current_tenant())
    )
    for field, message in faults:
        blame(form, InvalidAnswer(message, field), "outcome")
    return not faults


@blueprint.get("/<tenant:tenant>/cases/<reference>/decisions/<uuid:decision_id>")
def show(reference: str, decision_id: UUID) -> ResponseReturnValue:
    """One decision: what was weighed, where each partner stands, and who signed."""
    case, session, actor, tenant = case_here(reference), db.session(), current_actor(), current_tenant()
    decision, partners = queries.decision_of(session, case, decision_id), partner_names(tenant)
    signed = [decision.signed_by] if decision.signed_by else []
    people = {decision.prepared_by, *signed, *(each.recorded_by for each in decision.positions)}
    people |= {id for each in decision.disagreements for id in (each.escalated_by, each.recorded_by) if id}
    may = available_actions(Thing.CASE, case.stage, actor.permissions, signing_facts(decision))
    actions = {each.action for each in may} if decision.signed_at is None else set()
    partner, last = queries.partner_of(actor), decision.disagreement
    if last is not None and decision.signed_at is None:
        actions |= {
            each.action for each in available_actions(Thing.DISAGREEMENT, last.status, actor.permissions, {})
        }
    may_change = "prepare-decision" in actions and operations.is_open_to_change(decision)
    advised = queries.advice_before(session, case, decision)
    return render_template(
        "screening/show.html", may_change=may_change, case=case, decision=decision,
        names=names_of(session, people), outcome_words=outcome_words,
        criteria=weighed_of(decision), actions=actions, disagreement=last,
        sides=sides_of(decision, decision.turn, partners),
        earlier=[sides_of(decision, turn, partners) for turn in range(1, decision.turn)],
        clock=clock_of(tenant, last, today()) if last else None,
        may_record=partner is not None and queries.POSITION_ACTION[partner] in actions
        and operations.is_open_to_positions(decision),
        is_agreed=is_agreed(standing_positions(decision)), opens=what_opens(tenant, decision.outcome),
        follows=[each for each in steps_opened(session, actor, tenant, case) if each.url] if decision.signed_at else [],
        interests=interests.interests_of_case(session, tenant, case), told=deferral_told(session, decision.id),
        advised=advised, is_confirmed=advised is not None and confirmation_of(session, advised.id) is not None,
        views=members_say.dissent_from(session, current_tenant(), case, advised),
    )  # fmt: skip


@blueprint.route(
    "/<tenant:tenant>/cases/<reference>/decisions/<uuid:decision_id>/position", methods=["GET", "POST"]
)
def position(reference: str, decision_id: UUID) -> ResponseReturnValue:
    """Record where the person's partner stands."""
    case, session, actor = case_here(reference), db.session(), current_actor()
    decision = queries.decision_of(session, case, decision_id)
    if request.method == "GET":
        operations.require_open_to_positions(unsigned_decision(session, case, decision_id))
    partner, voices = queries.partner_of(actor), voices_of(actor)
    declared = declared_by(case, actor, partner)
    form = position_form(voices, has_declared=bool(declared))
    if request.method == "GET" and "has_interest" in form and said_none(case, partner):
        form.has_interest.data = NO
    if is_carried_out(form, lambda: record_position(reference, decision_id, form, voices), "reasons"):
        flash("The position has been recorded.", "success")
        return redirect(url_for("screening.show", reference=reference, decision_id=decision_id), 303)
    return render_template(
        "screening/position.html", case=case, decision=decision, form=form, outcome_words=outcome_words,
        partner=partner_names(current_tenant())[partner] if partner else "", voices=voices, declared=declared,
    )  # fmt: skip


def declared_by(case: Case, actor: Actor, partner: StatutoryPartner | None) -> list[OwnInterest]:
    """Return what the organisation that this person speaks for has declared of its own part."""
    code = interests.speaking_for(actor, partner) if partner else actor.agency
    return interests.own_interests(db.session(), case, code)


def said_none(case: Case, partner: StatutoryPartner | None) -> bool:
    """Whether a partner has said before, of this case, that its organisation was not involved."""
    given = [p for each in decisions_of(db.session(), case.id) for p in each.positions if p.partner is partner]
    return any(each.has_interest is False for each in given)


def voices_of(actor: Actor) -> list[tuple[str, str]]:
    """Return in whose name this person may give their partner's position today: a code and words."""
    open_to = delegating.speaking(db.session(), actor, today())
    own = [(delegating.FOR_ONESELF, "I give it myself")] if open_to.for_oneself else []
    return own + [
        (
            str(each.id),
            f"{each.name}, delegate of {each.acts_for}, who told me" if open_to.for_oneself
            else f"I give it as the delegate of {each.acts_for}",
        )
        for each in open_to.delegates
    ]  # fmt: skip


def record_position(
    reference: str, decision_id: UUID, form: PositionForm, voices: list[tuple[str, str]]
) -> object:
    """Carry out what the form asks for."""
    only = voices[0][0] if voices else delegating.FOR_ONESELF
    given_by = (form.given_by.data or "") if "given_by" in form else only
    return operations.record_position(
        db.session(), current_tenant(), current_actor(), reference, decision_id,
        PartnerPosition(form.position.data), form.reasons.data, given_by, today(), form.own,
    )  # fmt: skip


@blueprint.route(
    "/<tenant:tenant>/cases/<reference>/decisions/<uuid:decision_id>/sign", methods=["GET", "POST"]
)
def sign(reference: str, decision_id: UUID) -> ResponseReturnValue:
    """Sign a decision, after a page that says what this means."""
    case, session, actor, form = case_here(reference), db.session(), current_actor(), ConfirmForm()
    decision = unsigned_decision(session, case, decision_id)
    require_action(Thing.CASE, case.stage, "sign-decision", actor.permissions, signing_facts(decision))
    if form.validate_on_submit():
        operations.sign(session, current_tenant(), actor, reference, decision_id)
        flash("The decision is signed.", "success")
        return redirect(url_for("screening.show", reference=reference, decision_id=decision_id), 303)
    return render_template(
        "screening/sign.html", case=case, decision=decision, form=form, outcome_words=outcome_words,
        is_agreed=is_agreed(standing_positions(decision)),
    )  # fmt: skip
