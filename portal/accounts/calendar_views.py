"""How does a person's own calendar program read what is due, without learning about whom?"""

from __future__ import annotations

from typing import Any

from flask import Response, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.accounts import calendars
from portal.accounts.blueprint import blueprint
from portal.extensions import db
from portal.integrations.calendar_file import MEDIA_TYPE, DueDay, calendar_file
from portal.models.account import now
from portal.models.actor import acting
from portal.models.calendar_feed import feed_of, reader_with
from portal.web import limits
from portal.web.access import current_actor
from portal.web.fields import ConfirmForm
from portal.web.places import current_tenant
from portal.web.session_rows import settings
from portal.web.working_days import today

TITLE = "Clock due: see the portal"
TEXT = "Sign in to see what is due."


@blueprint.route("/<tenant:tenant>/account/calendar", methods=["GET", "POST"])
def calendar() -> ResponseReturnValue:
    """Offer a calendar of due days, and show the address of a new one once."""
    form, session, actor = ConfirmForm(), db.session(), current_actor()
    if form.validate_on_submit():
        token = calendars.make_calendar(session, current_tenant().slug, actor.account_id)
        return render_template(
            "accounts/calendar_shown.html", address=full_address("calendar_file", token=token)
        )
    return render_template("accounts/calendar.html", form=form, feed=feed_of(session, actor.account_id))


@blueprint.route("/<tenant:tenant>/account/calendar/end", methods=["GET", "POST"])
def end_calendar() -> ResponseReturnValue:
    """Take the calendar away, after asking."""
    form, session, actor = ConfirmForm(), db.session(), current_actor()
    if form.validate_on_submit():
        calendars.end_calendar(session, actor.account_id)
        flash("The calendar’s address no longer works.", "success")
        return redirect(url_for("accounts.calendar"), 303)
    return render_template("accounts/end_calendar.html", form=form)


@blueprint.get("/<tenant:tenant>/calendar/<token>.ics", endpoint="calendar_file")
def due_days_file(token: str) -> ResponseReturnValue:
    """Give the due days to a calendar program; 404 alike for an address that is unknown, taken away or closed."""
    attempt = limits.reserve(limits.for_calendar(token, limits.address_digest()))
    if attempt is None:
        abort(429)
    session, tenant = db.session(), current_tenant()
    reader = reader_with(session, token)
    if reader is None:
        abort(404)
    limits.no_guess(attempt)
    acting(reader.account_id)  # what their desk names has been looked at by them
    days = [
        DueDay(day, calendars.event_id(tenant.slug, reader.account_id, day))
        for day in calendars.due_days(session, tenant, reader, today())
    ]
    name = f"{tenant.short_name}: due days"
    answer = Response(
        calendar_file(name, TITLE, TEXT, full_address("desk"), days, now()), content_type=MEDIA_TYPE
    )
    answer.headers["Content-Disposition"] = 'attachment; filename="due-days.ics"'
    return answer


def full_address(endpoint: str, **values: Any) -> str:
    """Return an address in full, from the settings and never from a request's Host header."""
    tenant = current_tenant()
    base = f"https://{tenant.hostname}" if tenant.hostname else settings().base_url.rstrip("/")
    return base + url_for(f"accounts.{endpoint}", **values)
