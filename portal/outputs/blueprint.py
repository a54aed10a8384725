"""Which blueprint do the pages of outputs belong to, and what do they share?"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from portal.domain.workflow import Thing, require_action
from portal.extensions import db
from portal.models.output import Output, Publication
from portal.models.publications import publications_of
from portal.models.review import Review
from portal.models.review_access import known_output
from portal.outputs import queries
from portal.web.access import current_actor
from portal.web.working_days import today

blueprint = Blueprint("outputs", __name__)
BASE = "/<tenant:tenant>/work/outputs"
ONE = f"{BASE}/<uuid:output_id>"


def found(output_id: UUID) -> tuple[Output, Review, Sequence[Publication]]:
    """Return the output of this page with its review and publications; NotFound where the person may not know."""
    actor, session = current_actor(), db.session()
    output, review = known_output(session, output_id, actor.account_id, actor.permissions)
    return output, review, publications_of(session, output.id)


def require(action: str, output: Output, publications: Sequence[Publication]) -> None:
    """Refuse a page for something that the person may not do now, as the operation itself would."""
    actor = current_actor()
    facts = queries.facts_of(output, publications, actor, today())
    require_action(Thing.OUTPUT, output.status, action, actor.permissions, facts)


def to_output(output_id: UUID, message: str) -> ResponseReturnValue:
    """Go to the output's page and say what was done."""
    flash(message, "success")
    return redirect(url_for("outputs.show", output_id=output_id), 303)
