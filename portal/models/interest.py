"""Which agencies have declared an interest of their own in a case, with a view, with a position or at a meeting?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.meetings import Interest
from portal.models.meeting_record import DeclaredInterest
from portal.models.member_view import interests_in


@dataclass(frozen=True)
class OwnInterest:
    """That an agency was itself involved in a case, and how: who declared it, and when."""

    agency: str
    how: str
    declared_by: UUID
    declared_at: datetime


def own_interests_in(session: Session, case_id: UUID) -> list[OwnInterest]:
    """Return every interest that agencies have declared in a case, wherever they did, the earliest first.

    The same words of the same agency, declared with a view and again at a meeting, are one interest.
    """
    wanted = select(DeclaredInterest).where(
        DeclaredInterest.case_id == case_id, DeclaredInterest.kind == Interest.AGENCY
    )
    at_meetings = [
        OwnInterest(each.agency, each.words or "", each.account_id, each.declared_at)
        for each in session.scalars(wanted)
    ]
    beside_views = [
        OwnInterest(each.agency, each.how or "", each.declared_by, each.declared_at)
        for each in interests_in(session, case_id)
    ]
    in_order = sorted(
        [*at_meetings, *beside_views], key=lambda each: (each.declared_at, each.agency, each.how)
    )
    return list({(each.agency, each.how): each for each in reversed(in_order)}.values())[::-1]
