"""What does a person hold that somebody else must take on when they leave? Each slice tells of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from sqlalchemy.orm import Session

from portal.domain.permissions import Permission, permissions_of
from portal.domain.vocabulary import Role


@dataclass(frozen=True)
class Holding:
    """A kind of work: its name for one and for many, what the new holder must be allowed, how it is moved.

    What an agency sends stays with the agency; `is_of_agency` is False for what the partnership itself looks after.
    What the new holder may not know of is left where it is, so fewer may be moved than are counted.
    """

    one: str
    many: str
    permission: Permission
    count: Callable[[Session, UUID], int]
    move: Callable[[Session, UUID, UUID], int]
    is_of_agency: bool = True


_HOLDINGS: dict[str, Holding] = {}


class AtWork(Protocol):
    """Somebody's roles and agency here, as a row or as a page has them."""

    @property
    def roles(self) -> tuple[Role, ...]:
        """What they do here."""

    @property
    def agency(self) -> str:
        """The code of their agency, or none."""


def may_take(holding: Holding, leaver: AtWork, taker: AtWork) -> bool:
    """Whether somebody may take on this kind of a leaver's work."""
    is_theirs = taker.agency == leaver.agency or not holding.is_of_agency
    return is_theirs and holding.permission in permissions_of(taker.roles)


def register_holding(holding: Holding) -> None:
    """Let leavers' work of this kind be handed over; its functions stay inside the caller's transaction."""
    _HOLDINGS[holding.many] = holding


def holdings() -> tuple[Holding, ...]:
    """Return every kind of work that can be handed over."""
    return tuple(_HOLDINGS.values())
