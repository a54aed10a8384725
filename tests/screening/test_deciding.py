"""Do three partners decide, with reasons, once, and for good?"""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from portal.domain.errors import Conflict, InvalidAnswer, NotAllowed
from portal.domain.vocabulary import CaseStage, DecisionStage, Outcome, PartnerPosition
from portal.models.case import Case
from portal.models.decision import Decision, decisions_of, in_force
from portal.models.event import events_of
from portal.screening import operations
from portal.screening.criteria_asked import criteria_needed
from portal.web.wording import date_words, in_london
from portal.web.working_days import due_on
from tests.work import DECISION_MAKERS, Work, weighed


def put(work: Work, reference: str, prepared: operations.Prepared) -> Decision:
    with work.session() as session:
        return operations.prepare(session, work.tenant, work.actor("coordinator"), reference, prepared)


def stage_of(work: Work, reference: str) -> CaseStage:
    with work.session(writes=False) as session:
        return session.scalars(select(Case.stage).where(Case.reference == reference)).one()


def test_a_decision_is_signed_once_every_partner_has_spoken(portal: Flask) -> None:
    work = Work(portal)
    reference = work.case()
    decision_id = work.prepared(reference)
    signer = work.actor(DECISION_MAKERS[0])
    work.answered(reference, decision_id, *DECISION_MAKERS[:2])
    with work.session() as session, pytest.raises(NotAllowed, match="Each statutory partner"):
        operations.sign(session, work.tenant, signer, reference, decision_id)
    work.answered(reference, decision_id, DECISION_MAKERS[2])
    with work.session() as session:
        operations.sign(session, work.tenant, signer, reference, decision_id)
    assert stage_of(work, reference) == CaseStage.DECIDED


def test_a_signed_decision_never_changes(portal: Flask) -> None:
    work = Work(portal)
    reference = work.case()
    decision_id = work.decided(reference)
    police = work.actor(DECISION_MAKERS[2])
    with work.session() as session, pytest.raises(Conflict):
        operations.record_position(
            session, work.tenant, police, reference, decision_id, PartnerPosition.DO_NOT_AGREE, "Later."
        )
    with work.session() as session, pytest.raises(Conflict):
        operations.sign(session, work.tenant, police, reference, decision_id)
    with work.session() as session:
        session.get_one(Decision, decision_id).reasons = "Otherwise."
        with pytest.raises(Conflict):
            session.flush()
    with work.session() as session:
        session.get_one(Decision, decision_id).positions[0].reasons = "Otherwise."
        with pytest.raises(Conflict):
            session.flush()


def test_a_later_decision_supersedes_and_the_earlier_one_stays(portal: Flask) -> None:
    work = Work(portal)
    reference = work.case()
    first = work.decided(reference)
    second = work.decided(reference, Outcome.THEMATIC_REVIEW)
    with work.session(writes=False) as session:
        case = session.scalars(select(Case).where(Case.reference == reference)).one()
        decisions = decisions_of(session, case.id)
        assert [each.id for each in decisions] == [first, second]
        assert [each.id for each in in_force(decisions)] == [second]
        assert [each.what for each in events_of(session, "case", case.id)].count("decision-signed") == 2


def test_a_decision_is_put_otherwise_until_a_partner_has_answered(portal: Flask) -> None:
    work = Work(portal)
    reference = work.case()
    first = work.prepared(reference)
    assert work.prepared(reference, Outcome.THEMATIC_REVIEW) == first
    with work.session(writes=False) as session:
        assert session.get_one(Decision, first).outcome == Outcome.THEMATIC_REVIEW
    work.answered(reference, first, "police-decision-maker")
    with pytest.raises(Conflict, match="A partner has answered"):
        work.prepared(reference)


def test_each_partner_speaks_for_itself_alone(portal: Flask) -> None:
    work = Work(portal)
    reference = work.case()
    decision_id = work.prepared(reference)
    for role in ("coordinator", "chair"):
        with work.session() as session, pytest.raises(NotAllowed):
            operations.record_position(
                session, work.tenant, work.actor(role), reference, decision_id, PartnerPosition.AGREE, "Yes."
            )
    work.answered(reference, decision_id, "icb-decision-maker")
    with work.session(writes=False) as session:
        positions = session.get_one(Decision, decision_id).positions
        assert [each.partner for each in positions] == ["integrated-care-board"]


GATE_CODES = ["abuse-or-neglect", "death-or-serious-harm"]
REGULATION_CODES = ["improvements", "recurrent-themes", "working-together", "panel-view"]


@pytest.mark.parametrize(
    ("stage", "outcome", "kind", "needed"),
    [
        ("screening", "no-further-action", "incident", GATE_CODES),
        ("screening", "multi-agency-audit", "incident", GATE_CODES),
        ("screening", "local-child-safeguarding-practice-review", "incident", GATE_CODES + REGULATION_CODES),
        *(
            ("screening", each, "incident", [])
            for each in ("more-information", "transfer", "another-process")
        ),
        ("screening", "seriously-good-outcome-review", "good-outcome", []),
        ("after-rapid-review", "rapid-review-is-enough", "incident", REGULATION_CODES),
        ("after-rapid-review", "criteria-not-met", "incident", GATE_CODES + REGULATION_CODES),
        ("after-rapid-review", "defer", "incident", []),
        ("after-panel-reply", "local-learning-review", "incident", REGULATION_CODES),
        ("publication", "publish-report", "incident", []),
    ],
)
def test_partners_answer_the_gate_or_the_regulation_whether_they_review_or_not(
    stage: str, outcome: str, kind: str, needed: list[str]
) -> None:
    found = criteria_needed(DecisionStage(stage), Outcome(outcome), kind)
    assert [each.code for each in found] == needed


