"""Whose rows may one database session touch, and what is it called when it reaches further?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Face = Literal["staff", "public", "region"]

# Where a connection keeps the scope of the session that uses it; emptied when it goes back to the pool.
SCOPE = "portal_scope"


class OutOfBounds(RuntimeError):
    """A statement or a row reached past the partnership that its session serves."""


class NoTenant(OutOfBounds):
    """A partnership's table was named by a session that serves no partnership."""


class SessionIsBound(RuntimeError):
    """A session that serves one partnership was asked to serve another."""


@dataclass(frozen=True)
class Scope:
    """What a session may touch: one face, at most one tenant, and whether it may write."""

    face: Face = "staff"
    tenant: str | None = None
    writes: bool = True
