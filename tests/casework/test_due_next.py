"""Does a list of cases say what is due next in each, as its own page does, and ask no more for many than for one?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flask import Flask
from sqlalchemy import Engine, event, select

from portal.domain.vocabulary import Outcome
from portal.models.case import Case
from portal.reviews import operations as reviewing
from portal.web.clock_lines import ClockLine
from portal.web.due_next import due_next, first_open
from portal.web.steps import steps_of_case
from tests.work import TODAY, Work


def reviewed(work: Work) -> str:
    """Return a case whose practice review is open."""
    reference = work.case(harm="death", council_aware_on="2026-11-12")
    work.notified(reference)
    work.decided(reference, Outcome.LOCAL_CHILD_SAFEGUARDING_PRACTICE_REVIEW)
    with work.session() as session:
        reviewing.open_review(
            session, work.tenant, work.actor("coordinator"), reference, chosen_name="Child Fern",
            methods=["learning-event"], scope="Invented.", today=TODAY,
        )  # fmt: skip
    return reference


def test_each_case_of_a_list_says_what_its_own_page_says_is_due_first(portal: Flask) -> None:
    work = Work(portal)
    told, untold = work.case(harm="death", council_aware_on="2026-11-12"), work.case(
        harm="serious-harm", council_aware_on="2026-11-18"
    )
    work.notified(told)
    in_review, coordinator = reviewed(work), work.actor("coordinator")
    with work.session(writes=False) as session:
        cases = session.scalars(select(Case)).all()
        found = due_next(session, coordinator, work.tenant, cases, TODAY)
        by_reference = {case.reference: found.get(case.id) for case in cases}
        each_alone = {
            case.reference: first_open(steps_of_case(session, coordinator, work.tenant, case, TODAY))
            for case in cases
        }
        assert facts(by_reference) == facts(each_alone)
        assert by_reference[told].rule.code == by_reference[in_review].rule.code == "rapid-review"  # type: ignore[union-attr]
        assert by_reference[untold].due_on == date(2026, 11, 25)  # type: ignore[union-attr]
        alone = [case for case in cases if case.reference == in_review]
        assert questions(work, alone) == questions(work, cases)
    page = work.browser("coordinator").get("/manchester/cases?mine=yes").text
    assert "25 November 2026" in page and "Notify the National Panel of a serious incident" in page
    mine = work.browser("icb-decision-maker").get("/manchester/cases?mine=yes").text
    assert in_review in mine and told not in mine and untold not in mine


def facts(found: dict[str, ClockLine | None]) -> dict[str, tuple[str, date | None] | None]:
    return {reference: line and (line.rule.code, line.due_on) for reference, line in found.items()}


def questions(work: Work, cases: Sequence[Case]) -> int:
    """Return how many statements it takes to say what is due next in these cases."""
    asked: list[str] = []

    def keep(connection: object, cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    with work.session(writes=False) as session:
        session.connection()
        event.listen(Engine, "before_cursor_execute", keep)
        due_next(session, work.actor("coordinator"), work.tenant, cases, TODAY)
        event.remove(Engine, "before_cursor_execute", keep)
    return len(asked)
