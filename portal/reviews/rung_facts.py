"""On which days did the portal itself see the steps of rapid reviews done?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from portal.domain.information import LadderStep, Purpose
from portal.domain.meetings import MeetingStatus
from portal.domain.rapid_review import SeenFact
from portal.domain.vocabulary import DecisionStage, ReturnStatus
from portal.models.decision import Decision
from portal.models.information import AgencyReturn, InformationRequest, ReturnStep, steps_taken
from portal.models.meeting import AgendaItem, Meeting
from portal.models.notification import RapidReviewSent
from portal.models.review import Review, ReviewOfCase
from portal.web.wording import in_london

DID_NOT_MEET = (MeetingStatus.CANCELLED, MeetingStatus.REBOOKED)
# What was done while an agency had not answered; nobody is owed it who answered first.
CHASED_BY = {
    SeenFact.REMINDER_SENT: LadderStep.REMINDER,
    SeenFact.LEADS_TOLD: LadderStep.AGENCY_LEAD,
    SeenFact.ESCALATED: LadderStep.ESCALATION,
}


@dataclass
class Found:
    """The rows of some cases that steps are met by."""

    requests: dict[UUID, list[InformationRequest]] = field(default_factory=lambda: defaultdict(list))
    returns: dict[UUID, list[AgencyReturn]] = field(default_factory=lambda: defaultdict(list))
    steps: dict[UUID, list[ReturnStep]] = field(default_factory=lambda: defaultdict(list))
    meetings: dict[UUID, list[Meeting]] = field(default_factory=lambda: defaultdict(list))
    signed: dict[UUID, list[date]] = field(default_factory=lambda: defaultdict(list))


def seen_facts(
    session: Session, reviews: Sequence[Review], days_zero: Mapping[UUID, date]
) -> dict[UUID, dict[SeenFact, date]]:
    """Return what the portal saw of each of these rapid reviews, with its day; what it did not see is not there."""
    looks_at = session.execute(
        select(ReviewOfCase.review_id, ReviewOfCase.case_id).where(
            ReviewOfCase.review_id.in_([each.id for each in reviews])
        )
    ).all()
    found = found_of(session, {case_id for _, case_id in looks_at})
    sent = select(RapidReviewSent.review_id, RapidReviewSent.sent_on)
    sent_on = dict(
        session.execute(sent.where(RapidReviewSent.review_id.in_([each.id for each in reviews]))).all()
    )
    seen = {}
    for review in reviews:
        case_ids = [case_id for review_id, case_id in looks_at if review_id == review.id]
        days = {SeenFact.OPENED: review.opened_on, SeenFact.REVIEW_SENT: sent_on.get(review.id)}
        days |= days_of(found, case_ids, days_zero[review.id], review.opened_on)
        seen[review.id] = {fact: day for fact, day in days.items() if day is not None}
    return seen


def days_of(
    found: Found, case_ids: Iterable[UUID], day_zero: date, opened_on: date
) -> dict[SeenFact, date | None]:
    """Return the days of what was done about a review's cases for this rapid review, and for no earlier one."""
    since, cases = min(day_zero, opened_on), list(case_ids)
    asked = [each for case_id in cases for each in found.requests[case_id] if each.asked_on >= since]
    # A meeting on the day of the notification, or before it, considered whether to notify.
    met = [each for case_id in cases for each in found.meetings[case_id] if each.meets_on > day_zero]
    signed = [day for case_id in cases for day in found.signed[case_id] if day >= since]
    return {
        SeenFact.REQUESTS_SENT: first(each.asked_on for each in asked),
        **answered(found, asked),
        SeenFact.MEETING_BOOKED: first(day_of(each.planned_at) for each in met),
        SeenFact.MEETING_HELD: first(each.meets_on for each in met if each.status is MeetingStatus.HELD),
        SeenFact.DECISION_SIGNED: first(signed),
    }


