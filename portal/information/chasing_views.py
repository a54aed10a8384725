"""How does the coordinator name one more organisation, or record what was done while an agency has not answered?"""

from __future__ import annotations

from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue

from portal.domain.information import ContactKind
from portal.domain.workflow import Thing, require_action
from portal.extensions import db
from portal.information import chasing, naming, operations, queries
from portal.information.blueprint import blueprint, case_here, to
from portal.information.case_views import ALL, ONE
from portal.information.forms import ContactForm, OrganisationForm
from portal.information.links import Recipient
from portal.models.information import asked_of
from portal.tenancy.answers import ANOTHER_AGENCY
from portal.web.access import current_actor
from portal.web.fields import is_carried_out
from portal.web.places import current_tenant
from portal.web.working_days import today


@blueprint.route(f"{ALL}/requests/<uuid:request_id>/organisation", methods=["GET", "POST"])
def ask_by_name(reference: str, request_id: UUID) -> ResponseReturnValue:
    """Ask one organisation by its name, and send it a one-off link; the code is shown once."""
    case, tenant, form = case_here(reference), current_tenant(), OrganisationForm()
    require_action(Thing.CASE, case.stage, "ask-agencies", current_actor().permissions, {})
    asked = naming.request_about(db.session(), case, request_id)
    kinds = [(each.code, each.name) for each in tenant.agencies if each.is_many]
    form.offer([*kinds, (ANOTHER_AGENCY[0], "Another area, or another organisation")])
    put: list[tuple[UUID, str]] = []

    def act() -> None:
        organisation = naming.Organisation(form.entry.data or "", form.organisation.data or "")
        one, code = naming.ask_by_name(
            db.session(), tenant, current_actor(), reference, request_id, organisation,
            Recipient(form.name.data or "", form.email.data or ""), today(),
        )  # fmt: skip
        put.append((one.id, code))

    if is_carried_out(form, act, "organisation"):
        return render_template(
            "information/link_sent.html", case=case, return_id=put[0][0], agency=form.organisation.data,
            code=put[0][1], name=form.name.data, request_id=request_id,
        )  # fmt: skip
    return render_template("information/ask_by_name.html", case=case, asked=asked, form=form, today=today())


@blueprint.route(f"{ONE}/done", methods=["GET", "POST"])
def record_contact(reference: str, return_id: UUID) -> ResponseReturnValue:
    """Record that an agency was telephoned, or that the formal letter was sent."""
    case, tenant, form = case_here(reference), current_tenant(), ContactForm(data={"made_on": today()})
    one = queries.return_of(db.session(), case, return_id)
    operations.allowed(db.session(), one, current_actor(), "record-contact", today())

    def act() -> None:
        made = chasing.Contact(ContactKind(form.kind.data), form.made_on.day, form.note.data or "")
        chasing.record_contact(db.session(), tenant, current_actor(), reference, return_id, made, today())

    if is_carried_out(form, act, "made_on"):
        return to("show", "What was done is recorded.", reference=reference, return_id=return_id)
    return render_template(
        "information/record_contact.html", case=case, one=one, agency=asked_of(tenant, one), form=form
    )
