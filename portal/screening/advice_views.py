"""How does the screening body's advice get on record, through the pages?"""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.domain.errors import InvalidAnswer
from portal.domain.permissions import Permission
from portal.domain.vocabulary import DecisionStage
from portal.domain.workflow import Thing, require_action
from portal.extensions import db
from portal.models.case import Case
from portal.models.screening import Screening, advice_in_force, confirmation_of, draft_of, screenings_of
from portal.screening import advising, came_from, confirming, correspondence, interests, members_say, queries
from portal.screening.blueprint import blueprint, case_here, outcome_words, weighed_of
from portal.screening.criteria_asked import asks_recorded_reason, criteria_at, field_of
from portal.screening.forms import AdviceForm, advice_form
from portal.web.access import current_actor
from portal.web.fields import ConfirmForm, blame
from portal.web.happenings import names_of
from portal.web.places import current_tenant
from portal.web.working_days import today

ONE = "/<tenant:tenant>/cases/<reference>/screenings/<uuid:screening_id>"
GO_ON = "go-on"


@blueprint.route("/<tenant:tenant>/cases/<reference>/screenings/new", methods=["GET", "POST"])
def consider(reference: str) -> ResponseReturnValue:
    """Write down what the body weighed and advised; what is written is kept, and can be gone on with later."""
    case, session = screened_here(reference), db.session()
    draft = draft_of(screenings_of(session, case.id))
    form = form_for(case)
    if request.method == "GET" and draft is not None:
        show_draft(form, draft)
    if request.method == "GET" and request.args.get("meeting") in {
        each.value for each in form.came_from.choices
    }:
        # From the page of that meeting.
        form.came_from.data = request.args["meeting"]
    if form.validate_on_submit():
        kept = advising.save(session, current_tenant(), current_actor(), reference, considered_in(form))
        if request.form.get("next") != GO_ON:
            flash("The draft is saved. You can come back to it from the case.", "success")
            return redirect(url_for("casework.show", reference=reference), 303)
        faults = advising.faults_of_screening(session, current_tenant(), case, kept, today())
        if not faults:
            return redirect(
                url_for("screening.record_advice", reference=reference, screening_id=kept.id), 303
            )
        for field, message in faults:
            blame(form, InvalidAnswer(message, field), "came_from" if field == "answered" else "outcome")
    return render_template(
        "screening/consider.html", case=case, form=form, field_of=field_of,
        in_force=advice_in_force(screenings_of(session, case.id)), outcome_words=outcome_words,
        without_quorum=came_from.without_quorum(session, case),
        views=members_say.views_to_come(session, current_tenant(), case),
        spoken=[words for _, words in answering(case, has_spoken=True)],
    )  # fmt: skip


def screened_here(reference: str) -> Case:
    """Return the case of the address, on which this person may record advice now."""
    case = case_here(reference)
    require_action(Thing.CASE, case.stage, "record-screening", current_actor().permissions, {})
    return case


def form_for(case: Case) -> AdviceForm:
    """Return the form with the criteria and outcomes of this case."""
    return advice_form(
        criteria_at(DecisionStage.SCREENING, case.kind),
        queries.outcomes_offered(current_tenant(), DecisionStage.SCREENING),
        current_tenant().agencies,
        came_from.choices(db.session(), case),
        answering(case, has_spoken=False),
        asks_recorded_reason=asks_recorded_reason(queries.circumstances_of(db.session(), case)),
    )


def answering(case: Case, *, has_spoken: bool) -> list[tuple[str, str]]:
    """Return the seats of those who gave a view here, or of the others, who can be named; each with its words."""
    session = db.session()
    spoke = correspondence.who_spoke(session, case)
    seats = correspondence.seats_to_name(session, case, today())
    chosen = [each for each in seats if (str(each.account_id) in spoke) is has_spoken]
    return correspondence.in_words(session, current_tenant(), chosen)


def show_draft(form: AdviceForm, draft: Screening) -> None:
    """Show what is written down so far."""
    form.came_from.data = came_from.place_of(draft) or None
    form.outcome.data = draft.outcome.value if draft.outcome else None
    if draft.meeting_id is None:
        form.considered_on.data, form.members.data = draft.considered_on, draft.members
        if "answered" in form:
            form.answered.data = draft.answered or []
    form.reasons.data, form.dissent.data = draft.reasons, draft.dissent
    form.show_weighed(draft.criteria or {})


