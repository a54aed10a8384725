"""On which pages is a lead reviewer appointed, declares independence and leaves?"""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from portal.domain.reviewing import DECLARATION
from portal.extensions import db
from portal.models.lead_reviewer import in_post
from portal.reviews import reviewer_operations
from portal.reviews import work_queries as queries
from portal.reviews.blueprint import ONE, ask, blueprint, found, to
from portal.reviews.forms import AppointForm, DeclareForm, EndForm, NameForm
from portal.reviews.working import actions_on
from portal.web.access import current_actor
from portal.web.fields import is_carried_out
from portal.web.places import current_tenant
from portal.web.working_days import today

A_YEAR = timedelta(days=365)


def called() -> str:
    """Return what this partnership calls whoever carries a review out."""
    return current_tenant().words.lead_reviewer


@blueprint.get(f"{ONE}/reviewer")
def reviewer(review_id: UUID) -> ResponseReturnValue:
    """Who leads the review, and who did before."""
    review, session = found(review_id), db.session()
    return render_template(
        "reviews/reviewer.html", review=review, reviewers=queries.reviewers_of(session, review_id),
        actions=actions_on(session, review, current_actor()),
    )  # fmt: skip


@blueprint.route(f"{ONE}/reviewer/appoint", methods=["GET", "POST"])
def appoint(review_id: UUID) -> ResponseReturnValue:
    """Appoint somebody who has an account here."""
    review = found(review_id, "appoint")
    form = AppointForm(data={"access_until": today() + A_YEAR})
    form.offer(queries.may_lead(db.session()), called())

    def save() -> None:
        reviewer_operations.appoint(
            db.session(), current_tenant(), current_actor(), review_id, UUID(form.account_id.data),
            form.access_until.day, today(),
        )  # fmt: skip

    if is_carried_out(form, save, "account_id"):
        return to("reviews.reviewer", review_id, "Appointed. They are asked to declare their independence.")
    return ask(
        review, form, f"Appoint the {called()}", "Appoint", url_for("reviews.reviewer", review_id=review_id),
        lead="They may see the cases of this review at once, and work on it once they have declared independence.",
    )  # fmt: skip


@blueprint.route(f"{ONE}/reviewer/name", methods=["GET", "POST"])
def name_reviewer(review_id: UUID) -> ResponseReturnValue:
    """Name somebody without an account here."""
    review, form = found(review_id, "appoint"), NameForm()

    def save() -> None:
        reviewer_operations.name_reviewer(
            db.session(), current_tenant(), current_actor(), review_id, form.name.data,
            form.organisation.data or "", today(),
        )  # fmt: skip

    if is_carried_out(form, save, "name"):
        return to("reviews.reviewer", review_id, "Recorded. Their declaration of independence comes next.")
    return ask(
        review, form, f"Name the {called()}, who has no account", "Save",
        url_for("reviews.reviewer", review_id=review_id),
    )  # fmt: skip


@blueprint.route(f"{ONE}/reviewer/declare", methods=["GET", "POST"])
def declare(review_id: UUID) -> ResponseReturnValue:
    """Declare independence, or record the declaration of somebody without an account."""
    review = found(review_id, "declare-independence")
    form = DeclareForm(data={"declaration": DECLARATION, "declared_on": today()})

    def save() -> None:
        reviewer_operations.declare(
            db.session(), current_tenant(), current_actor(), review_id, form.declaration.data,
            form.declared_on.day, today(),
        )  # fmt: skip

    if is_carried_out(form, save, "declaration"):
        return to("reviews.reviewer", review_id, "The declaration is recorded.")
    leader = in_post(db.session(), review_id)
    is_own = leader is not None and leader.account_id is not None
    return ask(
        review, form, "Declare your independence" if is_own else "Record the declaration of independence",
        "I declare this" if is_own else "Record it", url_for("reviews.reviewer", review_id=review_id),
        lead="Whoever has a connection does not declare this, but tells the coordinator, who appoints somebody else.",
    )  # fmt: skip


@blueprint.route(f"{ONE}/reviewer/end", methods=["GET", "POST"])
def end_appointment(review_id: UUID) -> ResponseReturnValue:
    """End the appointment, with a reason."""
    review, form = found(review_id, "end-appointment"), EndForm()

    def save() -> None:
        reviewer_operations.end_appointment(
            db.session(),
            current_tenant(),
            current_actor(),
            review_id,
            form.end_kind.data,
            form.reason.data,
            today(),
        )

    if is_carried_out(form, save, "end_kind"):
        return to("reviews.reviewer", review_id, "The appointment has ended, and with it their access.")
    return ask(
        review, form, f"End the {called()}’s appointment", "End the appointment",
        url_for("reviews.reviewer", review_id=review_id), is_warning=True,
        lead="They may no longer see the cases of this review, from now. Ask them to return any papers.",
    )  # fmt: skip
