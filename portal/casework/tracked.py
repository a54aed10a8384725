"""On which days did a case take the steps that a coordinator keeps track of, and which are still to come?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.meetings import MeetingStatus
from portal.models.case import Case
from portal.models.decision import Decision
from portal.models.information import requests_of
from portal.models.meeting import AgendaItem, Meeting
from portal.models.referral import Referral
from portal.models.screening import advice_in_force, screenings_of
from portal.web.wording import in_london

DID_NOT_MEET = (MeetingStatus.CANCELLED, MeetingStatus.REBOOKED)


def tracked(
    session: Session, case: Case, referrals: Iterable[Referral], decisions: Iterable[Decision]
) -> list[tuple[str, date | None]]:
    """Return each step with its day, in the order of the work; no day where it is still to come."""
    requests, advice = requests_of(session, case.id), advice_in_force(screenings_of(session, case.id))
    return [
        ("Referral received", first(each.received_at for each in referrals)),
        # A case is on the chair's desk from the moment in which it is opened.
        ("Sent to the chair", first([case.opened_at])),
        ("Agencies asked", min((each.asked_on for each in requests), default=None)),
        ("Agencies’ deadline", max((each.due_on for each in requests), default=None)),
        ("Meeting", meets_on(session, case.id)),
        ("Recommendation", first([advice.recorded_at if advice else None])),
        ("Decision", first(each.signed_at for each in decisions)),
    ]


def first(instants: Iterable[datetime | None]) -> date | None:
    """Return the earliest day of some instants; None where there are none."""
    known = [each for each in instants if each]
    return in_london(min(known)).date() if known else None


def meets_on(session: Session, case_id: UUID) -> date | None:
    """Return the day of the last meeting that has the case on its agenda, cancelled and moved ones apart."""
    wanted = select(Meeting.meets_on).join(
        AgendaItem, (AgendaItem.tenant == Meeting.tenant) & (AgendaItem.meeting_id == Meeting.id)
    )
    days: Sequence[date] = session.scalars(
        wanted.where(AgendaItem.case_id == case_id, Meeting.status.not_in(DID_NOT_MEET))
    ).all()
    return max(days, default=None)
