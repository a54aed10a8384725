"""How many made-up cases stand where a rule or a clock has them, and how many of their steps were late?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.clocks import add_months
from portal.domain.retention import RetentionThen
from portal.domain.statutory_clocks import STATUTORY_CLOCKS
from portal.domain.vocabulary import Outcome, OutputKind, PublicationStatus, ReviewKind, ReviewStatus
from portal.models.notification import Notification, RapidReviewSent
from portal.models.output import Publication
from portal.models.published import PublishedOutput, visible
from portal.models.review import Review
from portal.retention.queries import is_to_be_announced
from portal.tenancy.model import Tenant
from portal.web.working_days import known_holidays, today

RAPID, AHEAD, WARNED, READABLE = (
    "rapid review under way", "published ahead", "in the last month of its time", "report that readers can open",
)  # fmt: skip
SIX_MONTHS = 6


def expected_of(tenant: Tenant) -> set[str]:
    """Which of these stages a partnership has at all, by its own folder."""
    holds_rapid_reviews = any(each.code == Outcome.RAPID_REVIEW for each in tenant.outcomes)
    ends_something = any(rule.then is not RetentionThen.KEEP for rule in tenant.retention.values())
    found = {RAPID: holds_rapid_reviews, AHEAD: True, WARNED: ends_something, READABLE: True}
    return {stage for stage, is_there in found.items() if is_there}


def standing_at(session: Session) -> Counter[str]:
    """Count what stands at each of these stages."""
    publications = session.scalars(
        select(Publication).where(Publication.status == PublicationStatus.PUBLISHED)
    ).all()
    reports = select(PublishedOutput).where(
        visible(datetime.now(UTC)), PublishedOutput.kind == OutputKind.REPORT, PublishedOutput.is_fictional
    )
    return Counter(
        {
            RAPID: len(rapid_reviews_under_way(session)),
            AHEAD: sum(each.appears_on > today() for each in publications),
            WARNED: sum(is_to_be_announced(each, today()) and not is_over(each) for each in publications),
            READABLE: len(session.scalars(reports).all()),
        }
    )


def is_over(publication: Publication) -> bool:
    ends_on = publication.comes_down_on or publication.decide_on
    return ends_on is not None and ends_on <= today()


def rapid_reviews_under_way(session: Session) -> list[Notification]:
    """Return the notifications whose rapid review has still to go to the Panel."""
    sent = select(RapidReviewSent.review_id)
    wanted = select(Notification).join(
        Review, (Review.tenant == Notification.tenant) & (Review.id == Notification.review_id)
    )
    return list(session.scalars(wanted.where(Review.status == ReviewStatus.OPEN, Review.id.not_in(sent))))


def nearness_of_rapid_reviews(session: Session) -> set[str]:
    """Say how near their day those are: late, due within four working days or so, or begun lately."""
    clock, found = STATUTORY_CLOCKS["rapid-review"], set()
    for each in rapid_reviews_under_way(session):
        left = clock.reckon(each.sent_on, known_holidays()).due_on - today()
        found.add("late" if left < timedelta() else "near" if left <= timedelta(days=7) else "begun")
    return found


def lateness(session: Session) -> dict[str, tuple[int, int]]:
    """Return of notifications, rapid reviews and local reviews how many were late, and how many there are."""
    notifications = {each.review_id: each for each in session.scalars(select(Notification))}
    sent = {each.review_id: each.sent_on for each in session.scalars(select(RapidReviewSent))}
    local = select(Review).where(
        Review.kind == ReviewKind.LOCAL_CHILD_SAFEGUARDING_PRACTICE_REVIEW, Review.completed_at.is_not(None)
    )
    ended = [
        (each.completed_at.date(), add_months(each.opened_on, SIX_MONTHS))
        for each in session.scalars(local)
        if each.completed_at
    ]
    due = {code: STATUTORY_CLOCKS[code] for code in ("incident-notification", "rapid-review")}
    notified = [
        (each.sent_on, due["incident-notification"].reckon(each.council_aware_on, known_holidays()).due_on)
        for each in notifications.values()
    ]
    rapidly = [
        (sent.get(review_id, today()), due["rapid-review"].reckon(each.sent_on, known_holidays()).due_on)
        for review_id, each in notifications.items()
        if review_id is not None
    ]
    counted = {"notifications": notified, "rapid reviews": rapidly, "reviews": ended}
    return {what: late_of(days) for what, days in counted.items()}


def late_of(days: Iterable[tuple[date, date]]) -> tuple[int, int]:
    pairs = list(days)
    return sum(done > due for done, due in pairs), len(pairs)
