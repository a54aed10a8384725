"""On which pages are a review's method, cases, terms and expected day set, and what it waits for?"""

from __future__ import annotations

from uuid import UUID

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from portal.extensions import db
from portal.models.review import methods_of
from portal.reviews import section_operations
from portal.reviews import work_queries as queries
from portal.reviews.blueprint import ONE, ask, blueprint, found, to
from portal.reviews.forms import CaseForm, ExpectForm, LookForm, MethodForm, TermsForm, WaitForm, lines_of
from portal.reviews.working import actions_on
from portal.web.access import current_actor
from portal.web.fields import ConfirmForm, is_carried_out
from portal.web.places import current_tenant
from portal.web.working_days import today


@blueprint.route(f"{ONE}/method", methods=["GET", "POST"])
def method(review_id: UUID) -> ResponseReturnValue:
    """Set in which ways the review is carried out, and with whom."""
    review, tenant = found(review_id, "manage"), current_tenant()
    offered = tenant.joint_partners
    kept = list(review.joint_partners or ())
    form = MethodForm(
        data={
            "methods": [each.value for each in methods_of(db.session(), review.id)],
            "partners": [each for each in kept if each in offered],
            "other_partners": "\n".join(each for each in kept if each not in offered),
        }
    )
    form.offer(offered)

    def save() -> None:
        chosen = form.partners.data if "partners" in form else []
        partners = [*(chosen or []), *lines_of(form.other_partners.data)]
        section_operations.set_method(
            db.session(), tenant, current_actor(), review_id, form.methods.data or [], partners
        )

    if is_carried_out(form, save, "methods"):
        return to("reviews.show", review_id, "Saved.")
    return ask(review, form, "Method and partners", "Save", url_for("reviews.show", review_id=review_id))


@blueprint.route(f"{ONE}/cases", methods=["GET", "POST"])
def cases(review_id: UUID) -> ResponseReturnValue:
    """The cases that the review looks at; another can join."""
    review, form, actor = found(review_id, "manage"), CaseForm(), current_actor()

    def save() -> None:
        section_operations.add_case(db.session(), current_tenant(), actor, review_id, form.reference.data)

    if is_carried_out(form, save, "reference"):
        return to("reviews.cases", review_id, "The review looks at this case as well.")
    listed = queries.linked_cases(db.session(), actor, review_id)
    return render_template("reviews/cases.html", review=review, form=form, cases=listed)


@blueprint.route(f"{ONE}/cases/<reference>/take-out", methods=["GET", "POST"])
def take_case_out(review_id: UUID, reference: str) -> ResponseReturnValue:
    """Take a case out of the review, after asking."""
    review, form = found(review_id, "manage"), ConfirmForm()
    queries.require_removable(db.session(), current_actor(), review, reference)
    if form.validate_on_submit():
        section_operations.take_case_out(db.session(), current_tenant(), current_actor(), review_id, reference)
        return to("reviews.cases", review_id, "The review no longer looks at this case.")
    return ask(
        review, form, f"Take {reference} out of this review?", "Take it out",
        url_for("reviews.cases", review_id=review_id), is_warning=True,
        lead="The case itself stays as it is. Whoever leads the review may no longer see it.",
    )  # fmt: skip


@blueprint.get(f"{ONE}/terms")
def terms(review_id: UUID) -> ResponseReturnValue:
    """The terms of reference and the questions, to read."""
    review, session = found(review_id), db.session()
    return render_template(
        "reviews/terms.html", review=review, lines=queries.key_lines(session, review_id),
        actions=actions_on(session, review, current_actor()),
    )  # fmt: skip


@blueprint.route(f"{ONE}/terms/write", methods=["GET", "POST"])
def write_terms(review_id: UUID) -> ResponseReturnValue:
    """Write the terms of reference and the questions."""
    review = found(review_id, "write-terms")
    asked = "\n".join(line.question or "" for line in queries.key_lines(db.session(), review_id))
    kept = {"scope": review.scope, "questions": asked, "period_from": review.period_from}
    form = TermsForm(data={**kept, "period_to": review.period_to})

    def save() -> None:
        section_operations.set_terms(
            db.session(), current_tenant(), current_actor(), review_id, scope=form.scope.data,
            questions=lines_of(form.questions.data), period_from=form.period_from.data, period_to=form.period_to.data,
        )  # fmt: skip

    if is_carried_out(form, save, "scope"):
        return to("reviews.terms", review_id, "The terms of reference are saved.")
    return ask(review, form, "Write the terms of reference", "Save", url_for("reviews.terms", review_id=review_id))


@blueprint.route(f"{ONE}/expected", methods=["GET", "POST"])
def expect(review_id: UUID) -> ResponseReturnValue:
    """Record when the review is expected to be complete."""
    review, form = found(review_id, "manage"), ExpectForm()

    def save() -> None:
        section_operations.expect(
            db.session(), current_tenant(), current_actor(), review_id, form.expected_on.day,
            form.explanation.data or "",
        )  # fmt: skip

    if is_carried_out(form, save, "expected_on"):
        return to("reviews.show", review_id, "The expected day is recorded. Earlier days stay on the page.")
    return ask(
        review, form, "When will the review be complete?", "Save", url_for("reviews.show", review_id=review_id),
        lead="Nobody here can move a statutory clock. A later day stands beside it, with your explanation. Why a step "
        "is late is explained to the National Panel on the case, beside its clock.",
    )  # fmt: skip


@blueprint.route(f"{ONE}/waiting", methods=["GET", "POST"])
def wait(review_id: UUID) -> ResponseReturnValue:
    """Record that the review waits for something."""
    review, form = found(review_id, "manage"), WaitForm()

    def save() -> None:
        section_operations.begin_wait(
            db.session(), current_tenant(), current_actor(), review_id, form.waiting_for.data, form.reason.data, today()
        )

    if is_carried_out(form, save, "waiting_for"):
        return to("reviews.show", review_id, "Recorded. It comes to the desk every month.")
    return ask(
        review, form, "Record that the review waits", "Save", url_for("reviews.show", review_id=review_id),
        lead="The review’s clock goes on while it waits.",
    )  # fmt: skip


@blueprint.route(f"{ONE}/waiting/<uuid:wait_id>", methods=["GET", "POST"])
def look(review_id: UUID, wait_id: UUID) -> ResponseReturnValue:
    """Look at what the review waits for."""
    review, form = found(review_id, "manage"), LookForm()
    waiting = queries.wait_of(db.session(), review_id, wait_id)

    def save() -> None:
        section_operations.look_at_wait(
            db.session(), current_tenant(), current_actor(), review_id, wait_id, form.found.data, today(),
            is_over=form.is_over.data == "yes",
        )  # fmt: skip

    if is_carried_out(form, save, "found"):
        return to("reviews.show", review_id, "Your look is recorded.")
    return ask(
        review, form, f"Waiting for: {waiting.waiting_for.label}", "Save",
        url_for("reviews.show", review_id=review_id), lead=waiting.reason or "",
        notes=[f"{each['on']}: {each['found']}" for each in waiting.looks or ()],
    )  # fmt: skip
