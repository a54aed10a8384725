"""Which browser is signed in, as whom and where? The cookie is a random number; everything else is a row."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from flask import Flask, Request, Response, current_app, g, session, url_for
from flask.sessions import SessionInterface, SessionMixin
from flask_login import UserMixin, current_user, login_user
from sqlalchemy import Row, delete, insert, update

from portal.extensions import db, login_manager
from portal.models.account import Account, token_hash
from portal.models.session import entering
from portal.models.sign_in import apart
from portal.web.session_rows import (
    end_oldest,
    fresh_row,
    is_live,
    kept_row,
    rows,
    settings,
    sweep,
    touch,
)

TOKEN_BYTES = 32  # 256 bits: nobody guesses it, so a plain hash is enough in the database
VISITOR_LASTS = timedelta(hours=1)
VISIT_REMEMBERED = timedelta(hours=24)
STEP_UP_LASTS = timedelta(minutes=10)
REFERENCE_LENGTH = 16


class SignedInPerson(UserMixin):  # type: ignore[misc]
    """The account of this browser, as far as every request needs it."""

    def __init__(self, account_id: UUID) -> None:
        self.id = account_id

    @property
    def name(self) -> str:
        """The person's name, opened only where a page shows it."""
        if "signed_in_name" not in g:
            with entering(db.session, None, writes=False) as own:
                account = own.get(Account, self.id)
                name = account.name if account else ""
            g.signed_in_name = name or ""
        return str(g.signed_in_name)


class BrowserSession(dict[str, Any], SessionMixin):
    """Flask's `session`, read from its row when it is first asked for and never on a page for everyone."""

    def __init__(self, token: str | None) -> None:
        super().__init__()
        self.token = token
        self.is_read = False
        self.modified = False
        self.row: Row[Any] | None = None
        self.ended_account_id: UUID | None = None
        self.begun: dict[str, Any] | None = None
        self.is_over = False

    @property
    def id_hash(self) -> str | None:
        """The key of this browser's row."""
        return token_hash(self.token) if self.token else None

    @property
    def account_id(self) -> UUID | None:
        """Whose session this is; None for a visitor or one whose time ran out."""
        self.read()
        return self.row.account_id if self.row is not None else None

    def read(self) -> None:
        """Fetch the row once; a session that has ended leaves its form token and its account's name tag."""
        if self.is_read:
            return
        self.is_read = True
        row = kept_row(self.id_hash) if self.id_hash else None
        if row is None:
            return
        if is_live(row):
            self.row = row
            super().update(row.data)
            touch(row)
        else:
            self.ended_account_id = row.account_id
            super().update({name: value for name, value in row.data.items() if name == "csrf_token"})

    def __getitem__(self, name: str) -> Any:
        self.read()
        return super().__getitem__(name)

    def __contains__(self, name: object) -> bool:
        self.read()
        return super().__contains__(name)

    def __iter__(self) -> Iterator[str]:
        self.read()
        return super().__iter__()

    def __setitem__(self, name: str, value: Any) -> None:
        self.read()
        self.modified = True
        super().__setitem__(name, value)

    def __delitem__(self, name: str) -> None:
        self.read()
        self.modified = True
        super().__delitem__(name)

    def get(self, name: str, default: Any = None) -> Any:
        """Return a value, or the default."""
        self.read()
        return super().get(name, default)

    def pop(self, name: str, *default: Any) -> Any:
        """Remove and return a value."""
        self.read()
        self.modified = self.modified or super().__contains__(name)
        return super().pop(name, *default)

    def setdefault(self, name: str, default: Any = None) -> Any:
        """Return a value, setting it first where it is missing."""
        if name not in self:
            self[name] = default
        return self[name]

    def clear(self) -> None:
        """Forget everything that this browser's row holds."""
        self.read()
        self.modified = True
        super().clear()


