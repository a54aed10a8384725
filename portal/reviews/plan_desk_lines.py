"""Which steps of the rapid reviews under way come next, or are late, on the desk of whoever runs them?"""

from __future__ import annotations

from flask import url_for
from sqlalchemy.orm import Session

from portal.domain.clocks import in_words
from portal.domain.permissions import Permission
from portal.domain.rapid_review import RungStanding
from portal.domain.vocabulary import ReviewKind, ReviewStatus
from portal.models.review import Review
from portal.models.review_access import reviews_known_to
from portal.reviews.plan import Plan, RungLine, plans_of
from portal.tenancy.model import Tenant
from portal.web.access import Actor
from portal.web.desk import DeskLine, register_source
from portal.web.working_days import today

# More than these are said by their number.
NAMED = 2


def next_steps(session: Session, actor: Actor, tenant: Tenant) -> list[DeskLine]:
    """Return one line for each rapid review whose clock runs: the day of its clock, what is late, what comes next."""
    wanted = reviews_known_to(actor.account_id, actor.permissions).where(
        Review.kind == ReviewKind.RAPID_REVIEW, Review.status == ReviewStatus.OPEN
    )
    reviews = session.scalars(wanted.order_by(Review.opened_on, Review.id)).all()
    plans = plans_of(session, tenant, reviews, today())
    return [line_of(plan) for plan in plans.values() if plan.is_running and not is_finished(plan)]


def is_finished(plan: Plan) -> bool:
    """Whether nothing of the plan is left to do."""
    return all(line.is_settled for line in plan.lines)


def line_of(plan: Plan) -> DeskLine:
    """Return the line of one plan, due when its first open step is."""
    late, ahead = plan.standing_at(RungStanding.LATE), plan.ahead
    said = [f"Late: {listed(late)}."] if late else []
    if ahead:
        soonest = [line for line in ahead if line.by_on == ahead[0].by_on]
        said.append(f"By {in_words(ahead[0].by_on)}: {listed(soonest)}.")
    return DeskLine(
        f"{plan.review.chosen_name}: {day_words(plan)}",
        url_for("reviews.working_days", review_id=plan.review.id),
        min(line.by_on for line in (*late, *ahead)),
        " ".join(said),
        comes_first=True,
    )


def day_words(plan: Plan) -> str:
    """Say which day of its clock it is."""
    if plan.day > plan.days:
        return f"working day {plan.day}, due on working day {plan.days}"
    return f"working day {plan.day} of {plan.days}"


def listed(lines: list[RungLine]) -> str:
    """Name the first steps, and say how many more there are."""
    named = "; ".join(line.rung.title for line in lines[:NAMED])
    return f"{named}; and {len(lines) - NAMED} more" if len(lines) > NAMED else named


register_source(Permission.REVIEW_MANAGE, next_steps)
