"""How does a practitioner ask to get in, and open a limited account by the link that comes?"""

from __future__ import annotations

from flask import abort, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from portal.accounts import arriving, newcomers, queries
from portal.accounts.blueprint import blueprint
from portal.accounts.forms import AskForAccessForm, ConfirmAccessForm
from portal.domain.errors import NotFound
from portal.extensions import db
from portal.models.access_request import request_of
from portal.models.account import ACCESS, Account, email_index
from portal.web import limits
from portal.web.access import current_actor
from portal.web.places import current_tenant


@blueprint.route("/<tenant:tenant>/ask-for-access", methods=["GET", "POST"])
def ask_for_access() -> ResponseReturnValue:
    """Take a work address; what comes of it shows in the mailbox and nowhere else."""
    tenant, form = current_tenant(), AskForAccessForm()
    if not form.validate_on_submit():
        return render_template("accounts/ask_for_access.html", form=form)
    email = form.email.data
    buckets = limits.for_access(email_index(email), limits.address_digest(), tenant.slug)
    if limits.reserve(buckets) is not None:
        newcomers.ask_for_access(db.session(), tenant, email)
    return render_template("accounts/access_asked.html")


@blueprint.route("/<tenant:tenant>/ask-for-access/<token>", methods=["GET", "POST"])
def confirm_access(token: str) -> ResponseReturnValue:
    """Show that the address is theirs, and ask who they are and for which agency; looking uses nothing up."""
    tenant, session, form = current_tenant(), db.session(), ConfirmAccessForm()
    link = queries.open_link(ACCESS, token)
    if link is None or link.place != arriving.place_code():
        raise NotFound("This link can no longer be used")
    email = session.scalars(select(Account).where(Account.id == link.account_id)).one().email or ""
    agencies = newcomers.agencies_of(tenant, email)
    if not agencies:
        abort(404)
    form.offer(agencies, asks_name=not link.name)
    if form.validate_on_submit():
        agency = form.agency.data if len(agencies) > 1 else agencies[0].code
        opening = newcomers.confirm_access(session, tenant, token, form.name.data or "", agency)
        return redirect(url_for("accounts.invitation", token=opening), 303)
    return render_template(
        "accounts/confirm_access.html", form=form, agencies=agencies, email=email, asks_name=not link.name
    )


@blueprint.get("/<tenant:tenant>/approval")
def own_approval() -> ResponseReturnValue:
    """Tell a person whether their agency has agreed that they refer for it, and what they can do until then."""
    session, actor = db.session(), current_actor()
    return render_template(
        "accounts/own_approval.html", request=request_of(session, actor.account_id), approval=actor.approval,
        agency=g.tenant.agency_name(actor.agency),
    )  # fmt: skip
