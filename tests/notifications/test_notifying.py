"""Is what the council sent kept, never blocked, and does the rapid review begin once?"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from portal.domain.errors import Conflict, InvalidAnswer, NotAllowed
from portal.domain.notifying import WhyTogether
from portal.domain.vocabulary import (
    CaseStage,
    NotificationKind,
    Outcome,
    PanelSays,
    PartnersAgreement,
    ReviewKind,
)
from portal.models.beginning import waiting_to_begin
from portal.models.case import Case
from portal.models.notification import Notification, PanelReply, sent_to_panel_on
from portal.models.review import Review, ReviewOfCase
from portal.notifications import operations
from portal.reviews import operations as reviewing
from tests.work import TODAY, Work

SENT = date(2026, 11, 16)


def case_of(work: Work, reference: str) -> Case:
    with work.session(writes=False) as session:
        return session.scalars(select(Case).where(Case.reference == reference)).one()


def rapid_reviews(work: Work, reference: str) -> list[Review]:
    case = case_of(work, reference)
    with work.session(writes=False) as session:
        wanted = select(Review).join(ReviewOfCase, ReviewOfCase.review_id == Review.id)
        found = session.scalars(
            wanted.where(ReviewOfCase.case_id == case.id, Review.kind == ReviewKind.RAPID_REVIEW)
        )
        return list(found)


def letter(**given: Any) -> operations.Letter:
    said = {"received_on": TODAY, "says": PanelSays.ASKS_TO_RECONSIDER, "words": "Please look again.",
            "reply_due_on": TODAY + timedelta(days=10)}  # fmt: skip
    return operations.Letter(**{**said, **given})


def replied(work: Work, reference: str, notification_id: UUID, **given: Any) -> UUID:
    with work.session() as session:
        coordinator = work.actor("coordinator")
        return operations.record_reply(
            session, work.tenant, coordinator, reference, notification_id, letter(**given), TODAY
        ).id


def test_a_notification_needs_no_screening_and_no_decision_and_opens_the_rapid_review(portal: Flask) -> None:
    work = Work(portal)
    reference = work.case()
    notification_id = work.notified(reference, others_told="The neighbours.", is_ofsted_told=True)
    (review,) = rapid_reviews(work, reference)
    assert (
        review.chosen_name == "Rapid review, November 2026"
        and case_of(work, reference).stage is CaseStage.IN_REVIEW
    )
    with work.session(writes=False) as session:
        kept = session.get_one(Notification, notification_id)
        assert (kept.review_id, kept.panel_reference, kept.others_told) == (
            review.id,
            "INVENTED-1",
            "The neighbours.",
        )
        assert {each.child_id for each in kept.children} == set(work.children(reference))


def test_the_council_notifies_of_a_closed_case_too(portal: Flask) -> None:
    work = Work(portal)
    reference = work.case()
    work.decided(reference)
    from portal.casework.operations import close

    with work.session() as session:
        close(session, work.tenant, work.actor("coordinator"), reference, "Nothing follows.")
    work.notified(reference)
    case = case_of(work, reference)
    assert (case.stage, case.closed_at) == (CaseStage.IN_REVIEW, None)


def test_a_second_notification_and_a_decision_share_the_rapid_review_that_is_open(portal: Flask) -> None:
    work = Work(portal)
    reference = work.case()
    child = work.children(reference)[:1]
    work.notified(reference, children=child)
    work.notified(reference, children=child, kind=NotificationKind.DEATH)
    decision_id = work.decided(reference, Outcome.RAPID_REVIEW)
    (review,) = rapid_reviews(work, reference)
    case = case_of(work, reference)
    with work.session(writes=False) as session:
        assert waiting_to_begin(session, case.id) is None
        joined = session.scalars(select(ReviewOfCase).where(ReviewOfCase.review_id == review.id)).one()
        assert joined.decision_id == decision_id
    with work.session() as session, pytest.raises(NotAllowed):
        reviewing.open_review(
            session, work.tenant, work.actor("coordinator"), reference,
            chosen_name="Another", methods=[], scope="", today=TODAY,
        )  # fmt: skip


def test_a_notification_after_the_decision_begins_the_review_that_the_decision_asks_for(
    portal: Flask,
) -> None:
    work = Work(portal)
    reference = work.case()
    decision_id = work.decided(reference, Outcome.RAPID_REVIEW)
    work.notified(reference, chosen_name="Rowan")
    (review,) = rapid_reviews(work, reference)
    assert review.chosen_name == "Rowan"
    with work.session(writes=False) as session:
        joined = session.scalars(select(ReviewOfCase).where(ReviewOfCase.review_id == review.id)).one()
        assert joined.decision_id == decision_id
        assert waiting_to_begin(session, case_of(work, reference).id) is None


def test_a_decision_for_a_practice_review_still_begins_one_beside_the_rapid_review(portal: Flask) -> None:
    work = Work(portal)
    reference = work.case()
    work.notified(reference)
    work.decided(reference, Outcome.LOCAL_CHILD_SAFEGUARDING_PRACTICE_REVIEW)
    with work.session() as session:
        review = reviewing.open_review(
            session, work.tenant, work.actor("coordinator"), reference,
            chosen_name="Rowan", methods=[], scope="", today=TODAY,
        )  # fmt: skip
        assert review.kind is ReviewKind.LOCAL_CHILD_SAFEGUARDING_PRACTICE_REVIEW


def test_the_death_of_a_looked_after_child_or_care_leaver_begins_no_rapid_review(portal: Flask) -> None:
    work = Work(portal)
    reference = work.case()
    child = work.children(reference)[:1]
    work.notified(reference, children=child, kind=NotificationKind.LOOKED_AFTER_CHILD_DEATH)
    assert rapid_reviews(work, reference) == []
    assert case_of(work, reference).stage is CaseStage.OPEN


def test_of_two_children_who_died_the_clock_and_the_desk_wait_for_the_second(portal: Flask) -> None:
    work = Work(portal)
    reference = work.case(harm="death", suspicion="suspected", council_aware_on="2026-11-10", unborn="no")
    first, second = work.children(reference)
    coordinator = work.browser("coordinator")
    work.notified(reference, children=(first,), kind=NotificationKind.DEATH)
    desk = f"Notify the National Panel: {reference}"
    with pytest.raises(InvalidAnswer):
        work.notified(reference, why_together=None)
    page = coordinator.get(f"/manchester/cases/{reference}").text
    assert "For 1 of the 2 children none is recorded yet." in page and "Tuesday 17 November 2026" in page
    assert desk in coordinator.get("/manchester/desk").text
    work.notified(reference, children=(second,), kind=NotificationKind.DEATH)
    assert desk not in coordinator.get("/manchester/desk").text
    assert "none is recorded yet" not in coordinator.get(f"/manchester/cases/{reference}").text


def test_working_names_of_one_month_tell_reviews_apart(portal: Flask) -> None:
    work = Work(portal)
    names = []
    for _ in range(2):
        reference = work.case()
        work.notified(reference)
        names += [each.chosen_name for each in rapid_reviews(work, reference)]
    assert names == ["Rapid review, November 2026", "Rapid review, November 2026 (2)"]


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_what_cannot_be_is_told_at_its_field(portal: Flask) -> None:
    work = Work(portal)
    reference, other = work.case(), work.case()
    for given, field in (
        ({"sent_on": TODAY + timedelta(days=1)}, "sent_on"),
        ({"council_aware_on": SENT + timedelta(days=1)}, "sent_on"),
        ({"council_aware_on": TODAY + timedelta(days=1)}, "council_aware_on"),
        ({"children": ()}, "children"),
        ({"children": work.children(other)}, "children"),
        ({"agreement": PartnersAgreement.NOT_AGREED}, "dissent"),
    ):
        with pytest.raises(InvalidAnswer) as refusal:
            work.notified(reference, **given)
        assert refusal.value.field == field
    for role in ("chair", "police-decision-maker"):
        with pytest.raises(NotAllowed):
            work.notified(reference, role=role)


def test_dissent_is_kept_beside_it_and_delays_nothing(portal: Flask) -> None:
    work = Work(portal)
    reference = work.case()
    notification_id = work.notified(
        reference, agreement=PartnersAgreement.NOT_AGREED, dissent="The police: too early to say."
    )
    page = work.browser("chair").get(f"/manchester/cases/{reference}/notifications/{notification_id}").text
    assert "They do not all agree" in page and "The police: too early to say." in page
    assert len(rapid_reviews(work, reference)) == 1


def test_a_correction_moves_the_days_and_keeps_the_review(portal: Flask) -> None:
    work = Work(portal)
    reference = work.case()
    notification_id = work.notified(reference)
    corrected = operations.Notified(
        NotificationKind.SERIOUS_HARM,
        date(2026, 11, 12),
        date(2026, 11, 17),
        work.children(reference),
        why_together=WhyTogether.SIBLINGS,
    )
    with work.session() as session:
        kept = operations.correct_notification(
            session, work.tenant, work.actor("coordinator"), reference, notification_id, corrected, TODAY
        )
        assert kept.sent_on == date(2026, 11, 17)
    assert len(rapid_reviews(work, reference)) == 1


def test_found_not_to_meet_the_criteria_is_said_once_with_its_reason_and_may_be_notified_anew(
    portal: Flask,
) -> None:
    work = Work(portal)
    reference = work.case()
    notification_id = work.notified(reference)
    coordinator = work.actor("coordinator")
    with work.session() as session, pytest.raises(InvalidAnswer):
        operations.find_criteria_not_met(
            session, work.tenant, coordinator, reference, notification_id, TODAY, " ", TODAY
        )
    with work.session() as session:
        operations.find_criteria_not_met(
            session, work.tenant, coordinator, reference, notification_id, TODAY, "An accident.", TODAY
        )
    with work.session() as session, pytest.raises(Conflict):
        operations.find_criteria_not_met(
            session, work.tenant, coordinator, reference, notification_id, TODAY, "Again.", TODAY
        )
    page = work.browser("coordinator").get(f"/manchester/cases/{reference}").text
    assert "Found not to meet the criteria on 20 November 2026" in page
    # Its rapid review is no longer due and is not forgotten: somebody ends it, or goes on.
    words = "End the rapid review, or go on with it"
    assert words in page and words in work.browser("coordinator").get("/manchester/desk").text
    assert work.notified(reference)
    for path in (f"cases/{reference}", "desk"):
        assert words not in work.browser("coordinator").get(f"/manchester/{path}").text


def test_the_panels_letter_waits_for_an_answer_until_it_is_answered_once(portal: Flask) -> None:
    work = Work(portal)
    reference = work.case()
    reply_id = replied(work, reference, work.notified(reference))
    desk = f"Answer the National Panel: {reference}"
    assert desk in work.browser("chair").get("/manchester/desk").text
    local_authority = work.actor("local-authority-decision-maker")
    with work.session() as session:
        operations.answer_panel(
            session, work.tenant, local_authority, reference, reply_id, TODAY, "We looked again.", TODAY
        )
    with work.session() as session, pytest.raises(Conflict):
        operations.answer_panel(
            session, work.tenant, local_authority, reference, reply_id, TODAY, "Twice.", TODAY
        )
    assert desk not in work.browser("chair").get("/manchester/desk").text


def test_a_letter_that_agrees_has_no_day_and_waits_for_nothing(portal: Flask) -> None:
    work = Work(portal)
    reference = work.case()
    notification_id = work.notified(reference)
    reply_id = replied(work, reference, notification_id, says=PanelSays.AGREES)
    with work.session() as session:
        assert session.get_one(PanelReply, reply_id).reply_due_on is None
        with pytest.raises(NotAllowed):
            operations.answer_panel(
                session, work.tenant, work.actor("coordinator"), reference, reply_id, TODAY, "Thanks.", TODAY
            )
    with pytest.raises(InvalidAnswer) as refusal:
        replied(work, reference, notification_id, reply_due_on=None)
    assert refusal.value.field == "reply_due_on"


def test_only_a_rapid_review_is_sent_to_the_panel_and_its_day_can_be_corrected(portal: Flask) -> None:
    work = Work(portal)
    reference = work.case()
    work.notified(reference)
    (review,) = rapid_reviews(work, reference)
    coordinator = work.actor("coordinator")
    for day in (TODAY, TODAY - timedelta(days=1)):
        with work.session() as session:
            operations.send_to_panel(session, work.tenant, coordinator, review.id, day, TODAY)
    with work.session(writes=False) as session:
        assert sent_to_panel_on(session, review.id) == TODAY - timedelta(days=1)
    other = work.case()
    work.decided(other)
    with work.session() as session:
        learning_id = reviewing.open_review(
            session, work.tenant, coordinator, other, chosen_name="Hazel", methods=[], scope="", today=TODAY
        ).id
    with work.session() as session, pytest.raises(NotAllowed):
        operations.send_to_panel(session, work.tenant, coordinator, learning_id, TODAY, TODAY)
