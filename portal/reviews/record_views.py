"""On which pages are a review's important dates, linked processes and the family's part kept?"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from portal.domain.reviewing import Approach, FamilyAnswer
from portal.extensions import db
from portal.models.review_work import FamilyParticipation, ProcessOfReview, ReviewDate
from portal.reviews import record_operations
from portal.reviews import work_queries as queries
from portal.reviews.blueprint import ONE, ask, blueprint, found, to
from portal.reviews.record_forms import DateForm, FamilyForm, ProcessForm
from portal.reviews.working import actions_on
from portal.web.access import current_actor
from portal.web.fields import ConfirmForm, is_carried_out
from portal.web.places import current_tenant

YES, NO = "yes", "no"


def listed(review_id: UUID, template: str, rows: Any, **context: Any) -> ResponseReturnValue:
    """Show what is kept, with what may be done to it."""
    review = found(review_id)
    actions = actions_on(db.session(), review, current_actor())
    return render_template(f"reviews/{template}.html", review=review, rows=rows, actions=actions, **context)


def removed(review_id: UUID, model: Any, row_id: UUID, back: str) -> ResponseReturnValue:
    """Remove an entry, after asking."""
    review, form = found(review_id, "manage"), ConfirmForm()
    queries.entry(db.session(), model, review_id, row_id)
    if form.validate_on_submit():
        record_operations.remove(db.session(), current_tenant(), current_actor(), review_id, model, row_id)
        return to(back, review_id, "Removed.")
    return ask(
        review, form, "Remove this entry?", "Remove it", url_for(back, review_id=review_id), is_warning=True,
        lead="Remove what was recorded by mistake. It cannot be brought back.",
    )  # fmt: skip


@blueprint.get(f"{ONE}/dates")
def dates(review_id: UUID) -> ResponseReturnValue:
    """The days that matter to the review."""
    return listed(review_id, "dates", queries.dates_of(db.session(), review_id))


@blueprint.route(f"{ONE}/dates/add", methods=["GET", "POST"])
@blueprint.route(f"{ONE}/dates/<uuid:date_id>", methods=["GET", "POST"])
def put_date(review_id: UUID, date_id: UUID | None = None) -> ResponseReturnValue:
    """Add an important date, or change one."""
    review = found(review_id, "manage")
    row = queries.entry(db.session(), ReviewDate, review_id, date_id) if date_id else None
    form = DateForm(data={"kind": row.kind.value, "held_on": row.held_on, "note": row.note} if row else None)

    def save() -> None:
        record_operations.put_date(
            db.session(), current_tenant(), current_actor(), review_id, date_id, kind=form.kind.data,
            held_on=form.held_on.day, note=form.note.data or "",
        )  # fmt: skip

    if is_carried_out(form, save, "kind"):
        return to("reviews.dates", review_id, "Saved.")
    title = "Change this date" if row else "Add an important date"
    return ask(review, form, title, "Save", url_for("reviews.dates", review_id=review_id))


@blueprint.route(f"{ONE}/dates/<uuid:date_id>/remove", methods=["GET", "POST"])
def remove_date(review_id: UUID, date_id: UUID) -> ResponseReturnValue:
    """Remove an important date."""
    return removed(review_id, ReviewDate, date_id, "reviews.dates")


@blueprint.get(f"{ONE}/processes")
def processes(review_id: UUID) -> ResponseReturnValue:
    """The other processes about the same events."""
    return listed(review_id, "processes", queries.processes_of(db.session(), review_id))


@blueprint.route(f"{ONE}/processes/add", methods=["GET", "POST"])
@blueprint.route(f"{ONE}/processes/<uuid:process_id>", methods=["GET", "POST"])
def put_process(review_id: UUID, process_id: UUID | None = None) -> ResponseReturnValue:
    """Link another process, or change what is said of it."""
    review = found(review_id, "manage")
    row = queries.entry(db.session(), ProcessOfReview, review_id, process_id) if process_id else None
    kept = {"linked": row.process.value, "is_lead": YES if row.is_lead else NO, "ended_on": row.ended_on,
            "note": row.note} if row else None  # fmt: skip
    form = ProcessForm(data=kept)

    def save() -> None:
        record_operations.put_process(
            db.session(), current_tenant(), current_actor(), review_id, process_id, process=form.linked.data,
            is_lead=form.is_lead.data == YES, ended_on=form.ended_on.data, note=form.note.data or "",
        )  # fmt: skip

    if is_carried_out(form, save, "linked"):
        return to("reviews.processes", review_id, "Saved.")
    title = "Change this link" if row else "Link another process"
    return ask(review, form, title, "Save", url_for("reviews.processes", review_id=review_id))


@blueprint.route(f"{ONE}/processes/<uuid:process_id>/remove", methods=["GET", "POST"])
def remove_process(review_id: UUID, process_id: UUID) -> ResponseReturnValue:
    """Remove the link to another process."""
    return removed(review_id, ProcessOfReview, process_id, "reviews.processes")


@blueprint.get(f"{ONE}/family")
def family(review_id: UUID) -> ResponseReturnValue:
    """Who of the family was asked, and what they wish."""
    rows = queries.family_of(db.session(), review_id)
    return listed(review_id, "family", rows, approach=Approach, answer=FamilyAnswer)


@blueprint.route(f"{ONE}/family/add", methods=["GET", "POST"])
@blueprint.route(f"{ONE}/family/<uuid:part_id>", methods=["GET", "POST"])
def put_family_part(review_id: UUID, part_id: UUID | None = None) -> ResponseReturnValue:
    """Record whether somebody of the family takes part."""
    review = found(review_id, "manage")
    row = queries.entry(db.session(), FamilyParticipation, review_id, part_id) if part_id else None
    form = FamilyForm(data=family_kept(row) if row else None)

    def save() -> None:
        record_operations.put_family_part(
            db.session(), current_tenant(), current_actor(), review_id, part_id,
            relationship=form.relationship.data, approach=form.approach.data, asked_on=form.asked_on.data,
            answer=form.answer.data, wants_real_name=form.wants_real_name.data == YES, wishes=form.wishes.data or "",
        )  # fmt: skip

    if is_carried_out(form, save, "relationship"):
        return to("reviews.family", review_id, "Saved.")
    title = "Change this entry" if row else "Add somebody of the family"
    return ask(review, form, title, "Save", url_for("reviews.family", review_id=review_id))


def family_kept(row: FamilyParticipation) -> dict[str, Any]:
    """Return an entry as its form shows it."""
    said = row.said or {}
    wants = YES if said.get("wants_real_name") else NO
    return {**said, "relationship": row.relationship.value, "asked_on": row.asked_on, "wants_real_name": wants}


@blueprint.route(f"{ONE}/family/<uuid:part_id>/remove", methods=["GET", "POST"])
def remove_family_part(review_id: UUID, part_id: UUID) -> ResponseReturnValue:
    """Remove an entry about somebody of the family."""
    return removed(review_id, FamilyParticipation, part_id, "reviews.family")
