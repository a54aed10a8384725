"""Where does a person go once they are signed in, and what does this browser remember of them?"""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta
from uuid import UUID

from flask import Response, after_this_request, current_app, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.queries import Place, places_of
from portal.models.actor import acting
from portal.web import held_forms, limits, places, sign_in_session

PENDING_LASTS = timedelta(minutes=10)
DEVICE_LASTS = timedelta(days=180)


def await_second_factor(account_id: UUID) -> None:
    """Remember for ten minutes, under a new cookie, whose password was right."""
    until = datetime.now(UTC) + PENDING_LASTS
    session["pending"] = {"account": str(account_id), "until": until.isoformat()}
    sign_in_session.renew_visitor()


def pending_account() -> UUID | None:
    """Return whose second factor this browser is asked for."""
    pending = session.get("pending")
    if not pending or datetime.fromisoformat(pending["until"]) < datetime.now(UTC):
        return None
    return UUID(pending["account"])


def remember_next() -> None:
    """Keep where the person wanted to go, if it is an address of this portal."""
    wanted = held_forms.safe_next(request.args.get("next"))
    if wanted is not None:
        session["next"] = wanted


def arrive(account_id: UUID) -> ResponseReturnValue:
    """Sign the person in where they asked to be, or where they belong, and take them on."""
    wanted = session.get("next")
    belongs = places_of(account_id, places.all_tenants())
    place = place_to_enter(belongs)
    remember_device(account_id)
    acting(account_id)
    sign_in_session.begin(account_id, place.code if place else None)
    return redirect(address_after(account_id, place, wanted), 303)


def place_to_enter(belongs: list[Place]) -> Place | None:
    """Return the place of the address where the person belongs there, or the only one they have."""
    here = f"tenant:{g.tenant.slug}" if g.tenant else None
    for place in belongs:
        if place.code == here:
            return place
    return belongs[0] if len(belongs) == 1 else None


def address_after(account_id: UUID, place: Place | None, wanted: str | None) -> str:
    """Return the held form, else what was asked for, else the desk; several places are chosen from first."""
    if held_forms.is_held(account_id, place.code if place else None):
        slug = place.code.removeprefix("tenant:") if place and not place.is_region else None
        return url_for("accounts.held_form", tenant=slug) if slug else "/held-form"
    if place is None:
        return url_for("accounts.choose_place")
    within = place.address.rpartition("/")[0] + "/"
    if wanted and (wanted.startswith((within, "/account")) or wanted == within):
        return wanted
    return place.address


def device() -> str | None:
    """Return the token by which this browser is known."""
    return request.cookies.get(device_cookie())


def device_cookie() -> str:
    """Return the name of the cookie that says only "somebody signed in here before"."""
    return f"{current_app.config['SESSION_COOKIE_NAME']}-device"


def remember_device(account_id: UUID) -> None:
    """Let this browser keep a count of its own tries, whatever strangers do elsewhere."""
    token = device() or secrets.token_urlsafe(32)
    limits.get_to_know(token, account_id)

    @after_this_request
    def give(response: Response) -> Response:
        response.set_cookie(
            device_cookie(),
            token,
            max_age=DEVICE_LASTS,
            httponly=True,
            secure=bool(current_app.config["SESSION_COOKIE_SECURE"]),
            samesite="Lax",
            path="/",
        )
        return response


def place_code() -> str | None:
    """Return the partnership of this address as sessions and links name it."""
    return f"tenant:{g.tenant.slug}" if g.tenant else None
