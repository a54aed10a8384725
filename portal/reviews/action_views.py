"""On which pages is it recorded what an agency does for a recommendation?"""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from flask import abort, url_for
from flask.typing import ResponseReturnValue

from portal.domain.workflow import Thing, available_actions, require_action
from portal.extensions import db
from portal.models.agency_action import AgencyAction, actions_of, agency_name
from portal.models.review import Review
from portal.reviews import action_operations as operations
from portal.reviews.action_forms import ActionForm, EndForm
from portal.reviews.action_operations import Asked, Ended
from portal.reviews.blueprint import ask, blueprint, to_recommendation
from portal.reviews.follow_up_views import FOLLOW_UP, refuse, this
from portal.reviews.following import Followed, facts_of_action
from portal.web.access import current_actor
from portal.web.fields import is_carried_out
from portal.web.places import current_tenant
from portal.web.working_days import today

ACTIONS = f"{FOLLOW_UP}/actions"
ENDS = ("action-done", "ask-no-longer", "take-up-again")


@blueprint.route(f"{ACTIONS}/add", methods=["GET", "POST"])
def add_action(review_id: UUID, recommendation_id: UUID) -> ResponseReturnValue:
    """Add what an agency is to do."""
    review, one = this(review_id, recommendation_id)
    if "add-action" not in one.actions:
        refuse(one, ["add-action"])
    owners = one.recommended.owners
    form = ActionForm(data={"role": owners[0].role, "agency": owners[0].agency} if len(owners) == 1 else None)

    def save(asked: Asked) -> None:
        operations.add_action(
            db.session(), current_tenant(), current_actor(), review_id, recommendation_id, asked, today()
        )

    return written(review, one, form, "Add an action", save, "The action is added.")


@blueprint.route(f"{ACTIONS}/<uuid:action_id>/change", methods=["GET", "POST"])
def change_action(review_id: UUID, recommendation_id: UUID, action_id: UUID) -> ResponseReturnValue:
    """Put an action otherwise, while it is under way."""
    review, one, action = with_action(review_id, recommendation_id, action_id)
    require_action(Thing.ACTION, action.status, "change-action", current_actor().permissions, {})
    form = ActionForm(
        data={"text": action.text, "agency": action.agency, "role": action.role, "due_on": action.due_on}
    )

    def save(asked: Asked) -> None:
        operations.change_action(
            db.session(), current_tenant(), current_actor(), review_id, recommendation_id, action_id, asked
        )

    return written(review, one, form, "Change an action", save, "The action is changed.", action.agency)


@blueprint.route(f"{ACTIONS}/<uuid:action_id>", methods=["GET", "POST"])
def end_action(review_id: UUID, recommendation_id: UUID, action_id: UUID) -> ResponseReturnValue:
    """Record that an action is done, no longer asked, or under way again."""
    review, one, action = with_action(review_id, recommendation_id, action_id)
    held, facts = current_actor().permissions, facts_of_action(one.recommended.row)
    found = [
        each for each in available_actions(Thing.ACTION, action.status, held, facts) if each.action in ENDS
    ]
    if not found:
        require_action(Thing.ACTION, action.status, "take-up-again", held, facts)
    form = EndForm(data={"happened_on": today()})
    form.offer(found)

    def save() -> None:
        said = Ended(form.note.data or "", form.happened_on.day, form.evidence.data or "")
        operations.end_action(
            db.session(), current_tenant(), current_actor(), review_id, recommendation_id, action_id,
            form.action.data, said, today(),
        )  # fmt: skip

    if is_carried_out(form, save, "note"):
        return to_recommendation(review_id, recommendation_id, "What became of the action is recorded.")
    back = url_for("reviews.follow_up", review_id=review_id, recommendation_id=recommendation_id)
    return ask(review, form, "What became of an action", "Save", back, notes=[action.text])


def written(
    review: Review, one: Followed, form: ActionForm, title: str, save: Callable[[Asked], None], done: str,
    kept: str = "",
) -> ResponseReturnValue:  # fmt: skip
    """Ask what is to be done by whom and by when, and save it."""
    names = {each.code: each.name for each in current_tenant().agencies}
    codes = dict.fromkeys([*(owner.agency for owner in one.recommended.owners), *([kept] if kept else [])])
    form.offer((code, agency_name(names, code)) for code in codes)

    def carry_out() -> None:
        save(Asked(form.text.data or "", form.agency.data, form.role.data or "", form.due_on.day))

    row = one.recommended.row
    if is_carried_out(form, carry_out, "text"):
        return to_recommendation(review.id, row.id, done)
    back = url_for("reviews.follow_up", review_id=review.id, recommendation_id=row.id)
    return ask(review, form, title, "Save", back, notes=[row.text or ""])


def with_action(
    review_id: UUID, recommendation_id: UUID, action_id: UUID
) -> tuple[Review, Followed, AgencyAction]:
    """Return a review, one of its recommendations and one of the actions for it; 404 where there is none."""
    review, one = this(review_id, recommendation_id)
    action = next(
        (each for each in actions_of(db.session(), recommendation_id) if each.id == action_id), None
    )
    if action is None:
        abort(404)
    return review, one, action
