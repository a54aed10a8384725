"""Does each outcome of each partnership open what it should, and run a statutory clock only where the law has one?"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from portal.domain.clocks import Force, add_months
from portal.domain.outcomes import clock_of_review, review_begun_by
from portal.domain.vocabulary import STATUTORY_REVIEW_KINDS, DecisionStage, Outcome, PanelSays, ReviewKind
from portal.models.decision import Decision, decisions_of, in_force
from portal.models.notification import replies_of
from portal.models.review import Review
from portal.notifications import operations as notifying
from portal.reviews import operations as reviewing
from portal.screening import operations
from portal.screening.criteria_asked import RECORDED_REASON
from portal.screening.opening import what_opens
from portal.web.steps import review_steps, steps_of_case, steps_of_review
from portal.web.wording import in_london
from tests.people import send
from tests.work import DECISION_MAKERS, TODAY, Work, weighed

NATIONAL = {Force.STATUTORY, Force.EXPECTED}
CLOCKS = {
    ReviewKind.RAPID_REVIEW: "rapid-review",
    ReviewKind.LOCAL_CHILD_SAFEGUARDING_PRACTICE_REVIEW: "practice-review-publication",
}


@pytest.mark.parametrize("slug", ["manchester", "salford", "north-tyneside"])
def test_every_outcome_opens_the_review_that_it_names_and_only_statutory_kinds_have_a_clock(
    portal: Flask, slug: str
) -> None:
    work = Work(portal, slug)
    with work.session(writes=False) as session:
        for offered in work.tenant.outcomes:
            kind = review_begun_by(Outcome(offered.code))
            words = what_opens(work.tenant, Outcome(offered.code))
            assert offered.opens == (kind.value if kind else None), offered
            if kind is None:
                assert "review opens" in words or words == "No review opens here.", words
                continue
            assert offered.is_statutory == (kind in STATUTORY_REVIEW_KINDS), offered
            review = Review(tenant=slug, id=uuid4(), kind=kind)
            lines = review_steps(session, work.tenant, review, TODAY)
            assert [line.rule.code for line in lines] == ([CLOCKS[kind]] if kind in CLOCKS else []), offered
            assert all(line.rule.force in NATIONAL for line in lines)
            assert clock_of_review(kind) == CLOCKS.get(kind)
            assert ("no statutory clock" in words) == (kind not in STATUTORY_REVIEW_KINDS), words


def test_an_outcome_that_begins_no_review_leads_to_what_it_asks_for(portal: Flask) -> None:
    work = Work(portal)
    more, unmet = work.case(harm="serious-harm"), work.case(harm="serious-harm")
    work.decided(more, Outcome.MORE_INFORMATION)
    work.notified(unmet)
    decision_id = work.decided(unmet, Outcome.CRITERIA_NOT_MET)
    coordinator = work.browser("coordinator")
    desk = coordinator.get("/manchester/desk").text
    for words in (
        f"Ask agencies for what is missing: {more}", f"Prepare the next decision: {more}",
        f"Record that the notification does not meet the criteria: {unmet}",
    ):  # fmt: skip
        assert words in desk, words
    assert f"/cases/{more}/information/ask" in coordinator.get(f"/manchester/cases/{more}").text
    assert "/criteria-not-met" in coordinator.get(f"/manchester/cases/{unmet}/decisions/{decision_id}").text


@pytest.mark.parametrize("slug", ["manchester", "salford", "north-tyneside"])
def test_each_outcome_that_begins_no_review_says_what_comes_next_until_that_is_done(portal: Flask, slug: str) -> None:
    work = Work(portal, slug)
    reference, coordinator = work.case(), work.browser("coordinator")
    screening, rapid = DecisionStage.SCREENING, DecisionStage.AFTER_RAPID_REVIEW
    case = f"/{slug}/cases/{reference}"

    def comes_next() -> str:
        return str(coordinator.get(case).text.partition('id="next"')[2].partition("</section>")[0])

    after(work, reference, screening, Outcome.NO_FURTHER_ACTION)
    assert "nothing further follows" in comes_next() and f"{case}/close" in comes_next()
    after(work, reference, screening, Outcome.TRANSFER)
    assert f"Offer the case to the other area: {reference}" in coordinator.get(f"/{slug}/desk").text
    after(work, reference, screening, Outcome.ANOTHER_PROCESS)
    assert f"Name the process that leads: {reference}" in coordinator.get(f"/{slug}/desk").text
    said = {"linked": "inquest", "led_by": "The coroner", "contact": "0161 496 0100", "reference": "INQ-7"}
    assert "Enter who leads it" in send(coordinator, f"{case}/processes/new", linked="inquest").text
    assert send(coordinator, f"{case}/processes/new", **said, is_lead="y").location == case
    shown = coordinator.get(case).text
    assert all(words in shown for words in ("The coroner, 0161 496 0100", "INQ-7", "It goes first", "Inquest"))
    (change,) = set(re.findall(rf"{case}/processes/[0-9a-f-]+", comes_next()))
    assert "Say what it found" in send(coordinator, change, **said, ended_on=["1", "11", "2026"]).text
    send(coordinator, change, **said, ended_on=["1", "11", "2026"], found="Misadventure.")
    assert "what it found is on record" in comes_next() and "Misadventure." in coordinator.get(case).text

    work.notified(reference)
    after(work, reference, rapid, Outcome.RAPID_REVIEW_IS_ENOUGH)
    assert "Act on what the rapid review found" in comes_next()
    after(work, reference, rapid, Outcome.NATIONAL_REVIEW)
    assert "Record what the National Panel decides" in comes_next() and "/panel-letters/new" in comes_next()
    put_off = f"{case}/decisions/{after(work, reference, rapid, Outcome.DEFER)}"
    council = work.browser(DECISION_MAKERS[0])
    assert f"Record that the National Panel was told why: {reference}" in council.get(f"/{slug}/desk").text
    assert "Say what the National Panel was told" in send(council, f"{put_off}/deferral-told").text
    day = in_london(datetime.now(UTC)).date()
    told = {"told_on": [str(day.day), str(day.month), str(day.year)], "words": "The trial begins in May."}
    assert send(council, f"{put_off}/deferral-told", **told).location == put_off
    assert "The trial begins in May." in council.get(put_off).text and "was told why" not in comes_next()


def after(work: Work, reference: str, stage: DecisionStage, outcome: Outcome) -> Any:
    """Have all three partners decide at a later stage."""
    said = {**weighed(), RECORDED_REASON: {"reason": "The rapid review has looked at it."}}
    put = operations.Prepared(stage, outcome, "On what is known now.", said)
    with work.session() as session:
        decision_id = operations.prepare(session, work.tenant, work.actor("coordinator"), reference, put).id
    work.answered(reference, decision_id)
    with work.session() as session:
        operations.sign(session, work.tenant, work.actor(DECISION_MAKERS[0]), reference, decision_id)
    return decision_id


def test_where_the_panel_disagrees_it_is_answered_by_its_day_and_six_months_run_from_the_superseding_decision(
    portal: Flask,
) -> None:
    work = Work(portal)
    reference = work.case()
    notification_id, coordinator = work.notified(reference), work.actor("coordinator")
    first = after(work, reference, DecisionStage.AFTER_RAPID_REVIEW, Outcome.RAPID_REVIEW_IS_ENOUGH)
    letter = notifying.Letter(TODAY, PanelSays.ASKS_TO_RECONSIDER, "Please look again.", TODAY)
    with work.session() as session:
        notifying.record_reply(session, work.tenant, coordinator, reference, notification_id, letter, TODAY)
    with work.session(writes=False) as session:
        case = work.case_of(session, reference)
        steps = {
            line.rule.code: line for line in steps_of_case(session, coordinator, work.tenant, case, TODAY)
        }
        assert steps["panel-reply"].due_on == TODAY
        reply_id = replies_of(session, case.id)[0].id
    local_review = Outcome.LOCAL_CHILD_SAFEGUARDING_PRACTICE_REVIEW
    second = after(work, reference, DecisionStage.AFTER_PANEL_REPLY, local_review)
    with work.session() as session:
        notifying.answer_panel(
            session, work.tenant, coordinator, reference, reply_id, TODAY, "We hold a review.", TODAY
        )
    with work.session() as session:
        review = reviewing.open_review(
            session, work.tenant, coordinator, reference, chosen_name="Child Reconsidered",
            methods=["learning-event"], scope="What was missed.", today=TODAY,
        )  # fmt: skip
        review_id = review.id
    with work.session(writes=False) as session:
        decisions = decisions_of(session, work.case_of(session, reference).id)
        assert [each.id for each in in_force(decisions)] == [second]
        assert session.get_one(Decision, second).supersedes_id == first
        signed_at = session.scalars(select(Decision.signed_at).where(Decision.id == second)).one()
        assert signed_at is not None
        (line,) = steps_of_review(session, work.tenant, session.get_one(Review, review_id), TODAY)
        assert line.due_on == add_months(in_london(signed_at).date(), 6)
