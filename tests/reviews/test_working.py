"""Is a review worked on by its own people alone, and does a lead reviewer's leave end with the appointment?"""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from portal.domain.errors import Conflict, InvalidAnswer, NotAllowed, NotFound
from portal.domain.vocabulary import Outcome
from portal.models.case import Case
from portal.models.lead_reviewer import LeadReviewer, in_post
from portal.models.review import Review, ReviewOfCase, methods_of
from portal.models.review_access import known_review
from portal.models.review_work import KeyLine, ProcessOfReview, ReviewWait
from portal.reviews import operations, record_operations, reviewer_operations, section_operations
from tests.reading import Reading
from tests.work import TODAY

LATER = TODAY + timedelta(days=200)


@pytest.fixture
def reading(portal: Flask) -> Reading:
    return Reading(portal)


def appointed(reading: Reading, review_id: UUID) -> None:
    with reading.session() as session:
        reviewer_operations.appoint(
            session, reading.tenant, reading.actor("coordinator"), review_id,
            reading.actor("lead-reviewer").account_id, LATER, TODAY,
        )  # fmt: skip


def declared(reading: Reading, review_id: UUID, *roles: str) -> None:
    with reading.session() as session:
        reviewer_operations.declare(
            session, reading.tenant, reading.actor(*(roles or ("lead-reviewer",))), review_id,
            "I have no connection.", TODAY, TODAY,
        )  # fmt: skip


def ended(reading: Reading, review_id: UUID) -> None:
    with reading.session() as session:
        reviewer_operations.end_appointment(
            session, reading.tenant, reading.actor("coordinator"), review_id, "withdrew", "Ill.", TODAY
        )


def terms(reading: Reading, review_id: UUID, role: str = "lead-reviewer", *questions: str) -> None:
    with reading.session() as session:
        section_operations.set_terms(
            session, reading.tenant, reading.actor(role), review_id, scope="What agencies knew.",
            questions=questions, period_from=date(2024, 1, 1), period_to=date(2026, 1, 1),
        )  # fmt: skip


def may_know(reading: Reading, review_id: UUID) -> bool:
    reviewer = reading.actor("lead-reviewer")
    with reading.session() as session:
        try:
            known_review(session, review_id, reviewer.account_id, reviewer.permissions)
        except NotFound:
            return False
        return True


def test_an_appointment_gives_leave_and_its_end_takes_it_away(reading: Reading) -> None:
    review_id = reading.review()
    assert not may_know(reading, review_id)
    appointed(reading, review_id)
    assert may_know(reading, review_id)
    with reading.session() as session, pytest.raises(NotAllowed, match="leads this review already"):
        reviewer_operations.name_reviewer(
            session, reading.tenant, reading.actor("coordinator"), review_id, "Somebody", "", TODAY
        )
    ended(reading, review_id)
    assert not may_know(reading, review_id)
    with reading.session() as session:
        assert in_post(session, review_id) is None
        (row,) = session.scalars(select(LeadReviewer).where(LeadReviewer.review_id == review_id))
        assert (row.end_kind, row.end_reason, row.ended_on) == ("withdrew", "Ill.", TODAY)


def test_a_lead_reviewer_works_on_their_own_review_once_they_have_declared_their_independence(
    reading: Reading,
) -> None:
    review_id = reading.review()
    appointed(reading, review_id)
    with pytest.raises(NotAllowed, match="declared their independence"):
        terms(reading, review_id)
    with pytest.raises(NotAllowed, match="no declaration"):
        declared(reading, review_id, "coordinator")
    declared(reading, review_id)
    terms(reading, review_id, "lead-reviewer", "Who knew?", " ", "Who was told?")
    terms(reading, review_id, "lead-reviewer", "Who was told?")
    with reading.session() as session:
        lines = session.scalars(select(KeyLine).where(KeyLine.review_id == review_id)).all()
        assert [(each.position, each.question) for each in lines] == [(1, "Who was told?")]
    with reading.session() as session, pytest.raises(NotAllowed):
        section_operations.set_method(session, reading.tenant, reading.actor("lead-reviewer"), review_id, [], [])


def test_leave_for_another_reason_lets_a_lead_reviewer_read_and_not_write(reading: Reading) -> None:
    from portal.casework.operations import grant

    review_id = reading.review()
    with reading.session() as session:
        link = session.scalars(select(ReviewOfCase).where(ReviewOfCase.review_id == review_id)).one()
        reference = session.get_one(Case, link.case_id).reference
    with reading.session() as session:
        reviewer = reading.actor("lead-reviewer").account_id
        grant(session, reading.tenant, reading.actor("coordinator"), reference, reviewer, "Advises.")
    with pytest.raises(NotAllowed):
        terms(reading, review_id)


