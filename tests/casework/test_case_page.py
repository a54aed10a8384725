"""Does a case's page say how far it has come, what comes next and what happened, and to whom nothing more?"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from uuid import UUID, uuid4

from flask import Flask

from portal.casework.path import path_of
from portal.domain.vocabulary import CaseStage
from portal.models.case import Case, CaseExclusion
from portal.models.event import tell
from portal.models.review import Review, ReviewOfCase
from portal.reviews import operations as reviewing
from portal.web.happenings import Happening, Lane
from tests.work import TODAY, Work


def happened(kind: str, what: str) -> Happening:
    at = datetime(2026, 3, 2, 10, tzinfo=UTC)
    return Happening(what, at, "", Lane.CASE, (kind, UUID(int=1)), what)


def states(stage: CaseStage, *what: tuple[str, str]) -> list[str]:
    return [step.state for step in path_of(stage, [happened(*each) for each in what])]


REFERRED, ACCEPTED, DECIDED, CLOSED = (
    ("referral", "sent"), ("case", "opened"), ("case", "decision-signed"), ("case", "closed"),
)  # fmt: skip


def test_a_case_stands_at_the_last_step_that_was_taken_and_a_step_gone_past_is_not_said_to_be_taken() -> None:
    assert states(CaseStage.DECIDED, REFERRED, ACCEPTED, DECIDED) == [
        "done", "done", "passed", "now", "to-come", "to-come", "to-come",
    ]  # fmt: skip
    opened = path_of(CaseStage.OPEN, [happened("case", "opened-to-notify")])
    assert [(step.label, step.state) for step in opened[:3]] == [
        ("Referred", "passed"), ("Opened to notify", "now"), ("Screened", "to-come"),
    ]  # fmt: skip


def test_a_case_that_was_reopened_is_no_longer_closed() -> None:
    assert states(CaseStage.CLOSED, ACCEPTED, DECIDED, CLOSED)[-1] == "now"
    assert states(CaseStage.OPEN, ACCEPTED, DECIDED, CLOSED)[-1] == "to-come"


def next_part(page: str) -> str:
    """Return what a case's page says comes next, as words."""
    part = page.partition('id="next"')[2].partition("</section>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", part).split())


def test_the_page_says_what_comes_next_and_for_whom_it_waits(portal: Flask) -> None:
    work = Work(portal)
    reference = work.case()
    page, chair = f"/manchester/cases/{reference}", work.browser("chair")
    icb = work.browser("icb-decision-maker")
    assert "Prepare a decision" in next_part(chair.get(page).text)
    assert "Waits for the coordinator or the chair" in next_part(icb.get(page).text)
    decision_id = work.prepared(reference)
    work.answered(reference, decision_id, "police-decision-maker")
    waiting = next_part(icb.get(page).text)
    assert waiting.count("Position of") == 2 and work.tenant.integrated_care_board in waiting
    work.answered(reference, decision_id)
    assert "Sign the decision" in next_part(icb.get(page).text)


def opened_review(work: Work, reference: str) -> None:
    """Decide about a case, and open its review."""
    work.decided(reference)
    with work.session() as session:
        reviewing.open_review(
            session, work.tenant, work.actor("coordinator"), reference,
            chosen_name="Child Aspen", scope="", today=TODAY,
        )  # fmt: skip


def test_what_happened_to_a_case_its_referral_and_its_review_is_one_history_without_doubles(
    portal: Flask,
) -> None:
    work = Work(portal)
    reference = work.case()
    opened_review(work, reference)
    page = work.browser("coordinator").get(f"/manchester/cases/{reference}/history").text
    words = page.partition("In words")[2]
    for title in ("Referral sent", "Case opened", "Decision signed", "Review opened", "The incident"):
        assert words.count(title) == 1, title
    assert words.index("The incident") < words.index("Referral sent") < words.index("Review opened")


def test_the_picture_has_a_name_and_a_summary_in_words(portal: Flask) -> None:
    work = Work(portal)
    page = work.browser("coordinator").get(f"/manchester/cases/{work.case()}/history").text
    assert 'role="img"' in page and "The list says each in words." in page


def test_what_happened_many_times_on_a_day_is_told_once_with_its_number(portal: Flask) -> None:
    work = Work(portal)
    reference, chair = work.case(), work.actor("chair")
    with work.session() as session:
        case = session.query(Case).one()
        for _ in range(60):
            tell(session, "manchester", "case", case.id, "position-recorded", chair.account_id)
        session.commit()
    answer = work.browser("coordinator").get(f"/manchester/cases/{reference}/history")
    assert answer.status_code == 200 and "A partner’s position recorded (60 times)" in answer.text


def test_a_review_that_is_closed_to_a_person_is_in_neither_their_case_page_nor_their_history(
    portal: Flask,
) -> None:
    work = Work(portal)
    reference, other = work.case(), work.case()
    opened_review(work, reference)
    chair = work.actor("chair")
    with work.session() as session:
        closed = session.query(Case).filter_by(reference=other).one()
        review = session.query(Review).one()
        key = {"tenant": "manchester", "case_id": closed.id}
        session.add(ReviewOfCase(id=uuid4(), review_id=review.id, **key))
        session.add(CaseExclusion(unit=closed.unit, account_id=chair.account_id, **key))
        session.commit()
    for page in (f"cases/{reference}", f"cases/{reference}/history"):
        assert "Review opened" not in work.browser("chair").get(f"/manchester/{page}").text
        assert "Child Aspen" not in work.browser("chair").get(f"/manchester/{page}").text
    assert "Review opened" in work.browser("coordinator").get(f"/manchester/cases/{reference}/history").text


def test_a_case_and_each_of_its_pages_are_there_only_for_who_may_know(portal: Flask) -> None:
    work = Work(portal)
    reference = work.case()
    for page in ("", "/known", "/history"):
        assert work.browser("lead-reviewer").get(f"/manchester/cases/{reference}{page}").status_code == 404
        assert work.browser("screening-member").get(f"/manchester/cases/{reference}{page}").status_code == 200


def test_family_and_household_stand_by_how_they_are_related(portal: Flask) -> None:
    work = Work(portal)
    page = work.browser("coordinator").get(f"/manchester/cases/{work.case()}/known").text
    part = page.partition("Family and household")[2].partition("What is known")[0]
    assert "<dt" in part
