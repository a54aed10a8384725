"""On which pages is it recorded and read how briefings are used?"""

from __future__ import annotations

from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.domain.permissions import Permission
from portal.extensions import db
from portal.learning import operations, queries
from portal.learning.blueprint import blueprint
from portal.learning.forms import UseForm
from portal.models.briefing_use import BriefingUse
from portal.web.access import current_actor
from portal.web.desk import Offer, register_offer
from portal.web.fields import ConfirmForm, is_carried_out
from portal.web.happenings import names_of
from portal.web.places import current_tenant
from portal.web.working_days import today

BASE = "/<tenant:tenant>/work/briefings-used"


@blueprint.get(BASE)
def index() -> ResponseReturnValue:
    """Show which briefings were used, where and with how many people, and what will change."""
    session, actor = db.session(), current_actor()
    found = queries.uses(session, actor)
    return render_template(
        "learning/index.html", uses=found, sums=queries.sums(found), titles=queries.titles_of(session, found),
        names=names_of(session, {use.recorded_by for use in found}), may_record=actor.may(Permission.BRIEFING_RECORD),
        own={use.id for use in found if queries.may_be_read(actor, use)}, sees_all=actor.may(
            Permission.BRIEFING_SEE_ALL), agencies={each.code: each.name for each in current_tenant().agencies},
    )  # fmt: skip


@blueprint.route(f"{BASE}/record", methods=["GET", "POST"])
def record() -> ResponseReturnValue:
    """Record that a briefing was used."""
    session, actor = db.session(), current_actor()
    form, offered = UseForm(data={"used_on": today()}), queries.briefings(session)
    form.offer(offered)

    def save() -> None:
        said = operations.Said(
            form.briefing.data, form.setting.data, form.people.data, form.used_on.day, form.change.data or ""
        )
        operations.record_use(session, current_tenant(), actor, said, today())

    if is_carried_out(form, save, "briefing"):
        flash("Recorded. Thank you: this is how others learn what a briefing changes.", "success")
        return redirect(url_for("learning.index"), 303)
    return render_template("learning/record.html", form=form, has_briefings=bool(offered))


@blueprint.route(f"{BASE}/<uuid:use_id>/remove", methods=["GET", "POST"])
def remove(use_id: UUID) -> ResponseReturnValue:
    """Remove what was recorded by mistake, after asking."""
    session, actor, form = db.session(), current_actor(), ConfirmForm()
    use = session.get(BriefingUse, use_id)
    if use is None or not queries.may_be_read(actor, use):
        abort(404)
    if form.validate_on_submit():
        operations.take_back(session, current_tenant(), actor, use_id)
        flash("The entry is removed.", "success")
        return redirect(url_for("learning.index"), 303)
    return render_template(
        "learning/remove.html", form=form, use=use, title=queries.titles_of(session, [use])[use.output_id]
    )


register_offer(
    Permission.BRIEFING_SEE,
    Offer(
        "Use of briefings", "learning.index", "Say that your team used a briefing, and what it will change."
    ),
)
