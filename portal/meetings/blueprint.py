"""Which blueprint do the pages of the screening body belong to, and what do they share?"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from portal.extensions import db
from portal.meetings import queries
from portal.models.meeting import Meeting
from portal.web.access import current_actor

blueprint = Blueprint("meetings", __name__)

ALL = "/<tenant:tenant>/meetings"
ONE = f"{ALL}/<uuid:meeting_id>"
ITEM = f"{ONE}/agenda/<uuid:item_id>"


def meeting_here(meeting_id: UUID) -> Meeting:
    """Return the meeting of the address; 404 alike where there is none and where the person does not see it."""
    return queries.meeting_for(db.session(), current_actor(), meeting_id)


def to(endpoint: str, message: str, **values: Any) -> ResponseReturnValue:
    """Go to a page and say what was done."""
    flash(message, "success")
    return redirect(url_for(f"meetings.{endpoint}", **values), 303)
