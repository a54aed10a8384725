"""Which cases may this person know of? Every list and every look at a case begins here (design 6.4)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime
from functools import lru_cache
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, or_, select
from sqlalchemy.orm import Session

from portal.domain.errors import NotFound
from portal.domain.permissions import Permission
from portal.models import looks
from portal.models.audit import record
from portal.models.case import Case, CaseExclusion, CaseGrant, EndedExclusion
from portal.models.event import tell
from portal.models.session import TenantSession


def cases_known_to(
    account_id: UUID, permissions: Collection[Permission], at: datetime | None = None
) -> Select[Case]:
    """Select the cases that the person's roles or grants open to them, without those they are involved in."""
    wanted = _open_to(account_id)
    if Permission.CASE_SEE in permissions:
        return wanted
    if Permission.CASE_SEE_GRANTED in permissions:
        return wanted.where(is_granted(account_id, at or datetime.now(UTC)))
    # Every case has a reference: nothing is found.
    return wanted.where(Case.reference.is_(None))


@lru_cache(maxsize=512)
def _open_to(account_id: UUID) -> Select[Case]:
    return select(Case).where(~is_excluded(account_id))


def is_excluded(account_id: UUID) -> ColumnElement[bool]:
    """Say of a case whether the person is personally involved in it."""
    return exists().where(
        CaseExclusion.tenant == Case.tenant,
        CaseExclusion.case_id == Case.id,
        CaseExclusion.account_id == account_id,
    )


def is_involved(session: Session, case_ids: Collection[UUID], account_id: UUID) -> bool:
    """Whether any of these cases is closed to the person."""
    wanted = select(CaseExclusion.id).where(
        CaseExclusion.case_id.in_(case_ids), CaseExclusion.account_id == account_id
    )
    return session.scalar(wanted.limit(1)) is not None


def is_granted(account_id: UUID, at: datetime) -> ColumnElement[bool]:
    """Say of a case whether the person has leave to know of it at this moment.

    The person's few grants are read first and their cases fetched by key: asked the other way round, case by
    case, somebody with leave for two would wait for a hundred thousand.
    """
    return Case.id.in_(granted_to(account_id, at))


def granted_to(account_id: UUID, at: datetime) -> Select[UUID]:
    """Select the ids of the cases that the person has leave to know of at this moment."""
    live = or_(CaseGrant.ends_at.is_(None), CaseGrant.ends_at > at)
    return select(CaseGrant.case_id).where(CaseGrant.account_id == account_id, live)


def known_case(
    session: Session,
    reference: str,
    account_id: UUID,
    permissions: Collection[Permission],
    *,
    locked: bool = False,
) -> Case:
    """Return the case of this reference; NotFound alike where there is none and where the person may not know."""
    wanted = cases_known_to(account_id, permissions).where(Case.reference == reference)
    if locked:
        # Read anew: the page may have loaded the case before somebody else changed it.
        wanted = wanted.with_for_update(of=Case).execution_options(populate_existing=True)
    # PostgreSQL takes no text with a NUL in it, and no reference has one.
    case: Case | None = session.scalar(wanted) if reference.isprintable() else None
    if case is None:
        raise NotFound("There is no such case.")
    # A page of clear facts alone is a look as well; a list is none.
    looks.note(case)
    return case


def close_case_to(
    session: TenantSession, case: Case, account_id: UUID, reason: str, actor_id: UUID
) -> CaseExclusion:
    """Close a case to somebody who is personally involved, everywhere at once, in the caller's transaction."""
    wanted = select(CaseExclusion).where(
        CaseExclusion.case_id == case.id, CaseExclusion.account_id == account_id
    )
    closed: CaseExclusion | None = session.scalar(wanted)
    if closed is None:
        closed = CaseExclusion(tenant=case.tenant, unit=case.unit, case_id=case.id, account_id=account_id)
        session.add(closed)
    closed.reason = reason
    tell(session, case.tenant, "case", case.id, "person-excluded", actor_id)
    record(session, "case-exclusion", "case", case.id, (f"account:{account_id}",))
    return closed


def open_case_again(
    session: TenantSession, case: Case, closed: CaseExclusion, why: str, actor_id: UUID
) -> EndedExclusion:
    """Open a case again to somebody who is not involved after all, in the caller's transaction; the trace stays."""
    ended = EndedExclusion(
        tenant=case.tenant, unit=case.unit, case_id=case.id, account_id=closed.account_id, ended_by=actor_id,
        declared_at=closed.declared_at, reason=closed.reason, why=why,
    )  # fmt: skip
    session.add(ended)
    session.delete(closed)
    tell(session, case.tenant, "case", case.id, "exclusion-ended", actor_id)
    record(session, "case-exclusion-ended", "case", case.id, (f"account:{ended.account_id}",))
    return ended
