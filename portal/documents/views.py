"""How does a person add a file to a case, open one, and take one away?"""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from portal.documents import desk_lines, happenings, operations, queries
from portal.domain.errors import InvalidAnswer
from portal.domain.permissions import Permission
from portal.domain.uploads import ACCEPTED
from portal.domain.workflow import Thing, require_action
from portal.extensions import db
from portal.models.case import Case
from portal.models.case_access import known_case
from portal.tenancy.model import Tenant
from portal.web.access import Actor, current_actor
from portal.web.case_panels import Panel, register_panel
from portal.web.fields import ConfirmForm
from portal.web.file_answers import file_answer
from portal.web.filing import files_sent, scan_and_tell, settings_here
from portal.web.places import current_tenant

__all__ = ["blueprint", "desk_lines", "happenings"]

blueprint = Blueprint("documents", __name__)


def panel(session: Session, actor: Actor, tenant: Tenant, case: Case) -> Panel:
    """The files of a case, on its page."""
    return Panel("Documents", "documents/_panel.html", queries.documents_of(session, actor, case))


@blueprint.route("/<tenant:tenant>/cases/<reference>/documents/add", methods=["GET", "POST"])
def add(reference: str) -> ResponseReturnValue:
    """Add files to a case; what is refused is named with the reason, and the rest is kept."""
    case, tenant, actor, errors = case_here(reference), current_tenant(), current_actor(), []
    require_action(Thing.CASE, case.stage, "add-document", actor.permissions, {})
    if request.method == "POST":
        try:
            taken = operations.add(db.session(), tenant, actor, reference, files_sent("files"))
        except InvalidAnswer as error:
            errors = [error.message]
        else:
            scan_and_tell(tenant.slug, taken.ids)
            if not taken.refusals:
                is_one = len(taken.ids) == 1
                flash(
                    "The document has been added." if is_one else "The documents have been added.", "success"
                )
                return redirect(url_for("casework.show", reference=reference), 303)
            errors = taken.refusals
    return render_template(
        "documents/add.html", reference=reference, errors=errors, accepted=ACCEPTED,
        most=settings_here().upload_bytes,
    )  # fmt: skip


@blueprint.get("/<tenant:tenant>/cases/<reference>/documents/<uuid:attachment_id>")
def download(reference: str, attachment_id: UUID) -> ResponseReturnValue:
    """One file of a case, once it was found clean; opening it goes on the record."""
    return file_answer(queries.document(db.session(), case_here(reference), attachment_id))


@blueprint.route(
    "/<tenant:tenant>/cases/<reference>/documents/<uuid:attachment_id>/remove", methods=["GET", "POST"]
)
def remove(reference: str, attachment_id: UUID) -> ResponseReturnValue:
    """Ask before a document is taken away, then take it."""
    case, tenant, actor, form = case_here(reference), current_tenant(), current_actor(), ConfirmForm()
    attachment = queries.document(db.session(), case, attachment_id)
    facts = queries.facts_of(attachment, actor)
    require_action(Thing.CASE, case.stage, "remove-document", actor.permissions, facts)
    if form.validate_on_submit():
        operations.remove(db.session(), tenant, actor, reference, attachment_id)
        flash("The document has been removed.", "success")
        return redirect(url_for("casework.show", reference=reference), 303)
    return render_template("documents/remove.html", reference=reference, attachment=attachment, form=form)


def case_here(reference: str) -> Case:
    """Return the case of the address; 404 alike where there is none and where the person may not know."""
    actor = current_actor()
    return known_case(db.session(), reference, actor.account_id, actor.permissions)


register_panel(40, Permission.CASE_SEE_GRANTED, panel)
