"""How is the same not read twice for one page? A case's page asks every slice, and many ask for the same rows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar
from uuid import UUID

from sqlalchemy import event
from sqlalchemy.orm import Session, SessionTransaction

from portal.models.session import TenantSession

Asked = ParamSpec("Asked")
Found = TypeVar("Found")
PLAIN = (UUID, str, int, date)
FOUND = "read once"


def read_once(
    read: Callable[Concatenate[Session, Asked], Found],
) -> Callable[Concatenate[Session, Asked], Found]:
    """Keep what a function read until the transaction ends, where the session only reads.

    A session that writes reads anew each time: an operation asks again after it has locked what it changes. What is
    kept is handed to everybody who asks, so nobody may change it.
    """

    @wraps(read)
    def found_once(session: Session, /, *asked: Asked.args, **named: Asked.kwargs) -> Found:
        if not isinstance(session, TenantSession) or session.scope.writes:
            return read(session, *asked, **named)
        kept: dict[Any, tuple[object, Found]] = session.info.setdefault(FOUND, {})
        key = (read, *map(same, asked), *((name, same(value)) for name, value in sorted(named.items())))
        if key not in kept:
            # With what was asked, so that no other object takes its place in memory, and its answer.
            kept[key] = ((asked, named), read(session, *asked, **named))
        return kept[key][1]

    return found_once


def same(value: object) -> object:
    """Return what tells a value from others; the tenant, an actor or a row by which object it is."""
    if isinstance(value, (list, tuple)):
        return tuple(map(same, value))
    return value if value is None or isinstance(value, PLAIN) else (type(value), id(value))


@event.listens_for(TenantSession, "after_transaction_end")
def forget(session: TenantSession, transaction: SessionTransaction) -> None:
    """Let go of what was read in a transaction that is over."""
    session.info.pop(FOUND, None)
