"""What does a person hold that somebody else must take on when they leave? Each slice tells of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from portal.domain.permissions import Permission


@dataclass(frozen=True)
class Holding:
    """A kind of work: its name for one and for many, what the new holder must be allowed, how it is moved."""

    one: str
    many: str
    permission: Permission
    count: Callable[[Session, UUID], int]
    move: Callable[[Session, UUID, UUID], int]


_HOLDINGS: dict[str, Holding] = {}


def register_holding(holding: Holding) -> None:
    """Let leavers' work of this kind be handed over; its functions stay inside the caller's transaction."""
    _HOLDINGS[holding.many] = holding


def holdings() -> tuple[Holding, ...]:
    """Return every kind of work that can be handed over."""
    return tuple(_HOLDINGS.values())
