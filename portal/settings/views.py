"""Which pages show what this partnership's forms ask, and in what they differ from the shared ones?"""

from __future__ import annotations

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue

from portal.domain.permissions import Permission
from portal.tenancy.form_differences import PARTIES, FormDifference, differences
from portal.tenancy.model import Form
from portal.web.desk import Offer, register_offer
from portal.web.places import current_tenant

blueprint = Blueprint("settings", __name__)
BASE = "/<tenant:tenant>/settings/forms"

register_offer(
    Permission.FORMS_SEE,
    Offer("Forms", "settings.forms", "What each form asks, and what is changed of the shared ones."),
)


def changed(form: Form) -> FormDifference | None:
    """Return in what a form differs from its base; None where it stands alone."""
    return differences(form.built_on, form) if form.built_on else None


def forms_here() -> dict[str, Form]:
    """Return every form that people meet here by its code: those of referrals, and that of an agency's return."""
    tenant = current_tenant()
    own = {tenant.return_form.code: tenant.return_form} if tenant.return_form else {}
    return {**tenant.forms, **own}


@blueprint.get(BASE)
def forms() -> ResponseReturnValue:
    """List the partnership's forms, what each builds on and how much it changes."""
    every = [(form, changed(form)) for form in forms_here().values()]
    return render_template("settings/forms.html", forms=every)


@blueprint.get(f"{BASE}/<form_code>")
def form(form_code: str) -> ResponseReturnValue:
    """Show one form: what it changes of its base, side by side, and everything that it asks."""
    found = forms_here().get(form_code) or abort(404)
    clocks = [current_tenant().clocks[code] for code in found.clocks]
    return render_template(
        "settings/form.html", form=found, changed=changed(found), clocks=clocks, parties=PARTIES
    )
