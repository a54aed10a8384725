"""Which partnership, and which face, does this database session serve for the whole of its life?"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from flask import current_app
from flask_sqlalchemy.session import Session
from sqlalchemy import Engine
from sqlalchemy.orm import scoped_session

if TYPE_CHECKING:
    from flask_sqlalchemy import SQLAlchemy

Face = Literal["staff", "public", "region"]


class SessionIsBound(RuntimeError):
    """A session that serves one partnership was asked to serve another."""


@dataclass(frozen=True)
class Scope:
    """What a session may touch: one face, at most one tenant, and whether it may write."""

    face: Face = "staff"
    tenant: str | None = None
    writes: bool = True


class TenantSession(Session):
    """A session of one scope for life; outside a scope, tenant tables cannot be named."""

    def __init__(self, db: SQLAlchemy, **options: Any) -> None:
        super().__init__(db, **options)
        self.scope = Scope()

    def enter(self, scope: Scope) -> None:
        """Bind this session for life; SessionIsBound where it has begun work or serves another scope."""
        if self.scope != Scope() and self.scope != scope:
            raise SessionIsBound(f"serves {self.scope}, asked for {scope}")
        if self.in_transaction():
            raise SessionIsBound("has begun work already")
        self.scope = scope

    def get_bind(self, *args: Any, **options: Any) -> Engine:
        """Return the engine of this session's face; one that only reads where the scope says so."""
        engine = self._db.engines[None if self.scope.face == "staff" else self.scope.face]
        return engine if self.scope.writes else engine.execution_options(portal_reads_only=True)


@contextmanager
def entering(
    session: scoped_session[TenantSession], tenant: str | None, *, face: Face = "staff", writes: bool = True
) -> Iterator[TenantSession]:
    """Give a new session of its own for one tenant: a fresh application context, removed at the end."""
    with current_app.app_context():
        own = session()
        own.enter(Scope(face, tenant, writes))
        yield own
