"""How does a person get a calendar of what is due, and which days are in it?"""

from __future__ import annotations

import secrets
from datetime import date
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from portal.domain.vocabulary import CaseStage
from portal.models.account import Membership, keyed_hash, now, token_hash
from portal.models.audit import record
from portal.models.calendar_feed import CalendarFeed
from portal.models.case import Case
from portal.models.case_access import cases_known_to
from portal.models.session import TenantSession
from portal.tenancy.model import Tenant
from portal.web import desk
from portal.web.access import actor_of
from portal.web.due_next import due_next

AT_ONCE = 50


def make_calendar(session: TenantSession, tenant: str, account_id: UUID) -> str:
    """Give the person a calendar at a new address, and return its token to show once; an earlier one is gone."""
    session.execute(delete(CalendarFeed).where(CalendarFeed.account_id == account_id))
    token = secrets.token_urlsafe(32)
    session.add(
        CalendarFeed(tenant=tenant, account_id=account_id, token_hash=token_hash(token), made_at=now())
    )
    record(session, "calendar-made", "account", account_id)
    session.commit()
    return token


def end_calendar(session: TenantSession, account_id: UUID) -> None:
    """Take the person's calendar away; an address that is gone answers like one that never was."""
    session.execute(delete(CalendarFeed).where(CalendarFeed.account_id == account_id))
    record(session, "calendar-ended", "account", account_id)
    session.commit()


def due_days(session: Session, tenant: Tenant, reader: Membership, today: date) -> list[date]:
    """Return the days on which something is due that waits for this person, or in a case that they may know of."""
    actor = actor_of(reader)
    days = {line.due_on for line in desk.lines(session, actor, tenant)}
    open_cases = cases_known_to(actor.account_id, actor.permissions).where(Case.stage != CaseStage.CLOSED)
    cases = session.scalars(open_cases.order_by(Case.id)).all()
    for first in range(0, len(cases), AT_ONCE):
        soonest = due_next(session, actor, tenant, cases[first : first + AT_ONCE], today)
        days |= {line.due_on for line in soonest.values()}
    return sorted(day for day in days if day is not None)


def event_id(tenant: str, account_id: UUID, day: date) -> str:
    """Return what a day's event is known by: the same each time, and nothing can be read from it."""
    return keyed_hash("calendar-event", f"{tenant}|{account_id}|{day.isoformat()}")[:40]
