"""What becomes of a form that was sent after the session ran out? It is held for its writer and offered again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from flask import Response, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import delete, select

from portal.extensions import db
from portal.models.keystore import RESERVED_TENANT, keystore
from portal.models.session import TenantSession
from portal.models.sign_in import HeldForm, for_accounts
from portal.web.sign_in_session import browser_session

HELD_FOR = timedelta(hours=24)
MOST_HELD = 5
# By which a form that is sent again says which held form it was.
SENT_AGAIN = "held_form_sent_again"
# Secrets are typed again, and the form token belongs to the session that ended.
NEVER_HELD = frozenset(
    {"csrf_token", SENT_AGAIN, "password", "new_password", "current_password", "one_time_code"}
)


def ask_again(endpoint: str) -> ResponseReturnValue:
    """Send the person to sign in or confirm; hold what they were sending, or remember what they wanted to read."""
    if request.method not in ("GET", "HEAD"):
        hold()
        return redirect(url_for(endpoint), 303)
    wanted = request.full_path.rstrip("?")
    return redirect(url_for(endpoint, next=wanted), 303)


def hold() -> None:
    """Keep the posted fields sealed for the account that the session, live or ended, was signed in to."""
    state = browser_session()
    account_id = state.account_id or state.ended_account_id
    if account_id is None:
        return
    fields = [
        [name, value] for name, values in request.form.lists() if name not in NEVER_HELD for value in values
    ]
    sent = {"address": request.full_path.rstrip("?"), "fields": fields, "had_files": bool(request.files)}
    place, before = place_here(), sent_again()
    with for_accounts() as own:
        own.add(HeldForm(account_id=account_id, place=place, sent=sent))
        own.flush()
        drop_all_but(own, account_id, MOST_HELD)
        own.commit()
    if before is not None:
        let_go(before, account_id)


def drop_all_but(own: TenantSession, account_id: UUID, count: int) -> None:
    """Keep the newest few forms of an account, so that holding cannot fill the database."""
    wanted = select(HeldForm).where(HeldForm.account_id == account_id).order_by(HeldForm.held_at.desc())
    for form in own.scalars(wanted.offset(count)):
        own.delete(form)
        keystore().destroy(RESERVED_TENANT, form.unit)


def held_for(account_id: UUID, place: str | None) -> HeldForm | None:
    """Return the newest form held for the person at this place, read through the request's own session."""
    wanted = (
        select(HeldForm)
        .where(
            HeldForm.account_id == account_id,
            HeldForm.place == place if place else HeldForm.place.is_(None),
            HeldForm.held_at > datetime.now(UTC) - HELD_FOR,
        )
        .order_by(HeldForm.held_at.desc())
    )
    return db.session.scalars(wanted.limit(1)).first()


def is_held(account_id: UUID, place: str | None) -> bool:
    """Whether a form waits for the person at this place."""
    with for_accounts(writes=False):
        return held_for(account_id, place) is not None


def forget_sent(response: Response) -> Response:
    """Forget the held form that was sent again, once its answer is made: what was taken is not offered twice.

    What is refused outright stays held. A page that asks again shows what was typed.
    """
    form_id = sent_again() if response.status_code < HTTPStatus.BAD_REQUEST else None
    account_id = browser_session().account_id if form_id is not None else None
    if form_id is not None and account_id is not None:
        # What the view left unsaved is given up with every answer.
        db.session.rollback()
        let_go(form_id, account_id)
    return response


def sent_again() -> UUID | None:
    """Return which held form this request sends again; None where it sends none."""
    if request.method != "POST" or SENT_AGAIN not in request.form:
        return None
    try:
        return UUID(request.form[SENT_AGAIN])
    except ValueError:
        return None


def let_go(form_id: UUID, account_id: UUID) -> None:
    """Forget a held form for ever: its row goes, and the key that opened it."""
    with for_accounts() as own:
        form = own.scalar(select(HeldForm).where(HeldForm.id == form_id, HeldForm.account_id == account_id))
        if form is None:
            return
        unit = form.unit
        own.execute(delete(HeldForm).where(HeldForm.id == form_id, HeldForm.account_id == account_id))
        own.commit()
        keystore().destroy(RESERVED_TENANT, unit)


def sweep() -> None:
    """Forget for ever what was held for longer than a day."""
    with for_accounts() as own:
        over = list(own.scalars(select(HeldForm).where(HeldForm.held_at < datetime.now(UTC) - HELD_FOR)))
        units = [form.unit for form in over]
        for form in over:
            own.delete(form)
        own.commit()
    for unit in units:
        keystore().destroy(RESERVED_TENANT, unit)


def place_here() -> str | None:
    """Return the place of the address as sessions name it."""
    if g.get("tenant") is not None:
        return f"tenant:{g.tenant.slug}"
    return f"region:{g.region.slug}" if g.get("region") is not None else None


def place_of_person() -> str | None:
    """Return the place whose held forms are offered here: the address's, or the region that the person leads.

    Confirming has an address of its own in each partnership and one for all regions.
    """
    entered = session.get("place") or ""
    return place_here() or (entered if entered.startswith("region:") else None)


def safe_next(value: Any) -> str | None:
    """Return a path of this portal; None for anything that could lead elsewhere."""
    if not isinstance(value, str) or not value.startswith("/") or len(value) > 500:
        return None
    if value[1:2] in ("/", "\\") or any(ord(letter) < 33 or letter == "\\" for letter in value):
        return None
    parts = urlsplit(value)
    return None if parts.scheme or parts.netloc else value
