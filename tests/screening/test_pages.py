"""Can the partners decide through the pages, and are they told what is missing where it is missing?"""

from __future__ import annotations

from typing import Any

from flask import Flask

from tests.people import send
from tests.work import DECISION_MAKERS, Work, weighed


def typed_criteria() -> dict[str, str]:
    """Return what a browser sends for every criterion."""
    sent = {}
    for code, said in weighed().items():
        for part, words in said.items():
            sent[f"{code.replace('-', '_')}_{part}"] = words
    return sent


def put(work: Work, reference: str, **fields: Any) -> Any:
    page = f"/{work.slug}/cases/{reference}/decisions/new"
    return send(work.browser("coordinator"), page, **fields)


def test_a_decision_goes_from_the_criteria_to_the_signature(portal: Flask) -> None:
    work = Work(portal)
    reference = work.case()
    decision = put(work, reference, outcome="rapid-review", reasons="The gate is met.", **typed_criteria())
    assert decision.status_code == 303, decision.text
    for role in DECISION_MAKERS:
        answer = send(
            work.browser(role), f"{decision.location}/position", position="agree", reasons="We agree.",
            has_interest="yes" if role == DECISION_MAKERS[0] else "no", interest="Our nurses visited the family.",
        )  # fmt: skip
        assert answer.location == decision.location
    assert "Sign the decision" in work.browser(DECISION_MAKERS[0]).get(decision.location).text
    assert "Sign the decision" not in work.browser("coordinator").get(decision.location).text
    signed = send(work.browser(DECISION_MAKERS[0]), f"{decision.location}/sign")
    assert signed.location == decision.location
    page = work.browser("chair").get(decision.location).text
    assert "Agreed" in page and "We agree." in page
    assert "Record a position" not in work.browser(DECISION_MAKERS[1]).get(decision.location).text


def test_what_is_missing_is_told_at_its_field_and_nothing_typed_is_lost(portal: Flask) -> None:
    work = Work(portal)
    reference = work.case()
    half = {"abuse_or_neglect_answer": "yes", "abuse_or_neglect_reason": "As the police say."}
    refused = put(work, reference, outcome="rapid-review", reasons="The gate is met.", **half)
    assert refused.status_code == 200
    assert 'href="#death_or_serious_harm_answer' in refused.text
    assert "As the police say." in refused.text and "The gate is met." in refused.text


def test_an_outcome_of_another_stage_is_not_offered_nor_taken(portal: Flask) -> None:
    work = Work(portal)
    reference = work.case()
    refused = put(work, reference, outcome="publish-report", reasons="So.", **typed_criteria())
    assert refused.status_code == 200 and "There is a problem" in refused.text
    page = (
        work.browser("coordinator").get(f"/manchester/cases/{reference}/decisions/new?stage=publication").text
    )
    assert "Publish the report in full" in page and "abuse_or_neglect_answer" not in page


def test_what_was_prepared_is_shown_again_to_be_put_otherwise(portal: Flask) -> None:
    work = Work(portal)
    reference = work.case()
    put(work, reference, outcome="rapid-review", reasons="The gate is met.", **typed_criteria())
    page = work.browser("coordinator").get(f"/manchester/cases/{reference}/decisions/new").text
    assert "The gate is met." in page and page.count("As the account says.") == len(weighed())
    assert page.count(" checked") == len(weighed()) + 1
    changed = put(
        work, reference, outcome="local-learning-review", reasons="On reflection.", **typed_criteria()
    )
    assert "On reflection." in work.browser("chair").get(changed.location).text


def test_a_partner_gives_reasons_with_its_position(portal: Flask) -> None:
    work = Work(portal)
    reference = work.case()
    decision_id = work.prepared(reference)
    page = f"/manchester/cases/{reference}/decisions/{decision_id}/position"
    police = work.browser("police-decision-maker")
    refused = send(police, page, position="agree")
    assert refused.status_code == 200 and "Give your reasons" in refused.text
    assert "Select whether your organisation was involved" in refused.text
    silent = send(police, page, position="agree", reasons="We agree.", has_interest="yes")
    assert "Say how your organisation was involved" in silent.text
    assert work.browser("coordinator").get(page).status_code == 404


def test_a_decision_with_a_position_missing_cannot_be_signed_by_its_address(portal: Flask) -> None:
    work = Work(portal)
    reference = work.case()
    decision_id = work.prepared(reference)
    page = f"/manchester/cases/{reference}/decisions/{decision_id}/sign"
    assert work.browser("police-decision-maker").get(page).status_code == 404


def test_a_decision_of_another_case_is_not_there(portal: Flask) -> None:
    work = Work(portal)
    first, second = work.case(), work.case()
    decision_id = work.prepared(first)
    chair = work.browser("chair")
    assert chair.get(f"/manchester/cases/{first}/decisions/{decision_id}").status_code == 200
    assert chair.get(f"/manchester/cases/{second}/decisions/{decision_id}").status_code == 404
