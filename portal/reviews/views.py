"""Which pages do reviews have for the people who work on them?"""

from __future__ import annotations

from uuid import UUID

from flask import current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.domain.errors import InvalidAnswer
from portal.domain.outcomes import review_begun_by
from portal.domain.permissions import Permission
from portal.domain.workflow import Thing, require_action
from portal.extensions import db
from portal.models.case_access import known_case
from portal.models.event import events_of
from portal.models.review import methods_of
from portal.models.review_access import known_review
from portal.reviews import (
    action_views,
    desk_lines,
    follow_up_views,
    happenings,
    next_steps,
    operations,
    plan_desk_lines,
    plan_views,
    quality_views,
    queries,
    recommendation_views,
    record_views,
    reviewer_views,
    section_views,
    work_queries,
)
from portal.reviews.blueprint import blueprint
from portal.reviews.forms import OpenForm
from portal.reviews.tasks import tasks_of
from portal.reviews.working import actions_on
from portal.web.access import Actor, current_actor
from portal.web.fields import ConfirmForm, blame
from portal.web.happenings import told
from portal.web.places import current_tenant
from portal.web.shown_status import shown_statuses
from portal.web.steps import linked, steps_of_review
from portal.web.working_days import today

__all__ = [
    "action_views", "blueprint", "desk_lines", "follow_up_views", "happenings", "next_steps", "plan_desk_lines",
    "plan_views",
    "quality_views", "recommendation_views", "record_views", "reviewer_views", "section_views",
]  # fmt: skip

ADDRESSES = {"write-output": "outputs.begin", "complete": "reviews.complete", "reopen": "reviews.reopen"}


@blueprint.get("/<tenant:tenant>/work/reviews")
def index() -> ResponseReturnValue:
    """List the reviews, and the decisions that wait for one to be opened."""
    actor, session = current_actor(), db.session()
    return render_template(
        "reviews/index.html",
        reviews=queries.reviews(session, actor),
        waiting=queries.cases_that_wait(session, actor) if desk_lines.may_open(actor) else [],
    )


@blueprint.get("/<tenant:tenant>/work/reviews/<uuid:review_id>")
def show(review_id: UUID) -> ResponseReturnValue:
    """Show one review: how it stands, what is to be done, what it writes, what happened."""
    actor, session = current_actor(), db.session()
    review = known_review(session, review_id, actor.account_id, actor.permissions)
    actions, outputs = actions_on(session, review, actor), queries.outputs_of(session, review.id)
    return render_template(
        "reviews/show.html",
        review=review,
        methods=[each.label for each in methods_of(session, review.id)],
        cases=queries.cases_of(session, actor, review.id),
        outputs=outputs, shown=shown_statuses(session, outputs, today()),
        actions=[(each, url_for(ADDRESSES[each.action], review_id=review.id))
                 for each in actions.values() if each.action in ADDRESSES],
        can=set(actions),
        tasks=tasks_of(session, actor, review, set(actions)),
        waits=work_queries.waits_of(session, review.id) if reads_cases(actor) else [],
        expected=work_queries.expected_of(session, review.id) if reads_cases(actor) else [],
        clocks=linked(steps_of_review(session, current_tenant(), review, today()), actor),
        events=told(session, events_of(session, "review", review.id)),
    )  # fmt: skip


def reads_cases(actor: Actor) -> bool:
    """Whether the person may read casework at all, and not only what is written for readers."""
    return actor.may(Permission.CASE_SEE_GRANTED)


@blueprint.route("/<tenant:tenant>/cases/<reference>/open-review", methods=["GET", "POST"])
def open_review(reference: str) -> ResponseReturnValue:
    """Open the review that a case's decision begins."""
    actor, session = current_actor(), db.session()
    case = known_case(session, reference, actor.account_id, actor.permissions)
    require_action(
        Thing.CASE, case.stage, "open-review", actor.permissions, queries.facts_of_case(session, case)
    )
    decision = queries.beginning(session, case.id)
    form = OpenForm()
    if form.validate_on_submit():
        try:
            review = operations.open_review(
                session, current_tenant(), actor, reference, chosen_name=form.chosen_name.data,
                methods=form.methods.data or [], scope=form.scope.data or "", today=today(),
                is_fictional=current_app.extensions["settings"].is_demonstration,
            )  # fmt: skip
        except InvalidAnswer as error:
            db.session.rollback()
            blame(form, error, "chosen_name")
        else:
            return to_review(review.id, "The review is open.")
    kind = review_begun_by(decision.outcome) if decision else None
    return render_template("reviews/open_review.html", form=form, reference=reference, kind=kind)


@blueprint.route("/<tenant:tenant>/work/reviews/<uuid:review_id>/complete", methods=["GET", "POST"])
def complete(review_id: UUID) -> ResponseReturnValue:
    """Mark the review as complete, after asking."""
    return after_asking(review_id, "complete", "The review is complete.")


@blueprint.route("/<tenant:tenant>/work/reviews/<uuid:review_id>/reopen", methods=["GET", "POST"])
def reopen(review_id: UUID) -> ResponseReturnValue:
    """Open a completed review again, after asking."""
    return after_asking(review_id, "reopen", "The review is open again.")


CARRIED_OUT_BY = {"complete": operations.complete, "reopen": operations.reopen}


def after_asking(review_id: UUID, action: str, done: str) -> ResponseReturnValue:
    """Ask, and do what was asked for once the person says so."""
    actor, session = current_actor(), db.session()
    form = ConfirmForm()
    if form.validate_on_submit():
        CARRIED_OUT_BY[action](session, current_tenant(), actor, review_id)
        return to_review(review_id, done)
    review = known_review(session, review_id, actor.account_id, actor.permissions)
    require_action(Thing.REVIEW, review.status, action, actor.permissions, {})
    return render_template(f"reviews/{action}.html", form=form, review=review)


def to_review(review_id: UUID, message: str) -> ResponseReturnValue:
    """Go to the review's page and say what was done."""
    flash(message, "success")
    return redirect(url_for("reviews.show", review_id=review_id), 303)
