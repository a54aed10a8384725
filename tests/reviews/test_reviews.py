"""Does a review begin with a signed decision, once, and do only those who may know of it see it?"""

from __future__ import annotations

from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from portal.domain.errors import InvalidAnswer, NotAllowed, NotFound
from portal.domain.vocabulary import CaseStage, ReviewKind
from portal.models.audit import AuditEntry
from portal.models.case import Case
from portal.models.event import events_of
from portal.models.review import Review, ReviewOfCase
from portal.models.review_access import known_review
from portal.reviews import operations
from tests.people import send
from tests.reading import Reading
from tests.work import TODAY


@pytest.fixture
def reading(portal: Flask) -> Reading:
    return Reading(portal)


def opened(reading: Reading, reference: str, name: str = "Child Rowan", role: str = "coordinator") -> UUID:
    with reading.session() as session:
        return operations.open_review(
            session, reading.tenant, reading.actor(role), reference, chosen_name=name, methods=["learning-event"],
            scope="How agencies worked together.", today=TODAY,
        ).id  # fmt: skip


def test_a_signed_decision_opens_a_review_of_the_kind_it_begins(reading: Reading) -> None:
    reference = reading.decided_case()
    review_id = opened(reading, reference)
    with reading.session() as session:
        review = session.get_one(Review, review_id)
        case = session.scalars(select(Case).where(Case.reference == reference)).one()
        joined = session.scalars(select(ReviewOfCase).where(ReviewOfCase.review_id == review_id)).one()
        assert (review.kind, review.scope) == (ReviewKind.RAPID_REVIEW, "How agencies worked together.")
        assert (case.stage, joined.case_id) == (CaseStage.IN_REVIEW, case.id)
        assert [event.what for event in events_of(session, "review", review_id)] == ["opened"]
        assert events_of(session, "case", case.id)[-1].what == "review-opened"


def test_a_page_that_names_a_review_alone_is_one_look_at_it_and_the_list_is_none(reading: Reading) -> None:
    review_id = opened(reading, reading.decided_case())
    browser = reading.browser("coordinator")

    def looks() -> list[AuditEntry]:
        with reading.session(writes=False) as session:
            wanted = select(AuditEntry).where(AuditEntry.action == "looked-at").order_by(AuditEntry.seq)
            return list(session.scalars(wanted))

    before = len(looks())
    assert browser.get(f"/{reading.slug}/work/reviews").status_code == 200
    assert len(looks()) == before
    assert browser.get(f"/{reading.slug}/work/reviews/{review_id}/complete").status_code == 200
    (look,) = looks()[before:]
    assert (look.subject_kind, look.subject_id) == ("review", str(review_id))


def test_one_decision_opens_one_review(reading: Reading) -> None:
    reference = reading.decided_case()
    opened(reading, reference)
    with pytest.raises(NotAllowed, match="does not begin a review"):
        opened(reading, reference, "Child Alder")


def test_a_case_without_a_signed_decision_opens_none(reading: Reading) -> None:
    from portal.domain.errors import Conflict

    reference = reading.case()
    with pytest.raises(Conflict):
        opened(reading, reference)


@pytest.mark.parametrize("name", ["", "  ", "child rowan ", "x" * 81])
def test_a_name_is_needed_and_stands_for_one_review_alone(reading: Reading, name: str) -> None:
    opened(reading, reading.decided_case())
    with pytest.raises(InvalidAnswer):
        opened(reading, reading.decided_case(), name)


def test_a_chair_does_not_open_reviews(reading: Reading) -> None:
    with pytest.raises(NotAllowed):
        opened(reading, reading.decided_case(), role="chair")


def test_a_review_is_completed_and_opened_again(reading: Reading) -> None:
    review_id = reading.review()
    coordinator = reading.actor("coordinator")
    with reading.session() as session:
        assert operations.complete(session, reading.tenant, coordinator, review_id).completed_at
    with reading.session() as session:
        assert operations.reopen(session, reading.tenant, coordinator, review_id).completed_at is None


