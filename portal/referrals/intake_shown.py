"""What does a referral's page show of what the partnership has done with it, to whoever may see the referral?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask import current_app
from sqlalchemy.orm import Session

from portal.domain.clocks import ClockUnit, count, working_days_after
from portal.domain.errors import BeyondHorizon
from portal.models.offer import ReferralOffer, offers_of
from portal.models.referral import Referral
from portal.models.referral_letter import ReferralLetter, letters_of
from portal.models.referral_question import ReferralQuestion, questions_of
from portal.tenancy.model import Tenants
from portal.web.happenings import names_of
from portal.web.wording import in_london, plural
from portal.web.working_days import known_holidays

AS_SOON = (
    "Asking for more stops no clock of the law. The council’s five working days run from its own awareness."
)


@dataclass(frozen=True)
class Asked:
    """One thing that was asked about a referral, with who asked and who answered."""

    row: ReferralQuestion
    asker: str
    answerer: str


@dataclass(frozen=True)
class Intake:
    """What the partnership has done with a referral so far."""

    questions: Sequence[Asked]
    letters: Sequence[ReferralLetter]
    waiting: Sequence[str]
    # Each offer to another area, with that area's name.
    offers: Sequence[tuple[ReferralOffer, str]]


def intake_of(session: Session, referral: Referral, today: date) -> Intake:
    """Return what was asked and written about a referral, and how long it has been here."""
    questions = questions_of(session, referral.id)
    names = names_of(
        session, {who for each in questions for who in (each.asked_by, each.answered_by) if who is not None}
    )
    asked = [
        Asked(each, names.get(each.asked_by, ""), names.get(each.answered_by, "") if each.answered_by else "")
        for each in questions
    ]
    offers = [(each, area_of(each)) for each in offers_of(session, referral.id)]
    return Intake(asked, letters_of(session, referral.id), waited(referral, questions, today), offers)


def area_of(offer: ReferralOffer) -> str:
    """Return the name of the area that a referral is offered to; who is written to, where it is not on the portal."""
    tenants: Tenants = current_app.extensions["tenants"]
    tenant = tenants.get(offer.to_slug)
    return tenant.name if tenant else offer.written_to or offer.to_slug


def waited(referral: Referral, questions: Sequence[ReferralQuestion], today: date) -> list[str]:
    """Return how the days since it was received are counted, a sentence a line; nothing where none was waited."""
    if referral.received_at is None or not questions:
        return []
    received_on = day_of(referral.received_at)
    try:
        passed = working_days_after(received_on, today, known_holidays())
        reckoning = count(received_on, passed, ClockUnit.WORKING_DAYS, known_holidays())
    except BeyondHorizon:
        return [AS_SOON]
    for_answers = sum(days_waited(each, today) for each in questions)
    skipped = reckoning.explain()[2:-1] if passed else ()
    return [
        f"{plural(passed, 'working day')} since it was received, the day itself not counted.",
        f"{plural(for_answers, 'working day')} of them waiting for an answer.",
        *skipped,
        AS_SOON,
    ]


def days_waited(question: ReferralQuestion, today: date) -> int:
    """Return how many working days a referral waited for one answer."""
    ended_at = question.answered_at or question.ended_at
    until = day_of(ended_at) if ended_at else today
    return working_days_after(day_of(question.asked_at), until, known_holidays())


def day_of(moment: datetime) -> date:
    """Return the day of a moment in England."""
    return in_london(moment).date()
