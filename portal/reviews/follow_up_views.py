"""On which pages is it read and recorded what came of a recommendation?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import abort, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.domain.errors import Conflict, NotAllowed
from portal.domain.workflow import Thing, require_action
from portal.extensions import db
from portal.models.agency_action import actions_of
from portal.models.review import Review
from portal.reviews import work_queries as queries
from portal.reviews.blueprint import ask, blueprint, found, to_recommendation
from portal.reviews.follow_up_forms import CloseForm, CompleteForm, ImpactForm, ProgressForm, VerifyForm
from portal.reviews.follow_up_operations import Recorded, take_step
from portal.reviews.following import Followed, facts_of_recommendation, followed
from portal.reviews.recommendation_views import ONE_OF_THEM
from portal.web.access import current_actor
from portal.web.fields import is_carried_out
from portal.web.happenings import names_of
from portal.web.places import current_tenant
from portal.web.working_days import today

FOLLOW_UP = f"{ONE_OF_THEM}/follow-up"
NEEDED_FOR = ("put-on-track", "put-at-risk")
FINDINGS = ("verify", "find-embedded", "ask-further-work", "reopen")


def this(review_id: UUID, recommendation_id: UUID) -> tuple[Review, Followed]:
    """Return a review with one of its recommendations, as the person sees it; 404 where there is none."""
    review, session = found(review_id), db.session()
    every = queries.recommended(session, review_id)
    one = next((each for each in every if each.row.id == recommendation_id), None)
    if one is None:
        abort(404)
    return review, followed(session, one, current_actor(), today())


@blueprint.get(FOLLOW_UP)
def follow_up(review_id: UUID, recommendation_id: UUID) -> ResponseReturnValue:
    """Show what came of a recommendation: how it stands, and everything that was recorded."""
    review, one = this(review_id, recommendation_id)
    return render_template(
        "reviews/follow_up.html", review=review, one=one, day=today(),
        doings=actions_of(db.session(), recommendation_id),
        findings=[one.actions[each] for each in FINDINGS if each in
                                                                    one.actions],
        names=names_of(db.session(), {step.recorded_by for step in one.steps}),
        agencies={each.code: each.name for each in current_tenant().agencies},
    )  # fmt: skip


def step(
    review_id: UUID,
    recommendation_id: UUID,
    form: Any,
    actions: Sequence[str],
    title: str,
    done: str,
    lead: str = "",
) -> ResponseReturnValue:
    """Ask for one step, and record it; refused where none of these actions can be taken now."""
    review, one = this(review_id, recommendation_id)
    offered = [one.actions[each] for each in actions if each in one.actions]
    if not offered:
        refuse(one, actions)
    if "action" in form:
        form.offer(offered)

    def save() -> None:
        action = form["action"].data if "action" in form else actions[0]
        said = Recorded(
            form["note"].data or "", form["happened_on"].day,
            *(form[name].data or "" if name in form else "" for name in ("evidence", "strength", "impact")),
        )  # fmt: skip
        take_step(
            db.session(),
            current_tenant(),
            current_actor(),
            review_id,
            recommendation_id,
            action,
            said,
            today(),
        )

    if is_carried_out(form, save, "note"):
        return to_recommendation(review_id, recommendation_id, done)
    back = url_for("reviews.follow_up", review_id=review_id, recommendation_id=recommendation_id)
    return ask(review, form, title, "Save", back, notes=[one.recommended.row.text or ""], lead=lead)


def refuse(one: Followed, actions: Sequence[str]) -> None:
    """Refuse with the sentence of the rule: that of a person rather than that of the status, where one applies."""
    actor = current_actor()
    facts, refusals = facts_of_recommendation(one.recommended, one.steps, actor), []
    for action in actions:
        try:
            require_action(Thing.RECOMMENDATION, one.recommended.row.status, action, actor.permissions, facts)
        except (Conflict, NotAllowed) as refusal:
            refusals.append(refusal)
    raise next((each for each in refusals if isinstance(each, NotAllowed)), refusals[0])


@blueprint.route(f"{FOLLOW_UP}/progress", methods=["GET", "POST"])
def record_progress(review_id: UUID, recommendation_id: UUID) -> ResponseReturnValue:
    """Record how it goes."""
    form = ProgressForm(data={"happened_on": today()})
    return step(review_id, recommendation_id, form, NEEDED_FOR, "How it goes", "The progress is recorded.")


@blueprint.route(f"{FOLLOW_UP}/complete", methods=["GET", "POST"])
def say_complete(review_id: UUID, recommendation_id: UUID) -> ResponseReturnValue:
    """Record that it is complete; somebody else verifies it."""
    lead = "Somebody else, of another agency than those that it asks, then finds out whether it is so."
    form = CompleteForm(data={"happened_on": today()})
    done = "Recorded. It now waits for somebody else to verify it."
    return step(review_id, recommendation_id, form, ["say-complete"], "It is complete", done, lead)


@blueprint.route(f"{FOLLOW_UP}/verify", methods=["GET", "POST"])
def verify(review_id: UUID, recommendation_id: UUID) -> ResponseReturnValue:
    """Record whether it was done, as somebody else found."""
    form = VerifyForm(data={"happened_on": today()})
    return step(
        review_id, recommendation_id, form, FINDINGS, "Verify a recommendation", "What you found is recorded."
    )


@blueprint.route(f"{FOLLOW_UP}/impact", methods=["GET", "POST"])
def record_impact(review_id: UUID, recommendation_id: UUID) -> ResponseReturnValue:
    """Record evidence of what has changed for children."""
    form = ImpactForm(data={"happened_on": today()})
    done = "The evidence is recorded."
    return step(review_id, recommendation_id, form, ["record-impact"], "Evidence of impact", done)


@blueprint.route(f"{FOLLOW_UP}/close", methods=["GET", "POST"])
def close_not_accepted(review_id: UUID, recommendation_id: UUID) -> ResponseReturnValue:
    """Close what no agency accepts, with the reason."""
    form = CloseForm(data={"happened_on": today()})
    title = "Close it as not accepted"
    return step(
        review_id, recommendation_id, form, ["close-not-accepted"], title, "The recommendation is closed."
    )