def test_what_an_outcome_needs_is_answered_with_reasons(portal: Flask) -> None:
    work = Work(portal)
    reference = work.case()
    for outcome in (Outcome.RAPID_REVIEW, Outcome.NO_FURTHER_ACTION):
        with pytest.raises(InvalidAnswer, match="Select an answer"):
            put(work, reference, operations.Prepared(DecisionStage.SCREENING, outcome, "Because."))
    bare = {code: {"answer": "yes", "reason": ""} for code in weighed()}
    with pytest.raises(InvalidAnswer, match="Give the reason"):
        put(
            work,
            reference,
            operations.Prepared(DecisionStage.SCREENING, Outcome.RAPID_REVIEW, "Because.", bare),
        )
    assert put(
        work, reference, operations.Prepared(DecisionStage.SCREENING, Outcome.RAPID_REVIEW, "So.", weighed())
    )


def test_a_death_in_custody_that_is_not_reviewed_needs_its_reason_where_the_partnership_says_so(
    portal: Flask,
) -> None:
    died = {"harm": "death", "circumstances": ["death-in-custody"]}
    for slug in ("manchester", "salford"):
        work = Work(portal, slug)
        must_explain = work.tenant.automatic_review_circumstances == "reason-required"
        reference = work.case(**died)
        unreviewed = operations.Prepared(DecisionStage.SCREENING, Outcome.CRITERIA_NOT_MET, "So.", weighed())
        if must_explain:
            with pytest.raises(InvalidAnswer, match="Record why"):
                put(work, reference, unreviewed)
            # Reviewed nationally it is reviewed.
            later, national = DecisionStage.AFTER_RAPID_REVIEW, Outcome.NATIONAL_REVIEW
            assert put(work, reference, operations.Prepared(later, national, "So.", weighed()))
        else:
            assert put(work, reference, unreviewed)
        assert must_explain == (slug == "manchester")


def test_an_outcome_the_partnership_does_not_offer_is_refused(portal: Flask) -> None:
    work = Work(portal, "salford")
    reference = work.case()
    thematic = operations.Prepared(DecisionStage.SCREENING, Outcome.THEMATIC_REVIEW, "So.", weighed())
    with pytest.raises(InvalidAnswer, match="open at this stage"):
        put(work, reference, thematic)


def test_what_waits_is_on_the_desk_of_whoever_it_waits_for_with_the_day_of_the_clock_that_runs(
    portal: Flask,
) -> None:
    work = Work(portal)
    reference = work.case()

    def line(role: str, title: str) -> str:
        """Return what the desk says of one thing that waits, or nothing."""
        page = work.browser(role).get("/manchester/desk").text
        return next((row for row in page.split("<tr") if f">{title}: {reference}</a>" in row), "")

    def day(role: str, title: str) -> bool:
        return "7 December 2026" in line(role, title) and "portal-badge" in line(role, title)

    def shown(role: str, page: str) -> bool:
        return (
            "Monday 7 December 2026" in work.browser(role).get(f"/manchester/cases/{reference}/{page}").text
        )

    advice = f"Record the advice of {work.tenant.screening.short_name}"
    assert "No set day" in line("coordinator", advice), "no notification, so no clock runs"
    work.notified(reference)
    assert day("coordinator", advice) and day("screening-member", "Give your view")
    assert shown("coordinator", "screenings/new") and shown("screening-member", "view")
    work.screened(reference)
    assert day("coordinator", "Prepare a decision") and shown("coordinator", "decisions/new")
    decision_id = work.prepared(reference, Outcome.LOCAL_CHILD_SAFEGUARDING_PRACTICE_REVIEW)
    assert day("police-decision-maker", "Give a position")
    decision = f"decisions/{decision_id}"
    assert shown("police-decision-maker", decision) and shown("police-decision-maker", f"{decision}/position")
    work.answered(reference, decision_id)
    assert shown("police-decision-maker", f"{decision}/sign")
    assert day("police-decision-maker", "Sign the decision") and not line("coordinator", "Prepare a decision")
    with work.session() as session:
        signed = operations.sign(session, work.tenant, work.actor(DECISION_MAKERS[0]), reference, decision_id)
        assert signed.signed_at
        by = due_on(work.tenant, "practice-review-publication", in_london(signed.signed_at).date())
    page = work.browser("coordinator").get("/manchester/desk").text
    row = next(row for row in page.split("<tr") if f"Open the review of {reference}" in row)
    assert by and date_words(by) in row


@pytest.mark.parametrize("engine_name", ["postgresql"], indirect=True)
def test_a_decision_that_somebody_else_has_just_signed_is_not_signed_again(portal: Flask) -> None:
    work = Work(portal)
    reference = work.case()
    decision_id = work.prepared(reference)
    work.answered(reference, decision_id)
    first, second = (work.actor(role) for role in DECISION_MAKERS[:2])
    with work.session() as session:
        # A page holds on to what it has read.
        page = session.get_one(Decision, decision_id)
        assert page.signed_at is None
        with work.session() as other:
            operations.sign(other, work.tenant, first, reference, decision_id)
        with pytest.raises(Conflict):
            operations.sign(session, work.tenant, second, reference, decision_id)
        session.rollback()
        assert session.get_one(Decision, decision_id).signed_by == first.account_id
