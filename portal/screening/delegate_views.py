"""How does a statutory partner say who speaks for it, through the pages?"""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.domain.errors import NotAllowed
from portal.domain.permissions import Permission
from portal.domain.vocabulary import StatutoryPartner
from portal.extensions import db
from portal.models.delegate import delegates as everybody_named
from portal.screening import delegating
from portal.screening.blueprint import blueprint
from portal.screening.delegate_forms import LIFTED, DelegateForm, delegate_form, end_form
from portal.web.access import current_actor
from portal.web.desk import Offer, register_offer
from portal.web.fields import is_carried_out
from portal.web.happenings import names_of
from portal.web.partners import partner_names
from portal.web.places import current_tenant
from portal.web.working_days import today

BASE = "/<tenant:tenant>/delegates"


@blueprint.get(BASE)
def delegates() -> ResponseReturnValue:
    """Show who speaks for each partner in whose place, and who did."""
    session, every = db.session(), everybody_named(db.session())
    now, over = delegating.listed(every, today())
    return render_template(
        "screening/delegates.html", now=now, over=over, partners=partner_names(current_tenant()), today=today(),
        names=names_of(session, {each.named_by for each in every}), names_for=partner_here(),
    )  # fmt: skip


def partner_here() -> StatutoryPartner | None:
    """Return the partner for which this person names delegates; None for everybody else."""
    try:
        return delegating.partner_that_names(db.session(), current_actor())
    except NotAllowed:
        return None


@blueprint.route(f"{BASE}/new", methods=["GET", "POST"])
def name_delegate() -> ResponseReturnValue:
    """Name somebody who speaks for this person's partner."""
    session, actor = db.session(), current_actor()
    partner = delegating.partner_that_names(session, actor)
    form = delegate_form(delegating.colleagues(session, partner, actor))
    if is_carried_out(form, lambda: name(form), "name"):
        flash("The delegate is on record.", "success")
        return redirect(url_for("screening.delegates"), 303)
    return render_template(
        "screening/name_delegate.html", form=form, partner=partner_names(current_tenant())[partner]
    )


def name(form: DelegateForm) -> object:
    """Carry out what the form asks for."""
    account_id = (form.account_id.data or "") if "account_id" in form else ""
    named = delegating.Named(
        account_id, form.name.data or "", form.acts_for.data, form.authority.data, form.from_on.day,
        form.until_on.data,
    )  # fmt: skip
    return delegating.name_delegate(db.session(), current_tenant(), current_actor(), named)


@blueprint.route(f"{BASE}/<uuid:delegate_id>/end", methods=["GET", "POST"])
def end_delegate(delegate_id: UUID) -> ResponseReturnValue:
    """End what a delegate was given, after a page that says what this means."""
    session = db.session()
    delegate = delegating.delegate_of(session, delegate_id)
    form = end_form(has_account=delegate.account_id is not None)
    if form.validate_on_submit():
        is_lifted = "follows" in form and form.follows.data == LIFTED
        delegating.end(session, current_tenant(), current_actor(), delegate_id, today(), is_lifted=is_lifted)
        flash("The authority is ended.", "success")
        return redirect(url_for("screening.delegates"), 303)
    if delegate.ended_on is not None or partner_here() is not delegate.partner:
        return redirect(url_for("screening.delegates"), 303)
    return render_template("screening/end_delegate.html", form=form, delegate=delegate)


register_offer(
    Permission.DELEGATE_SEE,
    Offer(
        "Delegates of the partners",
        "screening.delegates",
        "Who speaks for a statutory partner, and until when.",
    ),
)
