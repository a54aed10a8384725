"""On which page does the coordinator begin a referral that came on paper or by telephone?"""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.domain.errors import InvalidAnswer
from portal.extensions import db
from portal.referrals import entering
from portal.referrals.blueprint import blueprint
from portal.referrals.receiving_forms import enter_form
from portal.web.access import current_actor
from portal.web.fields import blame
from portal.web.places import current_tenant


@blueprint.route("/<tenant:tenant>/referrals/enter", methods=["GET", "POST"])
def enter() -> ResponseReturnValue:
    """Say how a referral came, when and from whom; its own questions follow, as they do for everybody."""
    form = enter_form(current_tenant())
    if request.method == "GET":
        form.form_code.data = current_tenant().main_form.code
    if form.validate_on_submit():
        try:
            referral = entering.enter(
                db.session(), current_tenant(), current_actor(), form.form_code.data, form.how.data, form.came_at,
                form.came,
            )  # fmt: skip
        except InvalidAnswer as error:
            db.session.rollback()
            blame(form, error, "came_on")
        else:
            return redirect(url_for("referrals.show", referral_id=referral.id), 303)
    return render_template("referrals/enter.html", form=form)
