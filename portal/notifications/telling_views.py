"""On which page is it recorded that the National Panel was told of a practice review?"""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.extensions import db
from portal.models.notification import review_told
from portal.models.review_access import known_review
from portal.notifications import telling
from portal.notifications.blueprint import blueprint
from portal.notifications.forms import ToldForm
from portal.web.access import current_actor
from portal.web.fields import is_carried_out
from portal.web.places import current_tenant
from portal.web.working_days import today


@blueprint.route("/<tenant:tenant>/work/reviews/<uuid:review_id>/told-to-panel", methods=["GET", "POST"])
def record_told(review_id: UUID) -> ResponseReturnValue:
    """Record the day on which the Panel, Ofsted and the Department were told of a practice review."""
    session, actor = db.session(), current_actor()
    review = known_review(session, review_id, actor.account_id, actor.permissions)
    telling.require_telling(actor, review)
    told = review_told(session, review.id)
    form = ToldForm(data={"told_on": told.told_on if told else today(),
                          "is_reviewer_named": told.is_reviewer_named if told else False})  # fmt: skip
    if is_carried_out(form, lambda: record(review_id, form), "told_on"):
        flash("The day is recorded.", "success")
        return redirect(url_for("reviews.show", review_id=review_id), 303)
    return render_template("notifications/record_told.html", form=form, review=review)


def record(review_id: UUID, form: ToldForm) -> object:
    """Carry out what the form asks for."""
    return telling.record_told(
        db.session(), current_tenant(), current_actor(), review_id, form.told_on.day, today(),
        is_reviewer_named=bool(form.is_reviewer_named.data),
    )  # fmt: skip
