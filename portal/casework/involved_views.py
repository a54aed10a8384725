"""How does somebody close a case to themself, and who opens it again where that was a mistake?"""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.casework import operations
from portal.casework.blueprint import blueprint, case_here
from portal.casework.forms import InvolvedForm, ReasonForm
from portal.extensions import db
from portal.web.access import current_actor
from portal.web.happenings import names_of
from portal.web.places import current_tenant


@blueprint.route("/<tenant:tenant>/cases/<reference>/involved", methods=["GET", "POST"])
def involved(reference: str) -> ResponseReturnValue:
    """Say that one is personally involved, on a page that says what follows: the case closes at once."""
    case, form = case_here(reference), InvolvedForm()
    if form.validate_on_submit():
        operations.declare_own_involvement(
            db.session(), current_tenant(), current_actor(), reference, form.reason.data
        )
        flash("Thank you for saying so. The case is closed to you.", "success")
        return redirect(url_for("casework.index"), 303)
    return render_template("casework/involved.html", case=case, form=form)


@blueprint.route(
    "/<tenant:tenant>/cases/<reference>/people/closed/<uuid:exclusion_id>/end", methods=["GET", "POST"]
)
def end_exclusion(reference: str, exclusion_id: UUID) -> ResponseReturnValue:
    """Open the case again to somebody who is not involved after all, with the reason."""
    session, form = db.session(), ReasonForm()
    case, closed = operations.exclusion_to_end(session, current_actor(), reference, exclusion_id)
    if form.validate_on_submit():
        operations.end_exclusion(
            session, current_tenant(), current_actor(), reference, exclusion_id, form.reason.data
        )
        flash("The case is open to them again, as far as their role reaches.", "success")
        return redirect(url_for("casework.people", reference=reference), 303)
    name = names_of(session, {closed.account_id}).get(closed.account_id, "")
    return render_template("casework/end_exclusion.html", case=case, form=form, closed=closed, name=name)