def test_a_lead_reviewer_knows_only_of_reviews_that_were_opened_to_them(reading: Reading) -> None:
    from portal.casework.operations import grant

    reference = reading.decided_case()
    review_id = opened(reading, reference)
    reviewer = reading.actor("lead-reviewer")
    with reading.session() as session, pytest.raises(NotFound):
        known_review(session, review_id, reviewer.account_id, reviewer.permissions)
    with reading.session() as session:
        grant(session, reading.tenant, reading.actor("coordinator"), reference, reviewer.account_id, "Leads it.")
    with reading.session() as session:
        assert known_review(session, review_id, reviewer.account_id, reviewer.permissions).id == review_id


def test_involvement_in_a_case_closes_its_review_whatever_the_role(reading: Reading) -> None:
    from portal.casework.operations import exclude

    reference = reading.decided_case()
    review_id = opened(reading, reference)
    chair, publisher = reading.actor("chair"), reading.actor("publisher")
    with reading.session() as session:
        exclude(session, reading.tenant, reading.actor("coordinator"), reference, chair.account_id, "Involved.")
    with reading.session() as session, pytest.raises(NotFound):
        known_review(session, review_id, chair.account_id, chair.permissions)
    with reading.session() as session:
        assert known_review(session, review_id, publisher.account_id, publisher.permissions)


def test_the_pages_open_a_review_and_show_it(reading: Reading) -> None:
    reference = reading.decided_case()
    coordinator = reading.browser("coordinator")
    assert f"Open the review of {reference}" in coordinator.get("/manchester/desk").text
    assert reference in coordinator.get("/manchester/work/reviews").text
    path = f"/manchester/cases/{reference}/open-review"
    answer = send(coordinator, path, chosen_name="Child Rowan", scope="")
    assert answer.status_code == 303
    page = coordinator.get(answer.location)
    assert page.status_code == 200
    assert "Child Rowan" in page.text
    assert reference in page.text
    assert "Write something for readers" in page.text
    assert "Child Rowan: write for readers" in coordinator.get("/manchester/desk").text
    assert send(coordinator, f"{answer.location}/complete").status_code == 303
    assert send(coordinator, f"{answer.location}/reopen").status_code == 303


def test_a_name_that_is_taken_is_said_beside_the_field(reading: Reading) -> None:
    opened(reading, reading.decided_case())
    path = f"/manchester/cases/{reading.decided_case()}/open-review"
    answer = send(reading.browser("coordinator"), path, chosen_name="Child Rowan", scope="")
    assert answer.status_code == 200
    assert "Another review already has this name" in answer.text


def test_a_publisher_sees_the_review_and_not_its_case(reading: Reading) -> None:
    reference = reading.decided_case()
    review_id = opened(reading, reference)
    page = reading.browser("publisher").get(f"/manchester/work/reviews/{review_id}")
    assert page.status_code == 200
    assert reference not in page.text


@pytest.mark.parametrize("role", ["referrer", "safeguarding-lead", "people-administrator"])
def test_people_who_see_no_outputs_find_no_review(reading: Reading, role: str) -> None:
    review_id = reading.review()
    browser = reading.browser(role)
    assert browser.get("/manchester/work/reviews").status_code == 404
    assert browser.get(f"/manchester/work/reviews/{review_id}").status_code == 404


def test_another_partnerships_review_answers_as_a_missing_one(reading: Reading, portal: Flask) -> None:
    review_id = reading.review()
    elsewhere = Reading(portal, "salford").browser("coordinator")
    foreign = elsewhere.get(f"/salford/work/reviews/{review_id}")
    missing = elsewhere.get("/salford/work/reviews/4f6d0d6e-5f1c-4d7e-9c57-0b7c0d5b9a11")
    assert (foreign.status_code, missing.status_code) == (404, 404)
    assert foreign.data == missing.data
