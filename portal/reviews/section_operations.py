"""How are a review's method, cases, terms and expected day kept, and what it waits for? Each ends in one commit."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import func, select

from portal.domain.errors import Conflict, InvalidAnswer, NotFound
from portal.domain.reviewing import WaitingFor, needs_explanation
from portal.models.case import Case
from portal.models.case_access import known_case
from portal.models.event import tell
from portal.models.lead_reviewer import in_post
from portal.models.method_copies import copy_methods
from portal.models.recommendation_copies import LONGEST_JOINT
from portal.models.review import Review, ReviewOfCase
from portal.models.review_work import ExpectedCompletion, KeyLine, ReviewWait
from portal.models.session import TenantSession
from portal.reviews.clocks import due_on
from portal.reviews.leave import give_leave, take_leave_away
from portal.reviews.methods import put_methods
from portal.reviews.working import done, worked_on
from portal.tenancy.model import Tenant
from portal.web.access import Actor

LONGEST_QUESTION, MOST_QUESTIONS = 500, 40


def set_method(
    session: TenantSession, tenant: Tenant, actor: Actor, review_id: UUID,
    methods: Collection[str], joint_partners: Sequence[str],
) -> Review:  # fmt: skip
    """Set in which ways a review is carried out, and with whom it is held."""
    review = worked_on(session, actor, review_id, "manage")
    put_methods(session, review, methods)
    copy_methods(session, review)
    partners = list(dict.fromkeys(each.strip() for each in joint_partners if each.strip()))
    if len("; ".join(partners)) > LONGEST_JOINT:
        raise InvalidAnswer(f"Use {LONGEST_JOINT} characters or fewer for all partners together", "other_partners")
    review.joint_partners = partners
    done(session, actor, review, "method-set")
    return review


# --- cases -------------------------------------------------------------------------------------------------


def add_case(session: TenantSession, tenant: Tenant, actor: Actor, review_id: UUID, reference: str) -> Review:
    """Let a review look at one more case, of which the person has to know."""
    review = worked_on(session, actor, review_id, "manage")
    try:
        case = known_case(session, reference.strip(), actor.account_id, actor.permissions, locked=True)
    except NotFound:
        raise InvalidAnswer("There is no such case, or you may not know of it", "reference") from None
    if link_to(session, review, case) is not None:
        raise InvalidAnswer("The review looks at this case already", "reference")
    session.add(ReviewOfCase(tenant=tenant.slug, review_id=review.id, case_id=case.id))
    leader = in_post(session, review.id)
    if leader is not None and leader.account_id is not None:
        give_leave(session, actor, case, leader)
    tell(session, tenant.slug, "case", case.id, "joined-review", actor.account_id, kind=review.kind.value)
    done(session, actor, review, "case-added")
    return review


def take_case_out(session: TenantSession, tenant: Tenant, actor: Actor, review_id: UUID, reference: str) -> Review:
    """Take a case out of a review; never the last one, nor one whose own decision began the review."""
    review = worked_on(session, actor, review_id, "manage")
    case = known_case(session, reference, actor.account_id, actor.permissions, locked=True)
    link = link_to(session, review, case)
    if link is None:
        raise NotFound("There is no such case.")
    if link.decision_id is not None:
        raise Conflict("The signed decision about this case began the review, so it stays.")
    count = session.scalar(select(func.count()).select_from(ReviewOfCase).where(ReviewOfCase.review_id == review.id))
    if count == 1:
        raise Conflict("A review looks at one case at least.")
    session.delete(link)
    session.flush()
    leader = in_post(session, review.id)
    if leader is not None and leader.account_id is not None:
        take_leave_away(session, actor, case, leader.account_id)
    tell(session, tenant.slug, "case", case.id, "left-review", actor.account_id, kind=review.kind.value)
    done(session, actor, review, "case-taken-out")
    return review


def link_to(session: TenantSession, review: Review, case: Case) -> ReviewOfCase | None:
    """Return that a review looks at a case, or None."""
    wanted = select(ReviewOfCase).where(ReviewOfCase.review_id == review.id, ReviewOfCase.case_id == case.id)
    return session.scalar(wanted)


# --- terms of reference ------------------------------------------------------------------------------------


def set_terms(
    session: TenantSession, tenant: Tenant, actor: Actor, review_id: UUID, *,
    scope: str, questions: Sequence[str], period_from: date | None, period_to: date | None,
) -> Review:  # fmt: skip
    """Set what a review looks at, the questions it asks in their order, and the time it covers."""
    review = worked_on(session, actor, review_id, "write-terms")
    asked = [each.strip() for each in questions if each.strip()]
    require_questions(asked)
    if period_from and period_to and period_to < period_from:
        raise InvalidAnswer("The last day must not be before the first", "period_to")
    review.scope, review.period_from, review.period_to = scope.strip(), period_from, period_to
    kept = session.scalars(select(KeyLine).where(KeyLine.review_id == review.id).order_by(KeyLine.position)).all()
    for row in kept[len(asked) :]:
        session.delete(row)
    for position, question in enumerate(asked, 1):
        row = kept[position - 1] if position <= len(kept) else KeyLine(
            tenant=tenant.slug, unit=review.unit, review_id=review.id, position=position
        )  # fmt: skip
        row.question = question
        session.add(row)
    done(session, actor, review, "terms-set")
    return review


def require_questions(asked: Sequence[str]) -> None:
    """Refuse more questions, or longer ones, than a review can answer."""
    if len(asked) > MOST_QUESTIONS:
        raise InvalidAnswer(f"Ask {MOST_QUESTIONS} questions or fewer", "questions")
    if any(len(each) > LONGEST_QUESTION for each in asked):
        raise InvalidAnswer(f"Use {LONGEST_QUESTION} characters or fewer for each question", "questions")


# --- when it will be complete ------------------------------------------------------------------------------


def expect(
    session: TenantSession, tenant: Tenant, actor: Actor, review_id: UUID, expected_on: date, explanation: str
) -> ExpectedCompletion:
    """Record when a review is expected to be complete; a later day is explained and stands beside the first."""
    review = worked_on(session, actor, review_id, "manage")
    earlier = session.scalars(
        select(ExpectedCompletion.expected_on).where(ExpectedCompletion.review_id == review.id)
    ).all()
    if expected_on < review.opened_on:
        raise InvalidAnswer("The day must not be before the review was opened", "expected_on")
    if needs_explanation(expected_on, due_on(session, tenant, review), earlier) and not explanation.strip():
        raise InvalidAnswer("Explain why it will be later", "explanation")
    row = ExpectedCompletion(
        tenant=tenant.slug, unit=review.unit, review_id=review.id, expected_on=expected_on,
        recorded_by=actor.account_id, explanation=explanation.strip() or None,
    )  # fmt: skip
    session.add(row)
    done(session, actor, review, "completion-expected")
    return row


# --- what it waits for -------------------------------------------------------------------------------------


def begin_wait(
    session: TenantSession, tenant: Tenant, actor: Actor, review_id: UUID, waiting_for: str, reason: str, today: date
) -> ReviewWait:
    """Record that a review waits for something; its clock goes on."""
    review = worked_on(session, actor, review_id, "manage")
    if waiting_for not in set(WaitingFor):
        raise InvalidAnswer("Select what the review waits for", "waiting_for")
    if not reason.strip():
        raise InvalidAnswer("Say why the review waits", "reason")
    wait = ReviewWait(
        tenant=tenant.slug, unit=review.unit, review_id=review.id, waiting_for=WaitingFor(waiting_for),
        began_on=today, looked_on=today, reason=reason.strip(), looks=[],
    )  # fmt: skip
    session.add(wait)
    done(session, actor, review, "waiting-begun")
    return wait


def look_at_wait(
    session: TenantSession, tenant: Tenant, actor: Actor, review_id: UUID, wait_id: UUID, found: str, today: date, *,
    is_over: bool,
) -> ReviewWait:  # fmt: skip
    """Record what was found when somebody looked at what a review waits for, and whether the waiting is over."""
    review = worked_on(session, actor, review_id, "manage")
    wait: ReviewWait | None = session.scalar(
        select(ReviewWait).where(
            ReviewWait.id == wait_id, ReviewWait.review_id == review.id, ReviewWait.ended_on.is_(None)
        )
    )
    if wait is None:
        raise NotFound("There is nothing here that the review waits for.")
    if not found.strip():
        raise InvalidAnswer("Say what you found", "found")
    wait.looked_on = today
    wait.looks = [*(wait.looks or []), {"on": today.isoformat(), "found": found.strip()}]
    wait.ended_on = today if is_over else None
    done(session, actor, review, "waiting-ended" if is_over else "waiting-looked-at")
    return wait
