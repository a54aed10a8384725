"""Is every look that an answer was made from on the record before the answer leaves?"""

from __future__ import annotations

from itertools import groupby
from uuid import UUID

import structlog
from flask import Flask, Response, current_app
from werkzeug.exceptions import ServiceUnavailable

from portal.extensions import db
from portal.models import looks
from portal.models.actor import actor
from portal.models.chain import LOOKED_AT, Happening, append
from portal.models.session import entering

log = structlog.get_logger()


def init_app(app: Flask) -> None:
    """Record the looks of every answer; register it last, so that what replaces an answer is dressed as one."""
    app.after_request(record_looks)


def record_looks(response: Response) -> Response:
    """Write one entry for the answer, naming the cases; without the entry the answer does not leave."""
    looked_at = looks.for_answer()
    if not looked_at:
        return response
    # A session that is still open would hold the record's lock against us; its answer has been made.
    db.session.rollback()
    try:
        write(looked_at)
    except Exception as fault:
        # The kind of fault alone: its text may hold what was to be written.
        log.error("look not recorded, answer withheld", kind=type(fault).__name__)
        response.close()
        return withheld()
    finally:
        looked_at.clear()
    return response


def write(looked_at: set[tuple[str, str, UUID]]) -> None:
    """Write the entry in a transaction of its own, in the chain of the partnership whose rows they are."""
    for tenant, looked in groupby(sorted(looked_at), key=lambda look: look[0]):
        with entering(db.session, tenant) as own:
            append(own.connection(), tenant, entries_of({look[1:] for look in looked}))
            own.commit()


def entries_of(looked_at: set[looks.Subject]) -> list[Happening]:
    """Return one entry for everything that was looked at, naming each."""
    if not looked_at:
        return []
    named = tuple(f"{kind}:{subject_id}" for kind, subject_id in sorted(looked_at))
    kind, _, subject_id = named[0].partition(":") if len(named) == 1 else ("several", "", None)
    return [Happening(LOOKED_AT, kind, subject_id, named, *actor())]


def withheld() -> Response:
    """Return the page that stands in for an answer that must not leave."""
    fault = ServiceUnavailable("We could not put on the record that you opened this, so we cannot show it.")
    return current_app.make_response(current_app.handle_user_exception(fault))
