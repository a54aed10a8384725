"""Who is reminded of an agreed action of the screening body, and when?

Two working days before its day, on the day and on the first working day after it. Each reminder is a row, so that
whoever looks late gives each that was missed once.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from portal.domain.clocks import ClockUnit, count
from portal.domain.errors import BeyondHorizon
from portal.domain.permissions import Permission, permissions_of
from portal.domain.reminding import MailChoice
from portal.extensions import db
from portal.meetings.minutes_queries import agreed_actions
from portal.models.account import Membership
from portal.models.attention import members_here
from portal.models.minutes import MinutesAction
from portal.models.reminder import Reminder, remind_person, wants
from portal.models.session import TenantSession, entering
from portal.tenancy.model import Tenant
from portal.web.access import Actor
from portal.web.working_days import digest_leaves_at, known_holidays

BEFORE, AFTER = -2, 1


@dataclass(frozen=True)
class Owed:
    """One reminder: whose, what it is known again by, and when the action is due."""

    account_id: UUID
    what: str
    due_on: date


def remind_of_actions(tenant: Tenant, today: date) -> int:
    """Remind whoever agreed actions are for, in one commit; return how many reminders there were."""
    with entering(db.session, tenant.slug, writes=False) as session:
        members = members_here(session)
        here = {each.account_id for each in members}
        owed = [each for member in members for each in owed_to(session, tenant, member, here, today)]
    if not owed:
        return 0
    with entering(db.session, tenant.slug) as session:
        for each in owed:
            remind_person(
                session, tenant.slug, each.account_id, each.what, is_late=today > each.due_on, today=today,
                leaves_at=digest_leaves_at(tenant),
            )  # fmt: skip
        session.commit()
    return len(owed)


def owed_to(
    session: TenantSession, tenant: Tenant, member: Membership, here: Collection[UUID], today: date
) -> list[Owed]:
    """Return what one person is to be reminded of and was not: what is theirs; for whoever runs the meetings, what
    is of nobody who works here, or of somebody who has left."""
    permissions = permissions_of(member.roles)
    if Permission.MEETING_SEE not in permissions or wants(session, member.account_id) is MailChoice.URGENT:
        return []
    actor = Actor(member.account_id, tenant.slug, None, permissions=permissions)
    found = [
        Owed(member.account_id, reminder_of(action, today), action.due_on)
        for _, _, action in agreed_actions(session, actor, furthest(today))
        if action.owner_id == member.account_id or action.owner_id not in here
    ]
    given = select(Reminder.what).where(
        Reminder.account_id == member.account_id, Reminder.what.in_([each.what for each in found])
    )
    done = set(session.scalars(given)) if found else set()
    return [each for each in found if each.what not in done]


def reminder_of(action: MinutesAction, today: date) -> str:
    """Return what the reminder of an action is known again by."""
    return f"agreed-action/{action.first_id}/{action.due_on.isoformat()}/{code_on(action, today)}"


def furthest(today: date) -> date:
    """Return the last due day of which anybody is reminded today."""
    return day_after(today, -BEFORE)


def code_on(action: MinutesAction, today: date) -> str:
    """Return which reminder of an action has its day by now, the latest one."""
    if today >= day_after(action.due_on, AFTER):
        return "after"
    return "on-the-day" if today >= action.due_on else "before"


def day_after(day: date, working_days: int) -> date:
    """Return the day so many working days later; the same day where bank holidays are not known."""
    try:
        return count(day, working_days, ClockUnit.WORKING_DAYS, known_holidays()).due_on
    except BeyondHorizon:
        return day