class SessionRows(SessionInterface):
    """Keeps sessions as rows, so that ending one ends it everywhere at once."""

    def open_session(self, app: Flask, request: Request) -> BrowserSession:
        """Return the session of the request's cookie without reading it yet."""
        return BrowserSession(request.cookies.get(self.get_cookie_name(app)))

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Write what changed; a page that never asked for the session neither reads nor sets anything."""
        if not isinstance(session, BrowserSession) or not session.is_read:
            return
        response.vary.add("Cookie")
        if session.is_over:
            self.forget(app, session, response)
        elif session.begun is not None:
            self.begin(app, session, response)
        elif session.modified:
            self.keep(app, session, response)

    def forget(self, app: Flask, session: BrowserSession, response: Response) -> None:
        """Delete the row and the cookie."""
        db.session.rollback()
        with apart() as connection:
            connection.execute(delete(rows).where(rows.c.id_hash == session.id_hash))
        response.delete_cookie(self.get_cookie_name(app), **self.cookie_traits(app))

    def begin(self, app: Flask, session: BrowserSession, response: Response) -> None:
        """Give the browser a new cookie and row in place of the one it had (no fixation)."""
        token = secrets.token_urlsafe(TOKEN_BYTES)
        values = {**(session.begun or {}), "id_hash": token_hash(token), "data": dict(session)}
        db.session.rollback()
        with apart() as connection:
            if session.row is not None:
                connection.execute(delete(rows).where(rows.c.id_hash == session.id_hash))
            connection.execute(insert(rows).values(**values))
            if values.get("account_id"):
                end_oldest(connection, values["account_id"])
            sweep(connection)
        self.give_cookie(app, response, token)

    def keep(self, app: Flask, session: BrowserSession, response: Response) -> None:
        """Write changed values to the row; one that was ended meanwhile stays ended."""
        if session.row is None:
            session.begun = fresh_row(VISITOR_LASTS)
            self.begin(app, session, response)
            return
        db.session.rollback()
        with apart() as connection:
            same = (rows.c.id_hash == session.id_hash) & rows.c.ended_at.is_(None)
            connection.execute(update(rows).where(same).values(data=dict(session)))

    def give_cookie(self, app: Flask, response: Response, token: str) -> None:
        """Set the cookie until the browser closes: nothing here is remembered longer."""
        response.set_cookie(self.get_cookie_name(app), token, httponly=True, **self.cookie_traits(app))

    def cookie_traits(self, app: Flask) -> dict[str, Any]:
        """Return what setting and deleting the cookie must agree on."""
        return {
            "path": "/",
            "secure": self.get_cookie_secure(app),
            "samesite": self.get_cookie_samesite(app),
        }


def init_app(app: Flask) -> None:
    """Keep sessions in rows, and let Flask-Login's `current_user` be who the row says."""
    app.session_interface = SessionRows()
    # Not login_manager.init_app: its cookie hook would read the session on every public page.
    app.login_manager = login_manager  # type: ignore[attr-defined]
    login_manager.session_protection = None
    login_manager.user_loader(person_of)
    app.context_processor(known_to_pages)


def person_of(account_id: str) -> SignedInPerson | None:
    """Return the person whom the row names; None where the row is no longer live."""
    held = browser_session().account_id
    return SignedInPerson(held) if held is not None and str(held) == account_id else None


def known_to_pages() -> dict[str, Any]:
    """Return what templates may ask: the person, and how long a quiet session still lasts."""
    known: dict[str, Any] = {"current_user": current_user}
    if g.get("actor") is not None and "accounts.stay" in current_app.view_functions:
        known["session_seconds_left"] = settings().idle_minutes * 60
        known["session_keep_address"] = url_for("accounts.stay")
    return known


def begin(account_id: UUID, place: str | None = None) -> None:
    """Sign a person in with both factors given just now, in a new session."""
    now = datetime.now(UTC)
    state = browser_session()
    state.clear()
    state.begun = fresh_row(timedelta(hours=settings().session_hours)) | {
        "account_id": account_id,
        "place": place,
        "second_factor_at": now,
        "step_up_at": now,
    }
    take_place(state, place)
    login_user(SignedInPerson(account_id))


def renew_visitor() -> None:
    """Give a visitor who got one step further a new cookie, so that nobody planted it before (no fixation)."""
    state = browser_session()
    state.read()
    state.begun = fresh_row(VISITOR_LASTS)


def begin_visit(said: dict[str, str]) -> None:
    """Let a visitor do one thing that a link admits to, under a new cookie; somebody signed in stays signed in.

    The row outlasts the visit by far, so that a form sent too late still finds whose it is.
    """
    state = browser_session()
    if state.account_id is None:
        state.begun = fresh_row(VISIT_REMEMBERED)
    for name, value in said.items():
        state[name] = value


def enter(place: str) -> None:
    """Enter a partnership or region: a new session that ends when the sign-in would have ended."""
    state = browser_session()
    row = live_row(state)
    state.begun = renewed(row) | {"place": place}
    take_place(state, place)


def step_up() -> None:
    """Note that the second factor was given just now, under a new cookie."""
    state = browser_session()
    state.begun = renewed(live_row(state)) | {"step_up_at": datetime.now(UTC)}


def end() -> None:
    """Sign this browser out."""
    browser_session().read()
    browser_session().is_over = True


def stepped_up_recently() -> bool:
    """Whether the second factor was given within the last ten minutes."""
    row = browser_session().row
    return (
        row is not None and row.step_up_at is not None and datetime.now(UTC) - row.step_up_at < STEP_UP_LASTS
    )


def session_reference() -> str | None:
    """Return what the record names this session by: a part of its key, of no use for anything else."""
    id_hash = browser_session().id_hash
    return id_hash[:REFERENCE_LENGTH] if id_hash else None


def browser_session() -> BrowserSession:
    """Return this request's session as what it is."""
    state = session._get_current_object()  # type: ignore[attr-defined]
    assert isinstance(state, BrowserSession)
    return state


def live_row(state: BrowserSession) -> Row[Any]:
    """Return the row of a signed-in browser; LookupError where nobody is signed in."""
    state.read()
    if state.row is None or state.row.account_id is None:
        raise LookupError("nobody is signed in")
    return state.row


def take_place(state: BrowserSession, place: str | None) -> None:
    """Keep the place where the access rule reads it."""
    if place is None:
        state.pop("place", None)
    else:
        state["place"] = place


def renewed(row: Row[Any]) -> dict[str, Any]:
    """Return the values of a row for a new cookie: the absolute limit does not move."""
    kept = ("account_id", "place", "ends_at", "second_factor_at", "step_up_at", "created_at")
    return fresh_row(VISITOR_LASTS) | {name: getattr(row, name) for name in kept}
