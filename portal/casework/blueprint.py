"""What do all addresses of a case begin with?"""

from __future__ import annotations

from flask import Blueprint

from portal.extensions import db
from portal.models.case import Case
from portal.models.case_access import known_case
from portal.web.access import current_actor

blueprint = Blueprint("casework", __name__)


def case_here(reference: str) -> Case:
    """Return the case of the address; 404 alike where there is none and where the person may not know."""
    actor = current_actor()
    return known_case(db.session(), reference, actor.account_id, actor.permissions)