def answered(found: Found, asked: Iterable[InformationRequest]) -> dict[SeenFact, date | None]:
    """Return the days on which the last agency had the request, answered, or was reminded in the end."""
    returns = [each for request in asked for each in found.returns[request.id]]
    steps = {
        (each.return_id, each.step): day_of(each.taken_at) for one in returns for each in found.steps[one.id]
    }
    chased = {
        fact: last([first([steps.get((one.id, step)), settled_on(one)]) for one in returns])
        for fact, step in CHASED_BY.items()
    }
    return {
        SeenFact.RECEIPTS_CONFIRMED: last([received_on(one) for one in returns]),
        SeenFact.RETURNS_IN: last([settled_on(one) for one in returns]),
        **chased,
    }


def received_on(one: AgencyReturn) -> date | None:
    """Return the day on which an agency showed that it has what it was asked; None where it has not."""
    shown = (one.opened_at, one.saved_at, one.submitted_at, one.returned_at)
    return first([*(day_of(at) for at in shown if at), settled_on(one)])


def settled_on(one: AgencyReturn) -> date | None:
    """Return the day on which an agency answered, or the work went on without it."""
    return first([one.returned_on, day_of(one.gone_on_without_at) if one.gone_on_without_at else None])


def first(days: Iterable[date | None]) -> date | None:
    """Return the earliest day that there is."""
    return min((day for day in days if day is not None), default=None)


def last(days: Collection[date | None]) -> date | None:
    """Return the latest day where every one is there; None where one is missing, or there are none."""
    known = [day for day in days if day is not None]
    return max(known) if known and len(known) == len(days) else None


def day_of(at: datetime) -> date:
    """Return the day of a moment, as it was in England."""
    return in_london(at).date()


# --- what is read ------------------------------------------------------------------------------------------


def found_of(session: Session, case_ids: Collection[UUID]) -> Found:
    """Return the rows of some cases, in as many questions for many as for one."""
    found = Found()
    if not case_ids:
        return found
    wanted = select(InformationRequest).where(
        InformationRequest.case_id.in_(case_ids), InformationRequest.purpose == Purpose.RAPID_REVIEW
    )
    for request in session.scalars(wanted):
        found.requests[request.case_id].append(request)
    find_returns(session, case_ids, found)
    on_agenda = and_(AgendaItem.tenant == Meeting.tenant, AgendaItem.meeting_id == Meeting.id)
    meetings = select(AgendaItem.case_id, Meeting).join(Meeting, on_agenda)
    for case_id, meeting in session.execute(
        meetings.where(AgendaItem.case_id.in_(case_ids), Meeting.status.not_in(DID_NOT_MEET))
    ):
        if case_id is not None:
            found.meetings[case_id].append(meeting)
    decisions = select(Decision.case_id, Decision.signed_at).where(
        Decision.case_id.in_(case_ids), Decision.stage == DecisionStage.AFTER_RAPID_REVIEW,
        Decision.signed_at.is_not(None),
    )  # fmt: skip
    for case_id, signed_at in session.execute(decisions):
        if signed_at is not None:
            found.signed[case_id].append(day_of(signed_at))
    return found


def find_returns(session: Session, case_ids: Collection[UUID], found: Found) -> None:
    """Add what agencies answered, and what was done while they had not; what is asked for no longer is left out."""
    wanted = select(AgencyReturn).where(
        AgencyReturn.case_id.in_(case_ids), AgencyReturn.status != ReturnStatus.WITHDRAWN
    )
    of_rapid = {request.id for requests in found.requests.values() for request in requests}
    returns = [each for each in session.scalars(wanted) if each.request_id in of_rapid]
    for one in returns:
        found.returns[one.request_id].append(one)
    for step in steps_taken(session, [one.id for one in returns]) if returns else ():
        # What reached nobody was not done, and a person sees to it.
        if step.reached != 0:
            found.steps[step.return_id].append(step)