def considered_in(form: AdviceForm) -> advising.Considered:
    """Return what the form says."""
    return advising.Considered(
        came_from=form.came_from.data or "",
        considered_on=form.considered_on.data,
        outcome=form.outcome.data or "",
        weighed=form.weighed,
        members=form.members.data or "",
        answered=tuple(form.answered.data or ()) if "answered" in form else (),
        reasons=form.reasons.data or "",
        dissent=form.dissent.data or "",
    )


@blueprint.get(ONE)
def advice(reference: str, screening_id: UUID) -> ResponseReturnValue:
    """Show what the body weighed and advised; a draft only to those who write it."""
    case, session = case_here(reference), db.session()
    screening = queries.screening_of(session, case, screening_id)
    if screening.recorded_at is None and current_actor().may(Permission.SCREENING_RECORD):
        return redirect(url_for("screening.consider", reference=reference), 303)
    screening = queries.recorded(screening)
    every, confirmation = screenings_of(session, case.id), confirmation_of(session, screening.id)
    people = filter(None, [screening.recorded_by, confirmation.confirmed_by if confirmation else None])
    return render_template(
        "screening/advice.html", case=case, screening=screening, outcome_words=outcome_words,
        criteria=weighed_of(screening), names=names_of(session, people), confirmation=confirmation,
        may_confirm=confirming.may_confirm(session, current_actor(), case, screening),
        has_lost_quorum=came_from.has_lost_quorum(session, case, screening),
        meeting=came_from.meeting_seen(session, current_actor(), screening),
        interests=interests.interests_beside(session, current_tenant(), case, screening),
        views=members_say.views_shown(session, current_tenant(), case, screening.id),
        superseded_by=next((each for each in every if each.recorded_at and each.supersedes_id == screening.id), None),
    )  # fmt: skip


@blueprint.route(f"{ONE}/record", methods=["GET", "POST"])
def record_advice(reference: str, screening_id: UUID) -> ResponseReturnValue:
    """Show the draft once more, and record it once the person says that this is what the body advised."""
    case, session, form = screened_here(reference), db.session(), ConfirmForm()
    screening = queries.screening_of(session, case, screening_id)
    if screening.recorded_at is not None:
        return redirect(url_for("screening.advice", reference=reference, screening_id=screening_id), 303)
    if advising.faults_of_screening(session, current_tenant(), case, screening, today()):
        return redirect(url_for("screening.consider", reference=reference), 303)
    if form.validate_on_submit():
        advising.record_advice(session, current_tenant(), current_actor(), reference, screening_id, today())
        flash(f"The advice of {current_tenant().screening.short_name} is recorded.", "success")
        return redirect(url_for("screening.advice", reference=reference, screening_id=screening_id), 303)
    return render_template(
        "screening/record_advice.html", case=case, screening=screening, form=form,
        outcome_words=outcome_words, criteria=weighed_of(screening),
        meeting=came_from.meeting_seen(session, current_actor(), screening),
        interests=interests.interests_beside(session, current_tenant(), case, screening),
        views=members_say.views_to_come(session, current_tenant(), case),
        took_part=correspondence.took_part(session, current_tenant(), case, screening),
    )  # fmt: skip


@blueprint.route(f"{ONE}/confirm", methods=["GET", "POST"])
def confirm_advice(reference: str, screening_id: UUID) -> ResponseReturnValue:
    """Show the advice once more to the chair, who says whether this is what the body advised."""
    case, session, form = case_here(reference), db.session(), ConfirmForm()
    screening = queries.recorded(queries.screening_of(session, case, screening_id))
    if not confirming.may_confirm(session, current_actor(), case, screening):
        return redirect(url_for("screening.advice", reference=reference, screening_id=screening_id), 303)
    if form.validate_on_submit():
        confirming.confirm(session, current_actor(), reference, screening_id)
        flash("You have confirmed the advice.", "success")
        return redirect(url_for("screening.advice", reference=reference, screening_id=screening_id), 303)
    return render_template(
        "screening/confirm_advice.html", case=case, screening=screening, form=form, outcome_words=outcome_words,
        criteria=weighed_of(screening), names=names_of(session, filter(None, [screening.recorded_by])),
        meeting=came_from.meeting_seen(session, current_actor(), screening), confirmation=None,
        interests=interests.interests_beside(session, current_tenant(), case, screening),
        views=members_say.views_shown(session, current_tenant(), case, screening.id),
    )  # fmt: skip
