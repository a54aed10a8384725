"""Which timed step comes next in each case of a list, found with as many questions for fifty cases as for one?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from portal.domain.vocabulary import CaseStage, OutputKind, ReviewKind
from portal.models.case import Case
from portal.models.decision import Decision
from portal.models.notification import Notification, PanelReply, RapidReviewSent
from portal.models.published import PublishedOutput
from portal.models.referral import Referral
from portal.models.review import Review, ReviewOfCase
from portal.models.review_access import reviews_known_to
from portal.tenancy.model import Tenant
from portal.web.access import Actor
from portal.web.clock_lines import ClockLine
from portal.web.disagreement_steps import disagreements_of
from portal.web.notifiable import who_is_notified
from portal.web.own_steps import firsts_of
from portal.web.publication_steps import ahead
from portal.web.steps import (
    PANEL_REPLY,
    PRACTICE_REVIEW,
    RAPID_REVIEW,
    CaseDays,
    case_steps,
    heard_of,
    practice_review_steps,
    rapid_review_steps,
)
from portal.web.wording import in_london

Row = TypeVar("Row")
TIMED = (ReviewKind.RAPID_REVIEW, ReviewKind.LOCAL_CHILD_SAFEGUARDING_PRACTICE_REVIEW)
OF_THE_WORK = frozenset({RAPID_REVIEW, PRACTICE_REVIEW, PANEL_REPLY})


def due_next(
    session: Session, actor: Actor, tenant: Tenant, cases: Sequence[Case], today: date
) -> dict[UUID, ClockLine]:
    """Return the soonest step of each case that is not done yet; a case without one is not there.

    A step of which the first day is missing comes after all that have a day, and says what is missing.

    Of reviews, those count that the person may know of. A closed case waits for nothing.
    """
    waiting = [case for case in cases if case.stage is not CaseStage.CLOSED]
    if not waiting:
        return {}
    days = days_of_all(session, actor, tenant, [case.id for case in waiting], today)
    soonest = ((case.id, first_open(case_steps(tenant, case, days[case.id], today))) for case in waiting)
    return {case_id: line for case_id, line in soonest if line is not None}


def work_due(
    session: Session, actor: Actor, tenant: Tenant, cases: Iterable[Case], today: date
) -> dict[UUID, ClockLine]:
    """Return the soonest clock with a day that a decision about each case answers to; a case without one is not there.

    That of a rapid review, of a letter of the National Panel, of a practice review: a notification waits for nothing.
    """
    listed = list({case.id: case for case in cases}.values())
    if not listed:
        return {}
    days = days_of_all(session, actor, tenant, [case.id for case in listed], today)
    soonest = (
        (case.id, first_open(of_the_work(case_steps(tenant, case, days[case.id], today)))) for case in listed
    )
    return {case_id: line for case_id, line in soonest if line is not None}


def day_to_keep(
    session: Session, actor: Actor, tenant: Tenant, cases: Iterable[Case], today: date
) -> dict[UUID, ClockLine]:
    """Return of each open case the one clock with a day to keep in mind: a decision's, or else the case's soonest."""
    listed = list({case.id: case for case in cases if case.stage is not CaseStage.CLOSED}.values())
    if not listed:
        return {}
    days = days_of_all(session, actor, tenant, [case.id for case in listed], today)
    found = {}
    for case in listed:
        lines = [line for line in case_steps(tenant, case, days[case.id], today) if line.due_on and line.rule.is_ours]
        found[case.id] = first_open(of_the_work(lines)) or first_open(lines)
    return {case_id: line for case_id, line in found.items() if line is not None}


def reports_due(
    session: Session, tenant: Tenant, review_ids: Collection[UUID], today: date
) -> dict[UUID, ClockLine]:
    """Return the clock of each of these reviews that its report answers to; a review without one is not there."""
    reviews = session.scalars(select(Review).where(Review.id.in_(review_ids), Review.kind.in_(TIMED))).all()
    steps = steps_by_review(session, tenant, reviews, today)
    soonest = ((review_id, first_open(of_the_work(lines))) for review_id, lines in steps.items())
    return {review_id: line for review_id, line in soonest if line is not None}


def of_the_work(lines: Iterable[ClockLine]) -> list[ClockLine]:
    """Return the steps with a day to which deciding and reviewing answer."""
    return [line for line in lines if line.due_on is not None and line.rule.code in OF_THE_WORK]


def first_open(lines: Iterable[ClockLine]) -> ClockLine | None:
    """Return the step that is due first of those that are not done; one that cannot be counted where none has a day."""
    still_open = [line for line in lines if line.met_on is None]
    return min(still_open, key=lambda line: line.due_on or date.max, default=None)


def days_of_all(
    session: Session, actor: Actor, tenant: Tenant, case_ids: Sequence[UUID], today: date
) -> dict[UUID, CaseDays]:
    """Return what was done about each of these cases, as far as clocks look at it."""
    referrals = session.execute(
        select(Referral.case_id, Referral.sent_at, Referral.form_code)
        .where(Referral.case_id.in_(case_ids))
        .order_by(Referral.form_code)
    ).all()
    sent, forms = (
        by_case((case_id, at) for case_id, at, _ in referrals),
        by_case((r[0], r[2]) for r in referrals),
    )
    notifications = by_case((each.case_id, each) for each in rows_of(session, Notification, case_ids))
    replies = by_case((each.case_id, each) for each in rows_of(session, PanelReply, case_ids))
    who = who_is_notified(session, case_ids)
    disagreements = by_case((each.case_id, each) for each in disagreements_of(session, case_ids))
    firsts = firsts_of(session, case_ids)
    of_reviews = review_steps_of_all(session, actor, tenant, case_ids, today)
    return {
        case_id: CaseDays(
            firsts=firsts[case_id],
            referred_on=min((in_london(at).date() for at in sent[case_id] if at), default=None),
            forms=list(dict.fromkeys(forms[case_id])), notifications=notifications[case_id],
            who=who[case_id], replies=replies[case_id], of_reviews=of_reviews[case_id],
            disagreements=disagreements[case_id],
        )
        for case_id in case_ids
    }  # fmt: skip


def by_case(pairs: Iterable[tuple[UUID | None, Row]]) -> dict[UUID, list[Row]]:
    """Gather what belongs to each case; nothing for one that has none."""
    gathered: dict[UUID, list[Row]] = defaultdict(list)
    for case_id, row in pairs:
        if case_id is not None:
            gathered[case_id].append(row)
    return gathered


def rows_of(session: Session, model: Any, case_ids: Sequence[UUID]) -> Sequence[Any]:
    """Return a model's rows of these cases."""
    return session.scalars(select(model).where(model.case_id.in_(case_ids))).all()


