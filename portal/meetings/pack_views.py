"""How does whoever takes part read a meeting's pack, on the screen or as one PDF marked with their name?"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, current_app, render_template
from flask.typing import ResponseReturnValue

from portal.extensions import db
from portal.integrations.pdf import quoted, tagged_pdf
from portal.meetings import queries
from portal.meetings.blueprint import ONE, blueprint, meeting_here
from portal.meetings.packing import pack_for
from portal.models import looks
from portal.models.moment import this_moment
from portal.web.access import current_actor
from portal.web.happenings import names_of
from portal.web.places import current_tenant
from portal.web.wording import instant_words


@blueprint.get(f"{ONE}/pack")
def pack(meeting_id: UUID) -> ResponseReturnValue:
    """The agenda, and of each case what is known, for whoever reads it."""
    return render_template("meetings/pack.html", **pack_here(meeting_id))


@blueprint.get(f"{ONE}/pack/pdf")
def pack_pdf(meeting_id: UUID) -> ResponseReturnValue:
    """The same as one tagged PDF, marked on each page with its reader and the moment."""
    shown, tenant = pack_here(meeting_id), current_tenant()
    is_made_up = current_app.extensions["settings"].is_demonstration
    html = render_template("meetings/paper/pack.html", is_fictional=is_made_up, **shown)
    css = render_template(
        "meetings/paper/pack.css",
        colour=tenant.brand.colour,
        reader=quoted(shown["reader"]),
        read_at=shown["read_at"],
    )
    response = Response(tagged_pdf(html, css).content, mimetype="application/pdf")
    # The name of a file is seen by whoever looks over a shoulder: it says nothing.
    response.headers["Content-Disposition"] = 'inline; filename="pack.pdf"'
    return response


def pack_here(meeting_id: UUID) -> dict[str, Any]:
    """What a meeting's pack shows this reader; that they read it goes on the record."""
    session, actor, tenant, meeting = (
        db.session(),
        current_actor(),
        current_tenant(),
        meeting_here(meeting_id),
    )
    looks.note(meeting)
    return {
        "meeting": meeting,
        "tenant": tenant,
        "items": pack_for(session, tenant, actor, meeting),
        "when": queries.when_words,
        "reader": names_of(session, [actor.account_id]).get(actor.account_id, ""),
        "read_at": instant_words(this_moment()),
    }
