"""What do all pages of a review share: how one is found, how a form is carried out, where they lead back?"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.domain.workflow import Thing, require_action
from portal.extensions import db
from portal.models.review import Review
from portal.models.review_access import known_review
from portal.reviews.working import facts_of_review
from portal.web.access import current_actor

blueprint = Blueprint("reviews", __name__)

ONE = "/<tenant:tenant>/work/reviews/<uuid:review_id>"


def found(review_id: UUID, action: str = "") -> Review:
    """Return a review that the person may know of, and on which they may do this where an action is named."""
    actor, session = current_actor(), db.session()
    review = known_review(session, review_id, actor.account_id, actor.permissions)
    if action:
        facts = facts_of_review(session, review, actor)
        require_action(Thing.REVIEW, review.status, action, actor.permissions, facts)
    return review


def ask(review: Review, form: Any, title: str, button: str, back: str, **context: Any) -> ResponseReturnValue:
    """Show a form about a review: what it asks, and where to go instead."""
    context = {"lead": "", "notes": (), "is_warning": False, **context}
    return render_template(
        "reviews/ask.html", form=form, review=review, title=title, button=button, back=back, **context
    )


def to(endpoint: str, review_id: UUID, message: str) -> ResponseReturnValue:
    """Go to one of a review's pages and say what was done."""
    flash(message, "success")
    return redirect(url_for(endpoint, review_id=review_id), 303)


def to_recommendation(review_id: UUID, recommendation_id: UUID, message: str) -> ResponseReturnValue:
    """Go to what came of a recommendation and say what was done."""
    flash(message, "success")
    address = url_for("reviews.follow_up", review_id=review_id, recommendation_id=recommendation_id)
    return redirect(address, 303)
