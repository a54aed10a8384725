"""On which page does the coordinator say that two things are not about the same child?"""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.extensions import db
from portal.referrals import likenesses
from portal.referrals.blueprint import ONE, blueprint, referral_for
from portal.referrals.receiving_forms import SetApartForm
from portal.referrals.referring_views import title_of
from portal.web.access import current_actor
from portal.web.places import current_tenant


@blueprint.route(f"{ONE}/set-apart/<uuid:other_id>", methods=["GET", "POST"])
def set_apart(referral_id: UUID, other_id: UUID) -> ResponseReturnValue:
    """Say that a referral is not about the same child as a case or another referral."""
    referral, form = referral_for(referral_id, "set-apart"), SetApartForm()
    other = likenesses.one_alike(db.session(), current_actor(), referral, other_id)
    if form.validate_on_submit():
        likenesses.set_apart(
            db.session(), current_tenant(), current_actor(), referral_id, other_id, form.reason.data
        )
        flash("They are no longer shown as likely to be the same.", "success")
        return redirect(url_for("referrals.show", referral_id=referral_id), 303)
    return render_template(
        "referrals/set_apart.html", referral=referral, title=title_of(referral), title_of=title_of, form=form,
        other=other,
    )  # fmt: skip
