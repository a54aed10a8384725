"""On which pages are a review's recommendations written, ordered and answered?"""

from __future__ import annotations

from uuid import UUID

from flask import abort, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.extensions import db
from portal.models.recommendation import Recommended
from portal.reviews import recommendation_operations as operations
from portal.reviews import work_queries as queries
from portal.reviews.blueprint import ONE, ask, blueprint, found, to
from portal.reviews.following import states_of
from portal.reviews.record_forms import (
    MOST_OWNERS,
    AnswerForm,
    RecommendationForm,
    ThemesForm,
)
from portal.reviews.working import actions_on
from portal.web.access import current_actor
from portal.web.fields import ConfirmForm, is_carried_out
from portal.web.places import current_tenant
from portal.web.working_days import today

BACK = "reviews.recommendations"
ONE_OF_THEM = f"{ONE}/recommendations/<uuid:recommendation_id>"


@blueprint.get(f"{ONE}/recommendations")
def recommendations(review_id: UUID) -> ResponseReturnValue:
    """What the review recommends, to whom, by when, and what they answered."""
    review, session = found(review_id), db.session()
    rows = queries.recommended(session, review_id)
    return render_template(
        "reviews/recommendations.html", review=review, rows=rows, states=states_of(rows, today()),
        themes=queries.own_themes(session, review_id), actions=actions_on(session, review, current_actor()),
        agencies={each.code: each.name for each in current_tenant().agencies},
    )  # fmt: skip


@blueprint.route(f"{ONE}/recommendations/add", methods=["GET", "POST"])
@blueprint.route(ONE_OF_THEM, methods=["GET", "POST"])
def write_recommendation(review_id: UUID, recommendation_id: UUID | None = None) -> ResponseReturnValue:
    """Add a recommendation, or put one otherwise."""
    review, tenant, actor = found(review_id, "recommend"), current_tenant(), current_actor()
    this = free(review_id, recommendation_id) if recommendation_id else None
    form = RecommendationForm(data=written(this) if this else None)
    form.offer(tenant.agencies)

    def save() -> None:
        if recommendation_id:
            operations.change(db.session(), tenant, actor, review_id, recommendation_id, said(form))
        else:
            operations.add(db.session(), tenant, actor, review_id, said(form))

    if is_carried_out(form, save, "text"):
        return to(BACK, review_id, "The recommendation is saved.")
    title = f"Change recommendation {this.number}" if this else "Add a recommendation"
    return ask(review, form, title, "Save", url_for(BACK, review_id=review_id))


def free(review_id: UUID, recommendation_id: UUID) -> Recommended:
    """Return a recommendation that can still be changed; 404 where there is none, Conflict where readers have it."""
    this = next(
        (each for each in queries.recommended(db.session(), review_id) if each.row.id == recommendation_id),
        None,
    )
    if this is None:
        abort(404)
    operations.require_free(this.row)
    return this


def said(form: RecommendationForm) -> operations.Said:
    """Return what was written."""
    return operations.Said(
        form.text.data, form.change.data, form.owners, form.level.data, form.themes.data or [], form.due_on.day,
        form.due_words.data or "",
    )  # fmt: skip


def written(this: Recommended) -> dict[str, object]:
    """Return a recommendation as its form shows it."""
    shown: dict[str, object] = {
        "text": this.row.text, "change": this.row.change, "due_on": this.row.due_on, "due_words": this.row.due_words,
        "level": this.row.level.value, "themes": [each.value for each in this.themes],
    }  # fmt: skip
    for place, owner in enumerate(this.owners[:MOST_OWNERS], 1):
        shown |= {f"agency_{place}": owner.agency, f"role_{place}": owner.role}
    return shown


@blueprint.route(f"{ONE_OF_THEM}/remove", methods=["GET", "POST"])
def remove_recommendation(review_id: UUID, recommendation_id: UUID) -> ResponseReturnValue:
    """Remove a recommendation, after asking."""
    review, form = found(review_id, "recommend"), ConfirmForm()
    this = free(review_id, recommendation_id)
    if form.validate_on_submit():
        operations.remove(db.session(), current_tenant(), current_actor(), review_id, recommendation_id)
        return to(BACK, review_id, "The recommendation is removed.")
    return ask(
        review, form, f"Remove recommendation {this.number}?", "Remove it", url_for(BACK, review_id=review_id),
        is_warning=True, notes=[this.row.text or ""],
        lead="It cannot be brought back. Those after it are numbered anew.",
    )  # fmt: skip


@blueprint.post(f"{ONE_OF_THEM}/up")
def move_recommendation(review_id: UUID, recommendation_id: UUID) -> ResponseReturnValue:
    """Put a recommendation before the one above it."""
    found(review_id, "recommend")
    operations.move_up(db.session(), current_tenant(), current_actor(), review_id, recommendation_id)
    return to(BACK, review_id, "Moved up.")


@blueprint.route(f"{ONE}/themes", methods=["GET", "POST"])
def themes(review_id: UUID) -> ResponseReturnValue:
    """Set what the learning as a whole is about."""
    review = found(review_id, "recommend")
    form = ThemesForm(data={"themes": [each.value for each in queries.own_themes(db.session(), review_id)]})

    def save() -> None:
        chosen = form.themes.data or []
        operations.set_themes(db.session(), current_tenant(), current_actor(), review_id, chosen)

    if is_carried_out(form, save, "themes"):
        return to(BACK, review_id, "The themes are saved.")
    return ask(review, form, "What the learning is about", "Save", url_for(BACK, review_id=review_id))


@blueprint.route(f"{ONE_OF_THEM}/answer/<uuid:owner_id>", methods=["GET", "POST"])
def answer(review_id: UUID, recommendation_id: UUID, owner_id: UUID) -> ResponseReturnValue:
    """Record what an agency answered."""
    review, session = found(review_id, "record-answer"), db.session()
    owner = queries.owner_of(session, review_id, recommendation_id, owner_id)
    kept = {"answer": owner.answer, "reason": owner.reason, "answered_on": owner.answered_on or today()}
    form = AnswerForm(data=kept)

    def save() -> None:
        operations.record_answer(
            session, current_tenant(), current_actor(), review_id, recommendation_id, owner.agency,
            answer=form.answer.data, reason=form.reason.data or "", answered_on=form.answered_on.day, today=today(),
        )  # fmt: skip

    if is_carried_out(form, save, "answer"):
        return to(BACK, review_id, "The answer is recorded.")
    names = {each.code: each.name for each in current_tenant().agencies}
    title = f"What {names.get(owner.agency, owner.agency)} answered"
    return ask(review, form, title, "Save", url_for(BACK, review_id=review_id))
