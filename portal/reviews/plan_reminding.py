"""Who is reminded, in the e-mail of the day, of the steps of a rapid review that are late?

Each step is reminded of once, a working day after its day, by a row whose key lets nobody give it twice; the row, the
event and the e-mails are one commit. Nothing is asked for once the clock has stopped.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from portal.domain.clocks import ClockUnit, count
from portal.domain.permissions import Permission, permissions_of
from portal.domain.rapid_review import CLOCK, RungStanding
from portal.domain.reminding import code_of
from portal.domain.vocabulary import CaseStage, ReviewKind, ReviewStatus
from portal.extensions import db
from portal.models.attention import members_here
from portal.models.case import Case
from portal.models.event import tell
from portal.models.reminder import ClockReminder, remind_person
from portal.models.review import Review, ReviewOfCase
from portal.models.review_access import reviews_known_to
from portal.models.session import TenantSession, entering
from portal.reviews.plan import Plan, RungLine, plans_of
from portal.tenancy.model import Tenant
from portal.web.working_days import digest_leaves_at, known_holidays

AFTER = 1
OPEN_ONES = (Review.kind == ReviewKind.RAPID_REVIEW, Review.status == ReviewStatus.OPEN)


def remind_all(tenant: Tenant, today: date) -> int:
    """Give every reminder of a late step whose day has come, each review's in a commit of its own; return how many."""
    with entering(db.session, tenant.slug, writes=False) as session:
        reviews = session.scalars(select(Review).where(*OPEN_ONES).order_by(Review.id)).all()
        waiting = [review_id for review_id, lines in owed(session, tenant, reviews, today).items() if lines]
    given = 0
    for review_id in waiting:
        with entering(db.session, tenant.slug) as session:
            given += remind_of(session, tenant, review_id, today)
    return given


def remind_of(session: TenantSession, tenant: Tenant, review_id: UUID, today: date) -> int:
    """Give the reminders of one review's late steps, in one commit."""
    wanted = select(Review).where(Review.id == review_id, *OPEN_ONES).with_for_update(of=Review)
    review, case_id = session.scalar(wanted), open_case_of(session, review_id)
    if review is None or case_id is None:
        return 0
    lines = owed(session, tenant, [review], today).get(review.id, [])
    for line in lines:
        write_down(session, review, case_id, line)
    for account_id in who_runs(session, review):
        for line in lines:
            what = f"{clock_of(line)}/{review.id}/{line.by_on.isoformat()}/{code_of(AFTER)}"
            remind_person(
                session,
                tenant.slug,
                account_id,
                what,
                is_late=True,
                today=today,
                leaves_at=digest_leaves_at(tenant),
            )
    session.commit()
    return len(lines)


def owed(
    session: Session, tenant: Tenant, reviews: Sequence[Review], today: date
) -> dict[UUID, list[RungLine]]:
    """Return, for each of these reviews, its late steps that nobody was reminded of and whose reminder has come."""
    plans = plans_of(session, tenant, reviews, today)
    wanted = select(ClockReminder.thing_id, ClockReminder.clock, ClockReminder.due_on)
    rows = session.execute(wanted.where(ClockReminder.thing_id.in_(plans)))
    given = {(thing_id, clock, due_on) for thing_id, clock, due_on in rows}
    return {
        review_id: [
            line for line in due(plan, today) if (review_id, clock_of(line), line.by_on) not in given
        ]
        for review_id, plan in plans.items()
    }  # fmt: skip


def due(plan: Plan, today: date) -> list[RungLine]:
    """Return the late steps of a plan whose reminder has come; the plan was counted, so these days are known."""
    return [
        line for line in plan.standing_at(RungStanding.LATE)
        if count(line.by_on, AFTER, ClockUnit.WORKING_DAYS, known_holidays()).due_on <= today
    ]  # fmt: skip


def clock_of(line: RungLine) -> str:
    """Return what a reminder calls the step."""
    return f"{CLOCK}/{line.rung.code}"


def write_down(session: TenantSession, review: Review, case_id: UUID, line: RungLine) -> None:
    """Write down that a reminder is given, in the caller's transaction."""
    session.add(
        ClockReminder(tenant=review.tenant, case_id=case_id, clock=clock_of(line), thing_id=review.id,
                      due_on=line.by_on, code=code_of(AFTER))
    )  # fmt: skip
    tell(session, review.tenant, "review", review.id, "step-reminded", None, step=line.rung.code)


def open_case_of(session: Session, review_id: UUID) -> UUID | None:
    """Return the first case of a review that is not closed; None where there is none."""
    of_case = and_(ReviewOfCase.tenant == Case.tenant, ReviewOfCase.case_id == Case.id)
    wanted = select(Case.id).join(ReviewOfCase, of_case).where(
        ReviewOfCase.review_id == review_id, Case.stage != CaseStage.CLOSED
    )  # fmt: skip
    return session.scalar(wanted.order_by(ReviewOfCase.joined_at, Case.id).limit(1))


def who_runs(session: Session, review: Review) -> list[UUID]:
    """Return the people who run reviews here and may know of this one; never one who is involved in a case of it."""
    running = [
        each for each in members_here(session) if Permission.REVIEW_MANAGE in permissions_of(each.roles)
    ]
    return [
        each.account_id
        for each in running
        if session.scalar(
            reviews_known_to(each.account_id, permissions_of(each.roles)).where(Review.id == review.id)
        )
    ]
