"""Which case content has been looked at, and has yet to go on the record?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import inspect
from sqlalchemy.orm import Session, object_session

from portal.models.base import TenantOwned

if TYPE_CHECKING:
    from portal.models.sealed import Sealable

Subject = tuple[str, UUID]

KEPT_IN = "looked_at"


def note(row: Sealable) -> None:
    """Note that a stored row's content was opened; what its own author has just written is no look."""
    session = object_session(row)
    if session is None or not inspect(row).persistent:
        return
    if row.is_case_content and isinstance(row, TenantOwned):
        noted(session).add(row.look_subject())


def noted(session: Session) -> set[Subject]:
    """Return what this session has looked at and not yet recorded."""
    kept: Any = session.info.setdefault(KEPT_IN, set())
    looked_at: set[Subject] = kept
    return looked_at


def take(session: Session) -> list[Subject]:
    """Return what this session has looked at, in a fixed order, and forget it."""
    return sorted(session.info.pop(KEPT_IN, ()))
