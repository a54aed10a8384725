"""How does a person write for readers, submit it, and read what waits for their approval?"""

from __future__ import annotations

from dataclasses import dataclass, replace
from uuid import UUID

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from portal.domain.errors import InvalidAnswer
from portal.domain.vocabulary import OutputStatus
from portal.domain.workflow import Thing, Transition, require_action
from portal.extensions import db
from portal.models.event import events_of
from portal.models.output import Output
from portal.models.publications import newest_of
from portal.models.published_file import PDF
from portal.models.review_access import known_review
from portal.outputs import content, operations, queries
from portal.outputs.blueprint import BASE, ONE, blueprint, found, require, to_output
from portal.outputs.content import Box, boxes_of, hash_of, is_briefing
from portal.outputs.forms import ApproveForm, BeginForm, ReturnForm, TextForm, briefing_form
from portal.outputs.paper import paper_of
from portal.web.access import current_actor
from portal.web.fields import ConfirmForm, is_done
from portal.web.happenings import names_of, told
from portal.web.places import current_tenant
from portal.web.shown_status import shown_statuses
from portal.web.working_days import today
from portal.web.written import faults_in

ADDRESSES = {
    "edit": "outputs.edit",
    "submit-for-approval": "outputs.submit",
    "return-to-author": "outputs.return_to_author",
    "approve": "outputs.approve",
    "revise": "outputs.revise",
    "prepare-publication": "outputs.prepare_publication",
    "publish": "outputs.publish",
    "withdraw": "outputs.take_down",
    "confirm-withdrawal": "outputs.confirm_withdrawal",
    "put-back": "outputs.put_back",
    "keep-longer": "retention.keep_longer",
    "end-publication": "retention.end_publication",
}


@dataclass(frozen=True)
class Typed:
    """What somebody has typed and not saved."""

    body: str
    boxes: tuple[Box, ...]


@blueprint.get(BASE)
def index() -> ResponseReturnValue:
    """List what has been written for readers, by where it stands."""
    session = db.session()
    outputs = queries.outputs(session, current_actor())
    return render_template(
        "outputs/index.html", outputs=outputs, shown=shown_statuses(session, outputs, today())
    )


@blueprint.route("/<tenant:tenant>/work/reviews/<uuid:review_id>/outputs/new", methods=["GET", "POST"])
def begin(review_id: UUID) -> ResponseReturnValue:
    """Begin a briefing or a text."""
    actor, session = current_actor(), db.session()
    review = known_review(session, review_id, actor.account_id, actor.permissions)
    require_action(Thing.REVIEW, review.status, "write-output", actor.permissions, {})
    form = BeginForm()
    form.offer(current_tenant())
    if form.validate_on_submit():
        output = operations.begin(
            session, current_tenant(), actor, review_id, form.kind.data, form.title.data
        )
        return redirect(url_for("outputs.edit", output_id=output.id), 303)
    return render_template("outputs/begin.html", form=form, review=review)


@blueprint.get(ONE)
def show(output_id: UUID) -> ResponseReturnValue:
    """Show an output as readers would have it, where it stands, and what can be done."""
    actor, session = current_actor(), db.session()
    output, review, publications = found(output_id)
    newest = newest_of(publications)
    actions = queries.actions_for(output, publications, actor, today())
    authors = [UUID(each) for each in output.author_ids]
    people = [each for each in (output.approved_by, newest.prepared_by if newest else None) if each]
    names = names_of(session, {*people, *authors})
    return render_template(
        "outputs/show.html",
        output=output,
        shown=shown_statuses(session, [output], today()),
        review=review,
        boxes=boxes_of(output) if is_briefing(output) else (),
        missing=content.what_is_missing(output),
        newest=newest,
        rule=queries.rule_words(queries.rule_for(current_tenant(), output.kind)),
        public=queries.public_address(session, newest) if newest else None,
        end_words=queries.END_WORDS,
        actions=[(each, address_of(each, output)) for each in actions],
        second=queries.SECOND_TO_OTHERS,
        refusal=queries.separation_words(output, publications, actor, today()),
        names=names,
        authors=", ".join(names[each] for each in authors if each in names),
        content_hash=hash_of(output),
        clocks=queries.clocks_before(actor, current_tenant(), output, review, newest, today()),
        events=told(session, events_of(session, "output", output.id)),
    )


def address_of(transition: Transition, output: Output) -> str:
    """Return where an action is done."""
    return url_for(ADDRESSES[transition.action], output_id=output.id)


@blueprint.route(f"{ONE}/edit", methods=["GET", "POST"])
def edit(output_id: UUID) -> ResponseReturnValue:
    """Write; saving comes back to the same page or goes to the output's, and a preview saves nothing."""
    output, review, publications = found(output_id)
    require("edit", output, publications)
    boxes = boxes_of(output) if is_briefing(output) else ()
    form = form_for(output, boxes)
    after = request.form.get("after")
    is_preview = form.validate_on_submit() and after == "preview"
    if (
        not is_preview
        and form.validate_on_submit()
        and is_current(form, output)
        and save(form, output, boxes)
    ):
        if after == "stay":
            return redirect(url_for("outputs.edit", output_id=output_id), 303)
        return to_output(output_id, "Saved.")
    return render_template(
        "outputs/edit.html",
        form=form,
        output=output,
        review=review,
        boxes=boxes,
        faults=faults_in(output.body if request.method == "GET" else form.body.data) if not boxes else [],
        preview=typed(form, boxes) if is_preview else None,
    )


