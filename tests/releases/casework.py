"""How does a test come by years of dated casework in a moment? Rows alone: a release counts dates and codes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from portal.domain.vocabulary import (
    DecisionStage,
    NotificationKind,
    Outcome,
    PartnersAgreement,
    ReferralStatus,
    ReviewKind,
)
from portal.models.case import Case
from portal.models.decision import Decision
from portal.models.notification import Notification, RapidReviewSent
from portal.models.referral import Referral
from portal.models.review import Review, ReviewOfCase
from tests.work import Work

TODAY = date(2026, 11, 20)


def moment(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def days_in(year: int, count: int) -> list[date]:
    """Return so many days of a reporting year, none on a Saturday, from its first Monday on."""
    first = date(year - 1, 4, 1)
    monday = first + timedelta(days=-first.weekday() % 7)
    return [monday + timedelta(days=7 * (at % 50)) for at in range(count)]


def case_row(session: Any, work: Work, reference: str) -> Case:
    case = Case(tenant=work.slug, reference=reference, opened_at=moment(date(2020, 1, 1)), is_fictional=True)
    session.add(case)
    session.flush()
    return case


def referred(work: Work, by_year: dict[int, int]) -> None:
    """Have referrals received, so many in each reporting year; each was decided after thirty days."""
    referrer = work.person("referrer").account_id
    work.person("chair")
    with work.session() as session:
        case = case_row(session, work, "X-2020-0001")
        for year, count in by_year.items():
            for day in days_in(year, count):
                session.add(
                    Referral(
                        tenant=work.slug, unit=case.unit, form_code="any", form_version=1, agency="any",
                        referrer_id=referrer,
                        status=ReferralStatus.ACCEPTED, case_id=case.id, received_at=moment(day),
                    )
                )  # fmt: skip
        session.add(decision(work, case, Outcome.LOCAL_LEARNING_REVIEW, date(2020, 1, 2)))
        session.commit()


def decision(work: Work, case: Case, outcome: Outcome, on: date) -> Decision:
    chair = work.person("chair").account_id
    return Decision(
        tenant=work.slug, unit=case.unit, case_id=case.id, stage=DecisionStage.SCREENING, outcome=outcome,
        prepared_by=chair, prepared_at=moment(on), signed_by=chair, signed_at=moment(on), reasons="Made up.",
    )  # fmt: skip


def ended(work: Work, by_year: dict[int, int], outcome: Outcome = Outcome.NO_FURTHER_ACTION) -> None:
    """Have decisions signed that began no review, or whatever else this outcome begins."""
    work.person("chair")
    with work.session() as session:
        case = case_row(session, work, f"X-2020-{list(Outcome).index(outcome) + 2:04}")
        for year, count in by_year.items():
            for day in days_in(year, count):
                session.add(decision(work, case, outcome, day))
        session.commit()


def notified(work: Work, year: int, took: Sequence[int], *, has_report: bool = False) -> None:
    """Have the council notify: each number is how many days after it became aware, on a Monday."""
    coordinator = work.person("coordinator").account_id
    with work.session() as session:
        case = case_row(session, work, f"X-{year}-1{has_report:03}")
        if has_report:
            session.add(open_review(work, session, case, ReviewKind.LOCAL_LEARNING_REVIEW, year))
        for day, after in zip(days_in(year, len(took)), took, strict=True):
            review = Review(
                tenant=work.slug, unit=case.unit, kind=ReviewKind.RAPID_REVIEW, opened_on=day, opened_by=coordinator,
                chosen_name=f"Review {year} {day} {has_report}",
            )  # fmt: skip
            session.add(review)
            session.flush()
            session.add(ReviewOfCase(tenant=work.slug, review_id=review.id, case_id=case.id))
            session.add(
                RapidReviewSent(
                    tenant=work.slug, review_id=review.id, sent_on=day + timedelta(days=after + 14),
                    recorded_by=coordinator,
                )
            )  # fmt: skip
            session.add(
                Notification(
                    tenant=work.slug, unit=case.unit, case_id=case.id, kind=NotificationKind.DEATH,
                    council_aware_on=day, sent_on=day + timedelta(days=after), review_id=review.id,
                    agreement=PartnersAgreement.AGREED, recorded_by=coordinator,
                )
            )  # fmt: skip
        session.commit()


def open_review(work: Work, session: Any, case: Case, kind: ReviewKind, year: int) -> ReviewOfCase:
    review = Review(
        tenant=work.slug, unit=case.unit, kind=kind, opened_on=date(year, 1, 1), chosen_name=f"Learning {year}",
        opened_by=work.person("coordinator").account_id,
    )  # fmt: skip
    session.add(review)
    session.flush()
    return ReviewOfCase(tenant=work.slug, review_id=review.id, case_id=case.id)
