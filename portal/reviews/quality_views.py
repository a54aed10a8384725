"""On which pages is the quality of a review checked, marker by marker?"""

from __future__ import annotations

from uuid import UUID

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from govuk_frontend_wtf.wtforms_widgets import GovRadioInput
from wtforms import RadioField
from wtforms.validators import InputRequired

from portal.domain.quality_markers import Marker, Score
from portal.extensions import db
from portal.models.marker_score import scores_of
from portal.reviews.blueprint import ONE, ask, blueprint, found, to
from portal.reviews.forms import choices
from portal.reviews.quality_operations import score_marker as give_score
from portal.reviews.working import actions_on
from portal.web.access import current_actor
from portal.web.fields import PageForm, is_carried_out, words_field
from portal.web.happenings import names_of
from portal.web.places import current_tenant

MARKERS = ", ".join(repr(each.value) for each in Marker)
BACK = "reviews.quality"


class ScoreForm(PageForm):
    """How far a review meets a marker, and why."""

    score = RadioField(
        "How far does the review meet it?", widget=GovRadioInput(), choices=choices(Score),
        validators=[InputRequired("Select how far the review meets it")],
    )  # fmt: skip
    note = words_field(
        "Why?", "Say why", "What was done well, and what to do otherwise next time.", longest=2_000
    )


@blueprint.get(f"{ONE}/quality")
def quality(review_id: UUID) -> ResponseReturnValue:
    """Show how the review does by each marker."""
    review, session = found(review_id), db.session()
    scores = scores_of(session, review_id)
    return render_template(
        "reviews/quality.html", review=review, markers=list(Marker), scores=scores,
        can_score="score-quality" in actions_on(session, review, current_actor()),
        names=names_of(session, {each.scored_by for each in scores.values()}),
    )  # fmt: skip


@blueprint.route(f"{ONE}/quality/<any({MARKERS}):marker>", methods=["GET", "POST"])
def score_marker(review_id: UUID, marker: str) -> ResponseReturnValue:
    """Score the review by one marker."""
    review, session, by = found(review_id, "score-quality"), db.session(), Marker(marker)
    kept = scores_of(session, review_id).get(by)
    form = ScoreForm(data={"score": kept.score.value, "note": kept.note} if kept else None)

    def save() -> None:
        give_score(
            session, current_tenant(), current_actor(), review_id, by, form.score.data, form.note.data or ""
        )

    if is_carried_out(form, save, "score"):
        return to(BACK, review_id, f"{by.label} is scored.")
    return ask(
        review, form, f"{list(Marker).index(by) + 1}. {by.label}", "Save", url_for(BACK, review_id=review_id)
    )
