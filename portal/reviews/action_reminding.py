"""Who is reminded, in the e-mail of the day, of what agencies do for recommendations and have not done in time?

Each action is reminded of once, a working day after its day, by a row whose key lets nobody give it twice; a day that
moves is reminded of anew. The row, the event and the e-mails are one commit.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from portal.domain.agency_actions import ActionStatus
from portal.domain.clocks import ClockUnit, count
from portal.domain.errors import BeyondHorizon
from portal.domain.reminding import code_of
from portal.extensions import db
from portal.models.agency_action import AgencyAction
from portal.models.event import tell
from portal.models.reminder import ClockReminder, remind_person
from portal.models.review import Review, ReviewOfCase
from portal.models.session import TenantSession, entering
from portal.reviews.plan_reminding import who_runs
from portal.tenancy.model import Tenant
from portal.web.working_days import digest_leaves_at, known_holidays

AFTER = 1
CLOCK = "agency-action"


def remind_all(tenant: Tenant, today: date) -> int:
    """Give every reminder of a late action that has come, each review's in a commit of its own; return how many."""
    with entering(db.session, tenant.slug, writes=False) as session:
        review_ids = sorted({action.review_id for action in owed(session, today)})
    given = 0
    for review_id in review_ids:
        with entering(db.session, tenant.slug) as session:
            given += remind_of(session, tenant, review_id, today)
    return given


def remind_of(session: TenantSession, tenant: Tenant, review_id: UUID, today: date) -> int:
    """Give the reminders of one review's late actions, in one commit."""
    review = session.scalar(select(Review).where(Review.id == review_id).with_for_update(of=Review))
    case_id = first_case_of(session, review_id)
    if review is None or case_id is None:
        return 0
    actions = [action for action in owed(session, today) if action.review_id == review_id]
    people = who_runs(session, review)
    for action in actions:
        session.add(
            ClockReminder(tenant=tenant.slug, case_id=case_id, clock=CLOCK, thing_id=action.id, due_on=action.due_on,
                          code=code_of(AFTER))
        )  # fmt: skip
        tell(session, tenant.slug, "review", review.id, "action-reminded", None)
        what = f"{CLOCK}/{action.id}/{action.due_on.isoformat()}/{code_of(AFTER)}"
        for account_id in people:
            remind_person(session, tenant.slug, account_id, what, is_late=True, today=today,
                          leaves_at=digest_leaves_at(tenant))  # fmt: skip
    session.commit()
    return len(actions)


def owed(session: Session, today: date) -> Sequence[AgencyAction]:
    """Return the late actions that nobody was reminded of and whose reminder has come."""
    was_given = exists().where(
        ClockReminder.tenant == AgencyAction.tenant, ClockReminder.thing_id == AgencyAction.id,
        ClockReminder.due_on == AgencyAction.due_on, ClockReminder.clock == CLOCK,
    )  # fmt: skip
    late = select(AgencyAction).where(
        AgencyAction.status == ActionStatus.UNDER_WAY, AgencyAction.due_on < today, ~was_given
    )
    found = session.scalars(late.order_by(AgencyAction.due_on, AgencyAction.id)).all()
    return [action for action in found if has_come(action.due_on, today)]


def has_come(due_on: date, today: date) -> bool:
    """Whether the reminder of a day has come; not where the bank holidays of that year are not known."""
    try:
        return count(due_on, AFTER, ClockUnit.WORKING_DAYS, known_holidays()).due_on <= today
    except BeyondHorizon:
        return False


def first_case_of(session: Session, review_id: UUID) -> UUID | None:
    """Return the first case of a review: its recommendations are followed after it has closed."""
    wanted = select(ReviewOfCase.case_id).where(ReviewOfCase.review_id == review_id)
    return session.scalar(wanted.order_by(ReviewOfCase.joined_at, ReviewOfCase.case_id).limit(1))
