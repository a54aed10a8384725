"""Which cases does a list show: narrowed how, from which one on, and no slower however many there are?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, and_, or_, select, union_all
from sqlalchemy.orm import Session

from portal.domain.errors import InvalidAnswer
from portal.domain.references import Reference
from portal.domain.vocabulary import CaseStage
from portal.models.case import Case, CaseNumber
from portal.models.case_access import cases_known_to, granted_to
from portal.models.event import Event
from portal.tenancy.model import Tenant
from portal.web.access import Actor

A_PAGE = 50
LONDON = ZoneInfo("Europe/London")
NUMBER = re.compile(r"\d{1,9}", re.ASCII)
WHOLE = re.compile(r"([A-Z]{2,8})-(\d{4})-(\d{1,9})", re.ASCII)
NO_REFERENCE = "Enter a reference, or only its number"


@dataclass(frozen=True)
class CaseFilter:
    """How a list of cases is narrowed; `after` is the reference of the last case on the page before."""

    stage: CaseStage | None = None
    year: int | None = None
    reference: str = ""
    after: str = ""
    is_mine: bool = False


@dataclass(frozen=True)
class CasePage:
    """One page of a list of cases; `after` leads to the next, and is empty on the last."""

    cases: Sequence[Case]
    after: str


def page_of_cases(session: Session, actor: Actor, tenant: Tenant, narrowed: CaseFilter) -> CasePage:
    """Return a page of the cases that the person may know of, the latest first.

    Nothing is counted and nothing is skipped: a page begins where an index finds the case before it.
    Raises InvalidAnswer where what was typed can be no reference.
    """
    known = cases_known_to(actor.account_id, actor.permissions)
    if narrowed.is_mine:
        known = known.where(has_part(actor.account_id))
    wanted = narrow(session, tenant, known, narrowed)
    if narrowed.after:
        wanted = wanted.where(*later_than(session, known, narrowed.after))
    # By the day and then by the row: two may have been opened in the same moment.
    ordered = wanted.order_by(Case.opened_at.desc(), Case.id.desc()).limit(A_PAGE + 1)
    found = session.scalars(ordered).all()
    shown = found[:A_PAGE]
    return CasePage(shown, shown[-1].reference if len(found) > A_PAGE else "")


def narrow(session: Session, tenant: Tenant, wanted: Select[Any], narrowed: CaseFilter) -> Select[Any]:
    """Narrow a list by what the person chose."""
    if narrowed.stage is not None:
        wanted = wanted.where(Case.stage == narrowed.stage)
    if narrowed.year is not None:
        wanted = wanted.where(
            Case.opened_at >= new_year(narrowed.year), Case.opened_at < new_year(narrowed.year + 1)
        )
    if narrowed.reference.strip():
        wanted = wanted.where(Case.reference.in_(references_meant(session, tenant, narrowed.reference)))
    return wanted


def has_part(account_id: UUID) -> ColumnElement[bool]:
    """Say of a case that the person did something about it, or was given leave to know of it.

    What one person did is read first and their cases fetched by key, as in `case_access.is_granted`.
    """
    acted = select(Event.thing_id).where(Event.actor_id == account_id, Event.thing_kind == "case")
    return Case.id.in_(union_all(acted, granted_to(account_id, datetime.now(UTC))))


def later_than(session: Session, known: Select[Any], reference: str) -> list[Any]:
    """Say of a case that it comes after this one in the list; nothing where the person may know of no such case."""
    last: Case | None = (
        session.scalar(known.where(Case.reference == reference)) if reference.isprintable() else None
    )
    if last is None:
        return []
    # The first condition is what an index can begin from; the second tells apart what was opened at once.
    is_after = or_(Case.opened_at < last.opened_at, and_(Case.opened_at == last.opened_at, Case.id < last.id))
    return [Case.opened_at <= last.opened_at, is_after]


def references_meant(session: Session, tenant: Tenant, typed: str) -> list[str]:
    """Return the references that somebody may have meant: one that is whole, or a number in each year."""
    said = "".join(typed.split()).upper()
    whole = WHOLE.fullmatch(said)
    try:
        if whole:
            return [str(Reference(whole[1], int(whole[2]), int(whole[3])))]
        if NUMBER.fullmatch(said):
            return [
                str(Reference(tenant.reference_prefix, year, int(said))) for year in years_with_cases(session)
            ]
    except InvalidAnswer:
        pass
    raise InvalidAnswer(NO_REFERENCE, "reference")


def years_with_cases(session: Session) -> list[int]:
    """Return the years in which a case was opened, the latest first."""
    return list(session.scalars(select(CaseNumber.year).order_by(CaseNumber.year.desc())))


def new_year(year: int) -> datetime:
    """Return the first moment of a year in England."""
    return datetime(year, 1, 1, tzinfo=LONDON)
