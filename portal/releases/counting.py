"""What does one partnership's casework come to, year by year, for a regional release?

Everything is counted inside the partnership's own session, from dates and codes; nothing sealed is opened. A step
that a partnership times more tightly is measured by the national clock here, or nothing could be compared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from statistics import median_low
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session, aliased

from portal.domain.bank_holidays import BankHolidays
from portal.domain.clocks import working_days_after
from portal.domain.releasing import OUTCOMES, WINDOWS, Facts, Measure, quarter_of, year_of
from portal.domain.statutory_clocks import STATUTORY_CLOCKS
from portal.domain.suppression import Series
from portal.domain.vocabulary import Outcome, ReviewKind
from portal.models.case import Case
from portal.models.decision import Decision
from portal.models.notification import Notification, RapidReviewSent
from portal.models.referral import Referral
from portal.models.review import Review, ReviewOfCase
from portal.web.wording import LONDON

QUARTERS = range(4)


class Dated(NamedTuple):
    """One thing that counts: its day, whether a published report tells of it or will, and how long a step took."""

    on: date
    is_told: bool = False
    took: int | None = None
    is_in_time: bool = False


def facts(session: Session, first: int, through: int, holidays: BankHolidays) -> Facts:
    """Return what the partnership's casework says, exactly, of the reporting years from `first` to `through`."""
    told = cases_that_reports_tell_of(session)
    reporting = range(first, through + 1)
    received = within(reporting, referrals(session, told))
    notified = notifications(session, told, holidays, reporting)
    begun = rapid_reviews(session, told, holidays, reporting)
    medians = {}
    for years in WINDOWS:
        window = range(through - years + 1, through + 1)
        medians[Measure.DAYS_TO_DECISION, years] = middle_of(within(window, received))
        medians[Measure.RAPID_REVIEW_DAYS, years] = middle_of(within(window, begun))
    series = {
        Measure.REFERRALS: Series(by_year(reporting, received), told_of(reporting, received)),
        Measure.IN_TIME: timely(reporting, notified),
        Measure.RAPID_REVIEWS: Series(
            by_year(reporting, begun), told_of(reporting, begun), by_year(reporting, notified)
        ),
    }
    decided = decisions(session)
    for measure, outcomes in OUTCOMES.items():
        series[measure] = Series(
            by_year(reporting, [each for each, outcome in decided if outcome in outcomes])
        )
    return Facts(first, series, medians)


def timely(reporting: range, notified: Sequence[Dated]) -> Series:
    """Return the notifications that were in time, as a part of all of them, which the Department publishes."""
    late, in_time = (
        [each for each in notified if not each.is_in_time],
        [each for each in notified if each.is_in_time],
    )
    every, told_late = by_year(reporting, notified), told_of(reporting, late)
    return Series(
        by_year(reporting, in_time),
        told_of(reporting, in_time),
        tuple(number - part for number, part in zip(every, told_late, strict=True)),
        tuple(
            tuple(
                sum(year_of(each.on) == year and quarter_of(each.on) == at for each in notified)
                for at in QUARTERS
            )
            for year in reporting
        ),
    )


def cases_that_reports_tell_of(session: Session) -> frozenset[UUID]:
    """Return the cases with a review of the kinds that are published, whether or not anything is public yet."""
    wanted = select(ReviewOfCase.case_id).join(
        Review, and_(Review.tenant == ReviewOfCase.tenant, Review.id == ReviewOfCase.review_id)
    )
    return frozenset(session.scalars(wanted.where(Review.kind != ReviewKind.RAPID_REVIEW)))


def referrals(session: Session, told: frozenset[UUID]) -> list[Dated]:
    """Return every referral that reached the partnership, with the days until its case was first decided."""
    first_signed = select(Decision.case_id, func.min(Decision.signed_at)).where(
        Decision.signed_at.is_not(None)
    )
    decided = {row[0]: row[1] for row in session.execute(first_signed.group_by(Decision.case_id))}
    wanted = select(Referral.received_at, Referral.case_id).where(Referral.received_at.is_not(None))
    return [
        Dated(here(at), case_id in told, days_between(at, decided.get(case_id)) if case_id else None)
        for at, case_id in session.execute(wanted)
        if at is not None
    ]


