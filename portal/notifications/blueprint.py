"""Which blueprint do the pages about the National Panel and late steps belong to, and what do they share?"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.domain.workflow import Facts, Thing, require_action
from portal.extensions import db
from portal.models.case import Case
from portal.models.case_access import known_case
from portal.web.access import current_actor

blueprint = Blueprint("notifications", __name__)


def case_here(reference: str) -> Case:
    """Return the case of the address; 404 alike where there is none and where the person may not know."""
    actor = current_actor()
    return known_case(db.session(), reference, actor.account_id, actor.permissions)


def require(case: Case, action: str, facts: Facts) -> None:
    """Refuse what this person may not do to the case now."""
    require_action(Thing.CASE, case.stage, action, current_actor().permissions, facts)


def to_case(reference: str, message: str) -> ResponseReturnValue:
    """Go to the case's page and say what was done."""
    flash(message, "success")
    return redirect(url_for("casework.show", reference=reference), 303)


def page(template: str, form: Any, case: Case, **shown: object) -> ResponseReturnValue:
    """Show a page with a form about a case."""
    return render_template(f"notifications/{template}.html", form=form, case=case, **shown)