def test_a_reviewer_after_another_declares_anew_and_one_without_an_account_through_the_coordinator(
    reading: Reading,
) -> None:
    review_id = reading.review()
    appointed(reading, review_id)
    declared(reading, review_id)
    ended(reading, review_id)
    with reading.session() as session:
        reviewer_operations.name_reviewer(
            session, reading.tenant, reading.actor("coordinator"), review_id, "Robin Example", "", TODAY
        )
    with reading.session() as session:
        newest = in_post(session, review_id)
        assert newest is not None and newest.declared_on is None
    declared(reading, review_id, "coordinator")
    with reading.session() as session:
        newest = in_post(session, review_id)
        assert newest is not None and newest.declaration == "I have no connection."


def test_nobody_who_is_involved_or_has_another_role_leads_a_review(reading: Reading) -> None:
    review_id = reading.review()
    with reading.session() as session, pytest.raises(InvalidAnswer, match="role of lead reviewer"):
        reviewer_operations.appoint(
            session, reading.tenant, reading.actor("coordinator"), review_id,
            reading.actor("chair").account_id, LATER, TODAY,
        )  # fmt: skip


def test_a_second_case_joins_with_its_reviewers_leave_and_goes_again(reading: Reading) -> None:
    review_id, other = reading.review(), reading.case()
    coordinator = reading.actor("coordinator")
    appointed(reading, review_id)
    with reading.session() as session:
        section_operations.add_case(session, reading.tenant, coordinator, review_id, other)
    browser = reading.browser("lead-reviewer")
    assert browser.get(f"/{reading.slug}/cases/{other}").status_code == 200
    with reading.session() as session, pytest.raises(InvalidAnswer, match="already"):
        section_operations.add_case(session, reading.tenant, coordinator, review_id, other)
    with reading.session() as session:
        section_operations.take_case_out(session, reading.tenant, coordinator, review_id, other)
    assert browser.get(f"/{reading.slug}/cases/{other}").status_code == 404
    with reading.session() as session:
        link = session.scalars(select(ReviewOfCase).where(ReviewOfCase.review_id == review_id)).one()
        first = session.get_one(Case, link.case_id).reference
    with reading.session() as session, pytest.raises(Conflict, match="so it stays"):
        section_operations.take_case_out(session, reading.tenant, coordinator, review_id, first)


def test_methods_partners_waiting_and_processes_are_kept(reading: Reading) -> None:
    review_id, coordinator, tenant = reading.review(), reading.actor("coordinator"), reading.tenant
    for methods in (["audit", "learning-event"], ["learning-event", "peer-review"]):
        with reading.session() as session:
            section_operations.set_method(session, tenant, coordinator, review_id, methods, ["One board", " "])
    with reading.session() as session:
        wait = section_operations.begin_wait(session, tenant, coordinator, review_id, "inquest", "A date.", TODAY)
        section_operations.look_at_wait(
            session, tenant, coordinator, review_id, wait.id, "Nothing new.", LATER, is_over=False
        )
    for process in ("criminal", "inquest"):
        with reading.session() as session:
            record_operations.put_process(
                session, tenant, coordinator, review_id, None, process=process, is_lead=True, ended_on=None, note=""
            )
    with reading.session() as session:
        review = session.get_one(Review, review_id)
        assert [each.value for each in methods_of(session, review_id)] == ["learning-event", "peer-review"]
        assert review.joint_partners == ["One board"]
        kept = session.scalars(select(ReviewWait).where(ReviewWait.review_id == review_id)).one()
        assert (kept.looked_on, kept.ended_on, kept.looks) == (LATER, None, [
            {"on": LATER.isoformat(), "found": "Nothing new."}
        ])  # fmt: skip
        leads = select(ProcessOfReview.process).where(ProcessOfReview.is_lead)
        assert session.scalars(leads).all() == ["inquest"]


def test_a_later_day_than_the_clock_is_explained_and_the_first_stays(reading: Reading) -> None:
    reference = reading.case()
    reading.decided(reference, Outcome.LOCAL_CHILD_SAFEGUARDING_PRACTICE_REVIEW)
    coordinator = reading.actor("coordinator")
    with reading.session() as session:
        review_id = operations.open_review(
            session, reading.tenant, coordinator, reference, chosen_name="Child Rowan", scope="", today=TODAY
        ).id
    far = TODAY + timedelta(days=900)
    with reading.session() as session, pytest.raises(InvalidAnswer, match="why it will be later"):
        section_operations.expect(session, reading.tenant, coordinator, review_id, far, " ")
    with reading.session() as session:
        section_operations.expect(session, reading.tenant, coordinator, review_id, TODAY, "")
        section_operations.expect(session, reading.tenant, coordinator, review_id, far, "A trial.")
    page = reading.browser("coordinator").get(f"/{reading.slug}/work/reviews/{review_id}")
    assert page.status_code == 200