# --- their reviews -----------------------------------------------------------------------------------------


def review_steps_of_all(
    session: Session, actor: Actor, tenant: Tenant, case_ids: Sequence[UUID], today: date
) -> dict[UUID, list[ClockLine]]:
    """Return the clocks of the reviews of each case."""
    looks_at = session.execute(
        select(ReviewOfCase.case_id, ReviewOfCase.review_id).where(ReviewOfCase.case_id.in_(case_ids))
    ).all()
    known = reviews_known_to(actor.account_id, actor.permissions)
    reviews = session.scalars(
        known.where(Review.id.in_({review_id for _, review_id in looks_at}), Review.kind.in_(TIMED))
    ).all()
    steps = steps_by_review(session, tenant, reviews, today)
    return by_case((case_id, line) for case_id, review_id in looks_at for line in steps.get(review_id, ()))


def steps_by_review(
    session: Session, tenant: Tenant, reviews: Sequence[Review], today: date
) -> dict[UUID, list[ClockLine]]:
    """Return each review's own clocks."""
    rapid = [each for each in reviews if each.kind is ReviewKind.RAPID_REVIEW]
    others = [each for each in reviews if each not in rapid]
    notifications = session.scalars(
        select(Notification).where(Notification.review_id.in_([each.id for each in rapid]))
    ).all() if rapid else []  # fmt: skip
    sent, heard = sent_on_of(session, rapid), heard_of(session, [each.id for each in notifications])
    goes_ahead = ahead(session, [each.id for each in others], today) if others else []
    begun, published = begun_on_of(session, others), published_on_of(session, others, today)
    return {
        **{
            each.id: rapid_review_steps(tenant, each, notifications, sent.get(each.id), today, heard)
            for each in rapid
        },
        **{
            each.id: practice_review_steps(
                tenant,
                each,
                begun.get(each.id),
                published.get(each.published_review_id),
                [one for one in goes_ahead if one.review_id == each.id],
                today,
            )
            for each in others
        },
    }


def sent_on_of(session: Session, reviews: Sequence[Review]) -> dict[UUID, date]:
    """Return on which day each of these rapid reviews was sent to the National Panel."""
    sent = select(RapidReviewSent.review_id, RapidReviewSent.sent_on)
    return dict(
        pairs(session, sent.where(RapidReviewSent.review_id.in_([each.id for each in reviews])), reviews)
    )


def begun_on_of(session: Session, reviews: Sequence[Review]) -> dict[UUID, date]:
    """Return on which day the first decision behind each of these reviews was signed."""
    of_review = and_(ReviewOfCase.tenant == Decision.tenant, ReviewOfCase.decision_id == Decision.id)
    signed = select(ReviewOfCase.review_id, func.min(Decision.signed_at)).join(Decision, of_review)
    of_these = signed.where(ReviewOfCase.review_id.in_([each.id for each in reviews]))
    rows = pairs(session, of_these.group_by(ReviewOfCase.review_id), reviews)
    return {review_id: in_london(at).date() for review_id, at in rows if at}


def published_on_of(session: Session, reviews: Sequence[Review], today: date) -> dict[UUID | None, date]:
    """Return on which day a report of each of these reviews became public, by the review that readers see."""
    out = [each for each in reviews if each.published_review_id]
    reports = select(PublishedOutput.review_id, func.min(PublishedOutput.published_on)).where(
        PublishedOutput.review_id.in_([each.published_review_id for each in out]),
        PublishedOutput.kind == OutputKind.REPORT.value,
        PublishedOutput.published_on <= today,
    )
    return dict(pairs(session, reports.group_by(PublishedOutput.review_id), out))


def pairs(session: Session, wanted: Any, of: Sequence[Review]) -> list[tuple[Any, Any]]:
    """Return a statement's rows of two; nothing is asked where it is of nothing."""
    return [(first, second) for first, second in session.execute(wanted)] if of else []
