"""How does whoever answers for data protection see who looked at a case?"""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.casework import listing, looked
from portal.casework.blueprint import blueprint
from portal.domain.errors import InvalidAnswer
from portal.domain.permissions import Permission
from portal.extensions import db
from portal.web.access import current_actor
from portal.web.desk import Offer, register_offer
from portal.web.places import current_tenant

LONGEST_NUMBER = 15
NO_SUCH_CASE = "There is no case with this reference"


@blueprint.get("/<tenant:tenant>/looks")
def find_looks() -> ResponseReturnValue:
    """Ask for a case's reference, and go to who looked at it."""
    # What has no shape on a page is in no reference.
    typed = "".join(filter(str.isprintable, request.args.get("reference", "")[:40]))
    error = ""
    if typed.strip():
        try:
            return redirect(url_for("casework.looks", reference=reference_meant(typed)))
        except InvalidAnswer as fault:
            error = fault.message
    return render_template("casework/find_looks.html", typed=typed, error=error)


def reference_meant(typed: str) -> str:
    """Return the latest case that somebody may have meant; InvalidAnswer where there is none, or none for them."""
    session, actor = db.session(), current_actor()
    meant = listing.references_meant(session, current_tenant(), typed)
    found = looked.latest_of(session, actor, meant)
    if not found:
        raise InvalidAnswer(NO_SUCH_CASE, "reference")
    return found


@blueprint.get("/<tenant:tenant>/cases/<reference>/looks")
def looks(reference: str) -> ResponseReturnValue:
    """Who looked at a case, a page at a time; nothing of what they saw."""
    session, actor, before = db.session(), current_actor(), request.args.get("before", "")
    is_number = before.isascii() and before.isdigit() and len(before) <= LONGEST_NUMBER
    case = looked.case_of_record(session, actor, reference)
    page = looked.page_of_looks(session, case, int(before) if is_number else None)
    return render_template("casework/looks.html", case=case, page=page, is_first=not is_number)


register_offer(
    Permission.AUDIT_SEE,
    Offer("Who looked at a case", "casework.find_looks", "From the record, by a case’s reference."),
)