def notifications(
    session: Session, told: frozenset[UUID], holidays: BankHolidays, reporting: range
) -> list[Dated]:
    """Return each notification of these years that stands, and whether it went within the five working days.

    Earlier ones are not timed: they may be older than the bank holidays that are known.
    """
    clock = STATUTORY_CLOCKS["incident-notification"]
    wanted = select(Notification.sent_on, Notification.council_aware_on, Notification.case_id).where(
        Notification.not_met_on.is_(None)
    )
    return [
        Dated(sent_on, case_id in told, is_in_time=sent_on <= clock.reckon(aware_on, holidays).due_on)
        for sent_on, aware_on, case_id in session.execute(wanted)
        if year_of(sent_on) in reporting
    ]


def rapid_reviews(
    session: Session, told: frozenset[UUID], holidays: BankHolidays, reporting: range
) -> list[Dated]:
    """Return each rapid review whose first notification that stands is of these years, with the working days until
    it was sent."""
    wanted = (
        select(Notification.review_id, func.min(Notification.sent_on), RapidReviewSent.sent_on)
        .outerjoin(
            RapidReviewSent,
            and_(
                RapidReviewSent.tenant == Notification.tenant,
                RapidReviewSent.review_id == Notification.review_id,
            ),
        )
        .where(Notification.not_met_on.is_(None), Notification.review_id.is_not(None))
        .group_by(Notification.review_id, RapidReviewSent.sent_on)
    )
    # Nothing was sent of some: the join is an outer one, which the type of the column does not know.
    rows: Sequence[Any] = session.execute(wanted).all()
    cases: dict[UUID, set[UUID]] = {}
    for review_id, case_id in session.execute(select(ReviewOfCase.review_id, ReviewOfCase.case_id)):
        cases.setdefault(review_id, set()).add(case_id)
    return [
        Dated(
            on,
            bool(told & cases.get(review_id, set())),
            working_days_after(on, sent_on, holidays) if sent_on else None,
        )
        for review_id, on, sent_on in rows
        if review_id is not None and year_of(on) in reporting
    ]  # fmt: skip


def decisions(session: Session) -> list[tuple[Dated, Outcome]]:
    """Return every signed decision that no later one supersedes, with its outcome."""
    later = aliased(Decision)
    supersedes = and_(
        later.tenant == Decision.tenant, later.supersedes_id == Decision.id, later.signed_at.is_not(None)
    )
    wanted = (
        select(Decision.signed_at, Decision.outcome)
        .outerjoin(later, supersedes)
        .where(Decision.signed_at.is_not(None), later.id.is_(None))
    )
    return [(Dated(here(at)), outcome) for at, outcome in session.execute(wanted) if at is not None]


def has_made_up(session: Session) -> bool:
    """Whether any case here is made up."""
    wanted = select(Case.id).where(Case.is_fictional.is_(True)).limit(1)
    return session.scalar(wanted) is not None


def here(at: datetime) -> date:
    """Return the day in England of a moment."""
    return at.astimezone(LONDON).date()


def days_between(start: datetime, end: datetime | None) -> int | None:
    """Return the whole days between two moments; None while the second is to come."""
    return None if end is None else max(0, (here(end) - here(start)).days)


def within(reporting: range, dated: Iterable[Dated]) -> list[Dated]:
    """Return what falls into these reporting years."""
    return [each for each in dated if year_of(each.on) in reporting]


def by_year(
    reporting: range, dated: Sequence[Dated], counts: Callable[[Dated], bool] = bool
) -> tuple[int, ...]:
    """Return how many there are in each reporting year."""
    return tuple(sum(year_of(each.on) == year and counts(each) for each in dated) for year in reporting)


def told_of(reporting: range, dated: Sequence[Dated]) -> tuple[int, ...]:
    """Return how many of each year published reports tell of, or will."""
    return by_year(reporting, dated, lambda each: each.is_told)


def middle_of(dated: Sequence[Dated]) -> int | None:
    """Return the median of how long the step took, what is unfinished counting as longest; None where that is it."""
    took = sorted((each.took is None, each.took or 0) for each in dated)
    if not took:
        return None
    is_unfinished, days = median_low(took)
    return None if is_unfinished else days
