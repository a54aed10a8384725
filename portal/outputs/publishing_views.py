"""How do people make an approved output public, and take it down at once?"""

from __future__ import annotations

from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue

from portal.domain.errors import InvalidAnswer
from portal.domain.reviewing import CARRY_RECOMMENDATIONS
from portal.extensions import db
from portal.models.output import Output
from portal.models.publications import newest_of, term_of
from portal.models.recommendation_copies import Learning, learning_of
from portal.models.review import Review
from portal.outputs import publishing, queries
from portal.outputs.blueprint import ONE, blueprint, found, require, to_output
from portal.outputs.content import boxes_of, hash_of, is_briefing
from portal.outputs.forms import QUIET, ApproveForm, PrepareForm, PrepareWithLearningForm, TakeDownForm
from portal.web.access import current_actor
from portal.web.fields import ConfirmForm, blame
from portal.web.happenings import names_of
from portal.web.places import current_tenant
from portal.web.publication_steps import is_sent_ahead
from portal.web.working_days import today


@blueprint.route(f"{ONE}/prepare-publication", methods=["GET", "POST"])
def prepare_publication(output_id: UUID) -> ResponseReturnValue:
    """Choose the day on which it becomes public."""
    output, review, publications = found(output_id)
    require("prepare-publication", output, publications)
    learning = carried_by(output, review)
    form = (PrepareWithLearningForm if learning else PrepareForm)(data={"appears_on": today()})
    if form.validate_on_submit():
        carries = bool(learning) and form.carries_learning.data == "yes"
        try:
            publishing.prepare(
                db.session(), current_tenant(), current_actor(), output_id, form.appears_on.day,
                carries_learning=carries,
            )  # fmt: skip
        except InvalidAnswer as error:
            db.session.rollback()
            blame(form, error, "appears_on")
        else:
            return to_output(output_id, "Prepared. Somebody else has to approve the publication.")
    rule = queries.rule_words(queries.rule_for(current_tenant(), output.kind))
    return render_template("outputs/prepare_publication.html", form=form, output=output, review=review, rule=rule,
                           learning=learning, today=today())  # fmt: skip


def carried_by(output: Output, review: Review) -> Learning | None:
    """Return what the review recommends and is about, where this kind of output may carry it and there is any."""
    learning = learning_of(
        db.session(), current_tenant(), review, output.kind, carries=output.kind in CARRY_RECOMMENDATIONS
    )
    return learning if learning.recommendations or learning.themes else None


@blueprint.route(f"{ONE}/publish", methods=["GET", "POST"])
def publish(output_id: UUID) -> ResponseReturnValue:
    """Approve the publication of exactly what the page shows."""
    output, review, publications = found(output_id)
    require("publish", output, publications)
    newest = newest_of(publications)
    assert newest is not None  # the workflow's guard has just said so
    learning = learning_of(
        db.session(), current_tenant(), review, output.kind, carries=newest.carries_learning
    )
    form = ApproveForm(data={"content_hash": hash_of(output), "learning_hash": learning.hash})
    if form.validate_on_submit():
        publishing.publish(
            db.session(), current_tenant(), current_actor(), output_id, form.content_hash.data or "",
            learning_hash=form.learning_hash.data or "",
        )  # fmt: skip
        return to_output(output_id, "Published.")
    appears_on = max(newest.appears_on, today())
    rule = queries.rule_for(current_tenant(), output.kind)
    return render_template(
        "outputs/publish.html",
        form=form,
        output=output,
        review=review,
        boxes=boxes_of(output) if is_briefing(output) else (),
        newest=newest,
        learning=learning,
        today=today(),
        appears_on=appears_on,
        rule=queries.rule_words(rule),
        term=term_of(rule, [each for each in publications if each.published_output_id], appears_on),
        is_unsent=is_sent_ahead(output, review, newest) and newest.sent_ahead_on is None,
        names=names_of(
            db.session(), [newest.prepared_by, *([output.approved_by] if output.approved_by else [])]
        ),
    )


@blueprint.route(f"{ONE}/take-down", methods=["GET", "POST"])
def take_down(output_id: UUID) -> ResponseReturnValue:
    """Take it down at once, with a reason."""
    output, review, publications = found(output_id)
    require("withdraw", output, publications)
    form = TakeDownForm()
    if form.validate_on_submit():
        publishing.take_down_now(
            db.session(), current_tenant(), current_actor(), output_id, form.reason.data,
            is_quiet=form.manner.data == QUIET,
        )  # fmt: skip
        return to_output(
            output_id, "It is no longer public. Somebody else has to confirm that this was right."
        )
    return render_template("outputs/take_down.html", form=form, output=output, review=review)


@blueprint.route(f"{ONE}/confirm-withdrawal", methods=["GET", "POST"])
def confirm_withdrawal(output_id: UUID) -> ResponseReturnValue:
    """Confirm that it was right to take it down."""
    output, review, publications = found(output_id)
    require("confirm-withdrawal", output, publications)
    form = ConfirmForm()
    if form.validate_on_submit():
        publishing.confirm_withdrawal(db.session(), current_tenant(), current_actor(), output_id)
        return to_output(output_id, "You have confirmed that it was right to take this down.")
    newest = newest_of(publications)
    return render_template(
        "outputs/confirm_withdrawal.html", form=form, output=output, review=review, newest=newest,
        names=names_of(db.session(), [newest.ended_by] if newest and newest.ended_by else []),
    )  # fmt: skip


@blueprint.route(f"{ONE}/put-back", methods=["GET", "POST"])
def put_back(output_id: UUID) -> ResponseReturnValue:
    """Begin to publish it again, after asking."""
    output, review, publications = found(output_id)
    require("put-back", output, publications)
    form = ConfirmForm()
    if form.validate_on_submit():
        publishing.put_back(db.session(), current_tenant(), current_actor(), output_id)
        return to_output(output_id, "It can be published again. Two people do it, as at first.")
    return render_template("outputs/put_back.html", form=form, output=output, review=review)