def typed(form: FlaskForm, boxes: tuple[Box, ...]) -> Typed:
    """Return what stands in the form, as the preview shows it."""
    if not boxes:
        return Typed(form.body.data or "", ())
    words = [
        (form[f"{box.code}_title"].data or box.title, form[f"{box.code}_text"].data or "") for box in boxes
    ]
    pairs = zip(boxes, words, strict=True)
    return Typed("", tuple(replace(box, title=title, text=text) for box, (title, text) in pairs))


def form_for(output: Output, boxes: tuple[Box, ...]) -> FlaskForm:
    """Return the form of an output as it stands."""
    if boxes:
        return briefing_form(boxes, output.title or "", output.edition)
    return TextForm(data={"title": output.title, "body": output.body or "", "edition": str(output.edition)})


def is_current(form: FlaskForm, output: Output) -> bool:
    """Whether nobody saved since the person opened the page; if so, their words stay and the page says it."""
    if str(form.edition.data) == str(output.edition):
        return True
    form.edition.data = str(output.edition)
    message = (
        "Somebody else has saved changes since you opened this page. What you typed is still here. "
        "Open it in another tab to compare, then save again to keep yours."
    )
    form.title.errors = [*form.title.errors, message]
    return False


def save(form: FlaskForm, output: Output, boxes: tuple[Box, ...]) -> bool:
    """Keep what was written; where the rules refuse, show why beside the field and say False."""
    given = {
        box.code: (form[f"{box.code}_title"].data or "", form[f"{box.code}_text"].data or "") for box in boxes
    }
    return is_done(
        form,
        lambda: operations.save(
            db.session(), current_tenant(), current_actor(), output.id, edition=output.edition,
            title=form.title.data, body="" if boxes else form.body.data or "", boxes=given,
        ),
        "title",
    )  # fmt: skip


@blueprint.get(f"{ONE}/pdf")
def preview_pdf(output_id: UUID) -> ResponseReturnValue:
    """Show it as the PDF that readers would have, marked as not published."""
    output, review, publications = found(output_id)
    newest = newest_of(publications)
    is_draft = output.status is not OutputStatus.PUBLISHED
    try:
        paper = paper_of(
            current_tenant(), output, review, newest.appears_on if newest else None, is_draft=is_draft
        )
    except InvalidAnswer as error:
        return refused(output_id, error)
    response = Response(paper.content, mimetype=PDF)
    response.headers["Content-Disposition"] = 'inline; filename="preview.pdf"'
    return response


def refused(output_id: UUID, error: InvalidAnswer) -> ResponseReturnValue:
    """Go back to the output's page, which says what is in the way."""
    db.session.rollback()
    flash(str(error), "error")
    return redirect(url_for("outputs.show", output_id=output_id), 303)


@blueprint.post(f"{ONE}/submit")
def submit(output_id: UUID) -> ResponseReturnValue:
    """Submit it for approval."""
    try:
        operations.submit(db.session(), current_tenant(), current_actor(), output_id)
    except InvalidAnswer as error:
        return refused(output_id, error)
    return to_output(output_id, "It waits for approval by somebody who did not write it.")


@blueprint.route(f"{ONE}/return", methods=["GET", "POST"])
def return_to_author(output_id: UUID) -> ResponseReturnValue:
    """Give it back to its authors with comments."""
    output, review, publications = found(output_id)
    require("return-to-author", output, publications)
    form = ReturnForm()
    if form.validate_on_submit():
        operations.return_to_author(
            db.session(), current_tenant(), current_actor(), output_id, form.comments.data
        )
        return to_output(output_id, "It is back with its authors.")
    return render_template("outputs/return_to_author.html", form=form, output=output, review=review)


@blueprint.post(f"{ONE}/approve")
def approve(output_id: UUID) -> ResponseReturnValue:
    """Approve exactly what the page showed."""
    sent = ApproveForm().content_hash.data or ""
    try:
        operations.approve(db.session(), current_tenant(), current_actor(), output_id, sent)
    except InvalidAnswer as error:
        return refused(output_id, error)
    return to_output(output_id, "Approved. Its publication can be prepared.")


@blueprint.route(f"{ONE}/revise", methods=["GET", "POST"])
def revise(output_id: UUID) -> ResponseReturnValue:
    """Take it back to be revised, after asking."""
    output, review, publications = found(output_id)
    require("revise", output, publications)
    form = ConfirmForm()
    if form.validate_on_submit():
        operations.revise(db.session(), current_tenant(), current_actor(), output_id)
        return to_output(output_id, "It is a draft again, and has to be approved again.")
    return render_template("outputs/revise.html", form=form, output=output, review=review)
