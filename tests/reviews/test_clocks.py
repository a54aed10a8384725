"""Does a review's page show the clock of its kind, and never a day that nobody recorded?"""

from __future__ import annotations

from uuid import UUID

import pytest
from flask import Flask

from portal.domain.vocabulary import Outcome, ReviewKind
from portal.models.review import Review
from portal.reviews import operations
from portal.web.steps import NO_DECISION, NO_NOTIFICATION, begun_on, steps_of_review
from tests.reading import Reading
from tests.work import TODAY


@pytest.fixture
def reading(portal: Flask) -> Reading:
    return Reading(portal)


def opened(reading: Reading, outcome: Outcome) -> UUID:
    reference = reading.case()
    reading.decided(reference, outcome)
    with reading.session() as session:
        return operations.open_review(
            session, reading.tenant, reading.actor("coordinator"), reference,
            chosen_name="Child Rowan", scope="", today=TODAY,
        ).id  # fmt: skip


def test_a_practice_review_has_six_months_from_its_decision(reading: Reading) -> None:
    review_id = opened(reading, Outcome.LOCAL_CHILD_SAFEGUARDING_PRACTICE_REVIEW)
    with reading.session() as session:
        review = session.get_one(Review, review_id)
        (line,) = steps_of_review(session, reading.tenant, review, TODAY)
        begun = begun_on(session, review)
        assert line.reckoning and line.reckoning.day_zero == begun
        assert line.rule.code == "practice-review-publication"
    page = reading.browser("coordinator").get(f"/manchester/work/reviews/{review_id}").text
    assert line.due_words in page and "Expected nationally. Source: Working Together" in page


def test_a_practice_review_without_a_recorded_decision_has_no_day(reading: Reading) -> None:
    with reading.session() as session:
        review = Review(tenant=reading.slug, kind=ReviewKind.LOCAL_CHILD_SAFEGUARDING_PRACTICE_REVIEW, opened_on=TODAY)
        (line,) = steps_of_review(session, reading.tenant, review, TODAY)
        assert (line.due_words, line.missing) == ("", NO_DECISION)


def test_a_rapid_review_shows_no_day_as_its_notification_is_not_recorded(reading: Reading) -> None:
    review_id = opened(reading, Outcome.RAPID_REVIEW)
    page = reading.browser("coordinator").get(f"/manchester/work/reviews/{review_id}").text
    assert NO_NOTIFICATION in page and "portal-clock__due" not in page


def test_learning_of_local_choice_has_no_clock(reading: Reading) -> None:
    review_id = opened(reading, Outcome.LOCAL_LEARNING_REVIEW)
    page = reading.browser("coordinator").get(f"/manchester/work/reviews/{review_id}").text
    assert "Clocks" not in page
