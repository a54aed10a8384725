"""Whose view does a case await before the screening body advises, and who is told that it does?"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from portal.domain.permissions import Permission, permissions_of
from portal.models.attention import call_people, members_here
from portal.models.case import closed_to
from portal.models.meeting import has_seat
from portal.models.moment import is_told


def takes_part(session: Session, account_id: UUID, permissions: Collection[Permission], day: date) -> bool:
    """Whether a view is this person's to give: whoever decides has one where they sit on the body too."""
    return Permission.DECISION_SIGN not in permissions or has_seat(session, account_id, day)


def who_gives_views(session: Session, day: date, *, but: Permission | None = None) -> list[UUID]:
    """Return the people whose views are awaited, without those whose roles carry another permission."""
    here = [(each.account_id, permissions_of(each.roles)) for each in members_here(session)]
    return [
        account_id
        for account_id, held in here
        if Permission.SCREENING_GIVE_VIEW in held
        and but not in held
        and takes_part(session, account_id, held, day)
    ]


def call_for_views(session: Session, tenant: str, case_id: UUID, day: date, *, but: UUID) -> None:
    """Write to those whose view a new case awaits, in the caller's transaction; never to whom it is closed to.

    Whoever records the advice is written to about the case itself.
    """
    if is_told():
        return
    left_out = {but, *closed_to(session, [case_id])}
    called = who_gives_views(session, day, but=Permission.SCREENING_RECORD)
    call_people(session, tenant, [each for each in called if each not in left_out])
