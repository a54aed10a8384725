"""Which case content has been looked at, and has yet to go on the record?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import has_request_context, request
from sqlalchemy import inspect
from sqlalchemy.orm import Session, object_session

from portal.models.base import TenantOwned

if TYPE_CHECKING:
    from portal.models.sealed import Sealable

Subject = tuple[str, UUID]

KEPT_IN = "looked_at"
# A view may read in several sessions; the answer that leaves is one.
KEPT_FOR_ANSWER = "portal.looked_at"


def note(row: Sealable, subject: Subject | None = None) -> None:
    """Note that a stored row's content was opened; what its own author has just written is no look.

    `subject` names something narrower than what the row belongs to.
    """
    session = object_session(row)
    if session is None or not inspect(row).persistent:
        return
    if row.is_case_content and isinstance(row, TenantOwned):
        subject = subject or row.look_subject()
        noted(session).add(subject)
        for_answer().add((row.tenant, *subject))


def noted(session: Session) -> set[Subject]:
    """Return what this session has looked at and not yet recorded."""
    kept: Any = session.info.setdefault(KEPT_IN, set())
    looked_at: set[Subject] = kept
    return looked_at


def for_answer() -> set[tuple[str, str, UUID]]:
    """Return what the answer to this request was made from, by partnership; nothing outside a request."""
    if not has_request_context():
        return set()
    looked_at: set[tuple[str, str, UUID]] = request.environ.setdefault(KEPT_FOR_ANSWER, set())
    return looked_at


def recorded(session: Session, subjects: set[Subject]) -> None:
    """Forget looks that this session's transaction has put on the record."""
    noted(session).difference_update(subjects)
    tenant = getattr(session, "scope").tenant  # noqa: B009 - only our own sessions have a scope
    for_answer().difference_update((tenant, *subject) for subject in subjects)
