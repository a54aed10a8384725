"""How does the partnership take a referral in?"""

from __future__ import annotations

from uuid import UUID

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.domain.errors import InvalidAnswer
from portal.extensions import db
from portal.referrals import notifying, operations, queries
from portal.referrals.blueprint import blueprint
from portal.referrals.forms import THAT_CASE, AcceptForm
from portal.referrals.referring_views import title_of
from portal.web.access import current_actor
from portal.web.fields import blame
from portal.web.places import current_tenant
from portal.web.question_form import clean
from portal.web.working_days import today


@blueprint.route("/<tenant:tenant>/referrals/<uuid:referral_id>/accept", methods=["GET", "POST"])
def accept(referral_id: UUID) -> ResponseReturnValue:
    """Take a referral into a new case, or into one that is open already."""
    tenant, actor, form = current_tenant(), current_actor(), AcceptForm()
    referral = queries.referral_seen_by(db.session(), actor, referral_id)
    operations.allowed(referral, tenant, actor, "accept")
    opened = notifying.case_opened_for(db.session(), actor, referral)
    into = clean(request.args.get("into", opened.reference if opened else ""))[:20]
    if request.method == "GET" and into:
        form.where.data, form.reference.data = THAT_CASE, into
    if form.validate_on_submit():
        try:
            if form.joins is not None:
                case = operations.case_to_join(db.session(), actor, form.joins)
                address = url_for("referrals.join", referral_id=referral_id, reference=case.reference)
                return redirect(address, 303)
            is_made_up = current_app.extensions["settings"].is_demonstration
            case = operations.accept(
                db.session(), tenant, actor, referral_id, today(), is_fictional=is_made_up
            )
        except InvalidAnswer as error:
            db.session.rollback()
            blame(form, error, "reference")
        else:
            flash("The referral has been accepted into a case.", "success")
            return redirect(url_for("casework.show", reference=case.reference), 303)
    return render_template(
        "referrals/accept.html", referral=referral, title=title_of(referral), form=form, opened=opened
    )  # fmt: skip
