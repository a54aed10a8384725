"""Who sits on the screening body, through the pages?"""

from __future__ import annotations

from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue

from portal.domain.meetings import Seat
from portal.extensions import db
from portal.meetings import body, queries
from portal.meetings.blueprint import ALL, blueprint, to
from portal.meetings.forms import EndSeatForm, SeatForm
from portal.web.access import current_actor
from portal.web.fields import is_carried_out
from portal.web.places import current_tenant
from portal.web.working_days import today


@blueprint.get(f"{ALL}/body")
def members() -> ResponseReturnValue:
    """Who sits on the body now, who sat on it before, and how many have to take part."""
    seen, day, tenant = queries.body_seen(db.session(), current_tenant()), today(), current_tenant()
    is_over = [each for each in seen if each.seat.until_on and each.seat.until_on < day]
    names = [tenant.agency_name(code) for code in tenant.screening.quorum.agencies]
    return render_template(
        "meetings/body.html", now=[each for each in seen if each not in is_over], before=is_over,
        quorum=tenant.screening.quorum, agencies=names, today=day,
    )  # fmt: skip


@blueprint.route(f"{ALL}/body/new", methods=["GET", "POST"])
def add_member() -> ResponseReturnValue:
    """Give somebody a seat on the body."""
    tenant, form = current_tenant(), SeatForm(data={"from_on": today()})
    can_have_deputy = (
        (str(each.seat.id), f"{each.name}, {each.agency}")
        for each in queries.body_seen(db.session(), tenant)
        if each.seat.sits is not Seat.DEPUTY and each.seat.until_on is None
    )
    form.offer(
        queries.who_can_sit(db.session()),
        ((each.code, each.name) for each in tenant.agencies),
        can_have_deputy,
    )

    def act() -> object:
        deputy_for = form.deputy_for_id.data
        seated = body.Seated(
            UUID(form.account_id.data), form.agency.data, Seat(form.sits.data), form.from_on.day,
            UUID(deputy_for) if deputy_for else None,
        )  # fmt: skip
        return body.seat(db.session(), tenant, current_actor(), seated)

    if is_carried_out(form, act, "account_id"):
        return to("members", f"They have a seat on {tenant.screening.short_name}.")
    return render_template("meetings/add_member.html", form=form)


@blueprint.route(f"{ALL}/body/<uuid:seat_id>/end", methods=["GET", "POST"])
def end_member(seat_id: UUID) -> ResponseReturnValue:
    """End somebody's seat; it stays on the list of who sat before."""
    tenant, form = current_tenant(), EndSeatForm(data={"until_on": today()})
    queries.seat_here(db.session(), seat_id)
    seen = next(each for each in queries.body_seen(db.session(), tenant) if each.seat.id == seat_id)
    if is_carried_out(
        form,
        lambda: body.end_seat(db.session(), tenant, current_actor(), seat_id, form.until_on.day, today()),
        "until_on",
    ):
        return to("members", "Their seat has ended.")
    return render_template("meetings/end_member.html", form=form, seen=seen)
