"""Who acts, in this request or command, and in which sign-in session?"""

from __future__ import annotations

from contextvars import ContextVar
from uuid import UUID

Actor = tuple[UUID | None, str | None]
NOBODY: Actor = (None, None)

_actor: ContextVar[Actor] = ContextVar("actor", default=NOBODY)


def acting(actor_id: UUID | None, session_ref: str | None = None) -> None:
    """Say who acts from here to the end of the request or command; the reference is no secret of the session."""
    _actor.set((actor_id, session_ref))


def actor() -> Actor:
    """Return who acts now."""
    return _actor.get()


def forget_actor(*sender: object, **said: object) -> None:
    """A thread serves one request after another: none begins with the person of the last."""
    _actor.set(NOBODY)
