"""How is what the National Panel wrote recorded and answered, a rapid review sent, a late step explained?"""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.domain.vocabulary import PanelSays, ReviewKind
from portal.domain.workflow import Thing, require_action
from portal.extensions import db
from portal.models.information import names_of_asked, went_on_without
from portal.models.notification import sent_to_panel_on
from portal.models.review_access import cases_known_in, known_review
from portal.notifications import operations, queries
from portal.notifications.blueprint import blueprint, case_here, page, require, to_case
from portal.notifications.both_views import differing_views
from portal.notifications.forms import AnswerForm, LateForm, LetterForm, SentForm
from portal.notifications.notification_views import ONE, to_notification
from portal.web.access import current_actor
from portal.web.fields import is_carried_out
from portal.web.places import current_tenant
from portal.web.working_days import today


@blueprint.route(f"{ONE}/panel-letters/new", methods=["GET", "POST"])
def record_reply(reference: str, notification_id: UUID) -> ResponseReturnValue:
    """Record a letter of the National Panel."""
    case, session, form = case_here(reference), db.session(), LetterForm()
    notification = queries.notification_of(session, case, notification_id)
    require(case, "record-panel-reply", queries.panel_facts(session, case))
    if is_carried_out(form, lambda: record(reference, notification_id, form), "received_on"):
        return to_notification(reference, notification_id, "The letter is recorded.")
    return page("record_reply", form, case, notification=notification)


def record(reference: str, notification_id: UUID, form: LetterForm) -> object:
    """Carry out what the form asks for."""
    letter = operations.Letter(
        form.received_on.day, PanelSays(form.says.data), form.letter.data, form.reply_due_on.data
    )
    return operations.record_reply(
        db.session(), current_tenant(), current_actor(), reference, notification_id, letter, today()
    )


@blueprint.route(
    "/<tenant:tenant>/cases/<reference>/panel-letters/<uuid:reply_id>/answer", methods=["GET", "POST"]
)
def answer_panel(reference: str, reply_id: UUID) -> ResponseReturnValue:
    """Record what was answered to a letter."""
    case, session, form = case_here(reference), db.session(), AnswerForm(data={"answered_on": today()})
    reply = queries.reply_of(session, case, reply_id)
    require(case, "answer-panel", queries.panel_facts(session, case, reply))
    if is_carried_out(form, lambda: answer(reference, reply_id, form), "answered_on"):
        return to_notification(reference, reply.notification_id, "The answer is recorded.")
    return page("answer_panel", form, case, reply=reply)


def answer(reference: str, reply_id: UUID, form: AnswerForm) -> object:
    """Carry out what the form asks for."""
    return operations.answer_panel(
        db.session(), current_tenant(), current_actor(), reference, reply_id,
        form.answered_on.day, form.answer.data, today(),
    )  # fmt: skip


@blueprint.route("/<tenant:tenant>/work/reviews/<uuid:review_id>/sent-to-panel", methods=["GET", "POST"])
def send_to_panel(review_id: UUID) -> ResponseReturnValue:
    """Record the day on which a rapid review was sent to the National Panel."""
    session, actor = db.session(), current_actor()
    review = known_review(session, review_id, actor.account_id, actor.permissions)
    facts = {"is_rapid_review": review.kind is ReviewKind.RAPID_REVIEW}
    require_action(Thing.REVIEW, review.status, "send-to-panel", actor.permissions, facts)
    form = SentForm(data={"sent_on": sent_to_panel_on(session, review.id) or today()})
    if is_carried_out(form, lambda: send(review_id, form), "sent_on"):
        flash("The day is recorded.", "success")
        return redirect(url_for("reviews.show", review_id=review_id), 303)
    cases = cases_known_in(session, review.id, actor.account_id, actor.permissions)
    return render_template(
        "notifications/send_to_panel.html", form=form, review=review,
        differing=differing_views(session, actor, current_tenant(), review),
        without=names_of_asked(current_tenant(), went_on_without(session, [each.id for each in cases])),
    )  # fmt: skip


def send(review_id: UUID, form: SentForm) -> object:
    """Carry out what the form asks for."""
    return operations.send_to_panel(
        db.session(), current_tenant(), current_actor(), review_id, form.sent_on.day, today()
    )


@blueprint.route(
    "/<tenant:tenant>/cases/<reference>/late-steps/<clock>/<uuid:thing_id>", methods=["GET", "POST"]
)
def explain_late_step(reference: str, clock: str, thing_id: UUID) -> ResponseReturnValue:
    """Give a late step a revised date with an explanation; the original stays and counts."""
    case, form = case_here(reference), LateForm()
    step = queries.step_of(db.session(), current_actor(), current_tenant(), case, clock, thing_id, today())
    require(case, "explain-late-step", queries.late_step_facts(step))
    if is_carried_out(form, lambda: explain(reference, clock, thing_id, form), "revised_on"):
        return to_case(reference, "The explanation is recorded. The day it was due stays.")
    return page("explain_late_step", form, case, step=step)


def explain(reference: str, clock: str, thing_id: UUID, form: LateForm) -> object:
    """Carry out what the form asks for."""
    return operations.explain_late_step(
        db.session(), current_tenant(), current_actor(), reference, clock, thing_id,
        form.revised_on.day, form.explanation.data, today(),
    )  # fmt: skip
