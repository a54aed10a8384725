"""On which page is it recorded that a report went to the National Panel ahead of its publication?"""

from __future__ import annotations

from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue

from portal.extensions import db
from portal.models.publications import newest_of
from portal.outputs.blueprint import ONE, blueprint, found, to_output
from portal.outputs.forms import SentAheadForm
from portal.outputs.sending import record_sent, require_sending
from portal.web.access import current_actor
from portal.web.fields import is_carried_out
from portal.web.places import current_tenant
from portal.web.working_days import today


@blueprint.route(f"{ONE}/sent-ahead", methods=["GET", "POST"])
def record_sent_ahead(output_id: UUID) -> ResponseReturnValue:
    """Record the day on which it was sent to the National Panel and the Secretary of State."""
    output, review, publications = found(output_id)
    newest = require_sending(current_actor(), output, review, newest_of(publications))
    form = SentAheadForm(
        data={"sent_on": newest.sent_ahead_on or today(), "is_ofsted_told": newest.is_ofsted_told_ahead}
    )
    if is_carried_out(form, lambda: record(output_id, form), "sent_on"):
        return to_output(output_id, "The day is recorded.")
    return render_template("outputs/record_sent_ahead.html", form=form, output=output, newest=newest)


def record(output_id: UUID, form: SentAheadForm) -> object:
    """Carry out what the form asks for."""
    return record_sent(
        db.session(), current_tenant(), current_actor(), output_id, form.sent_on.day, today(),
        is_ofsted_told=bool(form.is_ofsted_told.data),
    )  # fmt: skip
