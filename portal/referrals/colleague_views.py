"""How does whoever sends a draft ask colleagues to work on it, end that again, or pass it to one of them to send?"""

from __future__ import annotations

from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.extensions import db
from portal.referrals import colleagues, operations, queries, together
from portal.referrals.blueprint import blueprint
from portal.referrals.forms import ColleagueForm, SenderForm
from portal.referrals.referring_views import own_draft, title_of
from portal.web.access import current_actor
from portal.web.fields import ConfirmForm
from portal.web.places import current_tenant

BASE = "/<tenant:tenant>/referrals/<uuid:referral_id>/colleagues"


@blueprint.route(BASE, methods=["GET", "POST"], endpoint="colleagues")
def ask_colleagues(referral_id: UUID) -> ResponseReturnValue:
    """Show who works on a draft, and ask somebody else of the agency."""
    tenant, actor, session = current_tenant(), current_actor(), db.session()
    referral = own_draft(referral_id)
    operations.allowed(referral, tenant, actor, "share")
    form = ColleagueForm()
    could_be_asked = colleagues.colleagues_to_ask(session, actor, referral)
    form.offer(could_be_asked, tenant)
    if form.validate_on_submit():
        together.ask_colleague(session, tenant, actor, referral_id, UUID(form.choice.data))
        flash("They can work on this referral now.", "success")
        return redirect(url_for("referrals.colleagues", referral_id=referral_id), 303)
    return render_template(
        "referrals/colleagues.html", form=form, could_be_asked=could_be_asked, referral=referral,
        title=title_of(referral), working=colleagues.working_on(session, referral), agency=actor.agency,
    )  # fmt: skip


@blueprint.route(f"{BASE}/send", methods=["GET", "POST"])
def pass_to_send(referral_id: UUID) -> ResponseReturnValue:
    """Pass a draft to a colleague who sends it, after a page that says what this means."""
    tenant, actor, session = current_tenant(), current_actor(), db.session()
    referral, form = own_draft(referral_id), SenderForm()
    operations.allowed(referral, tenant, actor, "pass-to-send")
    could_send = colleagues.colleagues_to_send(session, actor, referral)
    form.offer(could_send, tenant)
    if form.validate_on_submit():
        together.pass_to_send(session, tenant, actor, referral_id, UUID(form.choice.data))
        flash("It is with them to send now. You can still work on it.", "success")
        return redirect(url_for("referrals.show", referral_id=referral_id), 303)
    return render_template(
        "referrals/pass_to_send.html", form=form, could_send=could_send, referral=referral,
        title=title_of(referral), agency=actor.agency,
    )  # fmt: skip


@blueprint.route(f"{BASE}/<uuid:account_id>/end", methods=["GET", "POST"])
def end_colleague(referral_id: UUID, account_id: UUID) -> ResponseReturnValue:
    """Ask before a colleague works on a draft no longer."""
    tenant, actor, session, form = current_tenant(), current_actor(), db.session(), ConfirmForm()
    referral = own_draft(referral_id)
    operations.allowed(referral, tenant, actor, "share")
    working = {each.account_id: each for each in colleagues.working_on(session, referral)}
    if account_id not in working:
        abort(404)
    if form.validate_on_submit():
        together.end_colleague(session, tenant, actor, referral_id, account_id)
        flash("They no longer work on this referral.", "success")
        return redirect(url_for("referrals.colleagues", referral_id=referral_id), 303)
    return render_template(
        "referrals/end_colleague.html", form=form, referral=referral, title=title_of(referral),
        name=working[account_id].name or queries.name_of(session, account_id),
    )  # fmt: skip
