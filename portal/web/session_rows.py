"""Which rows of sign-in sessions count, when is one touched, and which may go?"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from flask import current_app, request
from sqlalchemy import ColumnElement, Connection, Row, and_, delete, select, update

from portal.config import Settings
from portal.extensions import db
from portal.models.account import Account, keyed_hash
from portal.models.sign_in import SignInSession, apart
from portal.web import browsers

TOUCH_AFTER = timedelta(minutes=1)
# An ended session's row stays this long, so that a form sent with it still finds its writer.
REMEMBERED_FOR = timedelta(hours=24)
MOST_AT_ONCE = 3

rows = SignInSession.__table__
accounts = Account.__table__


def fresh_row(lasts: timedelta) -> dict[str, Any]:
    """Return the values of a row that begins now."""
    now = datetime.now(UTC)
    return {
        "created_at": now,
        "seen_at": now,
        "ends_at": now + lasts,
        "browser": browsers.family(request.user_agent.string),
        "address_digest": keyed_hash("client-address", request.remote_addr or ""),
    }


def kept_row(id_hash: str) -> Row[Any] | None:
    """Return the row with whether its account may sign in."""
    wanted = (
        select(rows, accounts.c.is_active.label("is_account_active"))
        .select_from(rows.outerjoin(accounts, accounts.c.id == rows.c.account_id))
        .where(rows.c.id_hash == id_hash)
    )
    with db.engine.execution_options(portal_reads_only=True).connect() as connection:
        return connection.execute(wanted).first()


def is_live(row: Row[Any]) -> bool:
    """Whether the session still counts: not ended, within both limits, its account not closed."""
    now = datetime.now(UTC)
    if row.ended_at is not None or now >= row.ends_at:
        return False
    if row.account_id is None:
        return True
    return bool(row.is_account_active) and now - row.seen_at < timedelta(minutes=settings().idle_minutes)


def touch(row: Row[Any]) -> None:
    """Note that the person is here, at most once a minute, so that reading pages mostly writes nothing."""
    now = datetime.now(UTC)
    if row.account_id is None or now - row.seen_at < TOUCH_AFTER or db.session().in_transaction():
        return
    with apart() as connection:
        same = (rows.c.id_hash == row.id_hash) & rows.c.ended_at.is_(None)
        connection.execute(update(rows).where(same).values(seen_at=now))


def is_live_row_of(account_id: UUID) -> ColumnElement[bool]:
    """Select the sessions of an account that still count."""
    now = datetime.now(UTC)
    quiet_since = now - timedelta(minutes=settings().idle_minutes)
    return and_(
        rows.c.account_id == account_id,
        rows.c.ended_at.is_(None),
        rows.c.ends_at > now,
        rows.c.seen_at > quiet_since,
    )


def end_oldest(connection: Connection, account_id: UUID) -> None:
    """End the longest quiet sessions beyond three at once."""
    wanted = select(rows.c.id_hash).where(is_live_row_of(account_id)).order_by(rows.c.seen_at.desc())
    extra = connection.scalars(wanted.offset(MOST_AT_ONCE)).all()
    if extra:
        ended = update(rows).where(rows.c.id_hash.in_(extra)).values(ended_at=datetime.now(UTC))
        connection.execute(ended)


def sweep(connection: Connection) -> None:
    """Delete rows that nobody can use any more."""
    now = datetime.now(UTC)
    over = rows.c.ends_at < now - REMEMBERED_FOR
    visitor = rows.c.account_id.is_(None) & (rows.c.ends_at < now)
    connection.execute(delete(rows).where(over | visitor))


def settings() -> Settings:
    """Return the settings of the running portal."""
    kept: Settings = current_app.extensions["settings"]
    return kept
