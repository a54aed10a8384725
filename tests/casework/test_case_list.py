"""Is the list of cases found by an index on each engine, a page at a time, without missing or doubling any?"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import Engine, event, insert, text

from portal.casework.listing import A_PAGE, CaseFilter, page_of_cases
from portal.domain.vocabulary import CaseStage
from portal.models import owner
from portal.models.case import Case, CaseGrant, CaseNumber
from portal.models.event import tell
from portal.web.access import Actor
from tests.work import Work

MANY = 2_000
EVERY_CASE = re.compile(r"Seq Scan on review_case|SCAN review_case(?! USING INDEX)")
OPENED = datetime(2024, 12, 30, 12, tzinfo=UTC)


def fill(work: Work, count: int) -> None:
    """Open many cases, one an hour, three at once in every tenth hour; two of them are granted to the lead reviewer."""
    reviewer, coordinator = (work.actor(role).account_id for role in ("lead-reviewer", "coordinator"))
    with work.session() as session:
        session.execute(insert(Case.__table__), [row(work, number) for number in range(1, count + 1)])
        session.execute(
            insert(CaseNumber.__table__),
            [
                {"tenant": work.slug, "id": UUID(int=year), "year": year, "last": count}
                for year in (2024, 2025)
            ],
        )
        for number in (3, count // 2):
            session.add(
                CaseGrant(
                    tenant=work.slug, unit=UUID(int=number), case_id=UUID(int=number), account_id=reviewer,
                    granted_by=reviewer,
                )
            )  # fmt: skip
            tell(session, work.slug, "case", UUID(int=number), "corrected", coordinator)
        session.commit()
    with work.portal.app_context():
        engine = owner.engine(work.portal.extensions["settings"].owner_url)
        with engine.begin() as connection:
            connection.execute(text("ANALYZE"))
        engine.dispose()


def row(work: Work, number: int) -> dict[str, object]:
    """Return the clear facts of one case."""
    at = OPENED + timedelta(hours=number // 3 * 3 if number % 10 == 0 else number)
    return {
        "tenant": work.slug, "id": UUID(int=number), "unit": UUID(int=number), "opened_at": at, "kind": "incident",
        "reference": f"{work.tenant.reference_prefix}-{2024 if number <= 30 else 2025}-{number:04}",
        "stage": CaseStage.DECIDED if number % 10 == 0 else CaseStage.CLOSED,
        "incident_precision": "day", "harm": "", "primary_harm": "", "suspicion": "", "is_fictional": True,
    }  # fmt: skip


@pytest.fixture
def many(portal: Flask) -> Work:
    """Give a partnership with many cases."""
    work = Work(portal)
    fill(work, MANY)
    return work


def pages(work: Work, actor: Actor, **narrowed: object) -> Iterator[list[str]]:
    """Yield the references of each page of a list, from the first to the last."""
    after = ""
    with work.session(writes=False) as session:
        while True:
            page = page_of_cases(session, actor, work.tenant, CaseFilter(**narrowed, after=after))  # type: ignore[arg-type]
            yield [case.reference for case in page.cases]
            after = page.after
            if not after:
                return


def plans(work: Work, ask: Callable[[], object]) -> list[str]:
    """Return how the engine finds what is asked: the plan of each statement that reads cases."""
    asked: list[tuple[str, object]] = []

    def keep(connection: object, cursor: object, statement: str, parameters: object, *_: object) -> None:
        if "review_case" in statement and statement.startswith("SELECT"):
            asked.append((statement, parameters))

    event.listen(Engine, "before_cursor_execute", keep)
    ask()
    event.remove(Engine, "before_cursor_execute", keep)
    with work.session(writes=False) as session:
        bind = session.connection()
        explain = "EXPLAIN " if bind.dialect.name == "postgresql" else "EXPLAIN QUERY PLAN "
        cursor, found = bind.connection.cursor(), []
        for statement, parameters in asked:
            cursor.execute(explain + statement, parameters)
            found.append("\n".join(str(line[-1]) for line in cursor.fetchall()))
        return found


def list_plans(work: Work, actor: Actor, **narrowed: object) -> list[str]:
    """Return how the engine finds a page of the list."""
    asked = CaseFilter(**narrowed)  # type: ignore[arg-type]

    def ask() -> None:
        with work.session(writes=False) as session:
            page_of_cases(session, actor, work.tenant, asked)

    return plans(work, ask)


def test_the_pages_together_show_every_case_once_in_order(many: Work) -> None:
    listed = list(pages(many, many.actor("coordinator")))
    assert [len(page) for page in listed] == [A_PAGE] * (MANY // A_PAGE)
    assert len({reference for page in listed for reference in page}) == MANY
    assert listed[0][0].endswith(f"{MANY - 1:04}") and listed[-1][-1].endswith("0001")


NARROWED: tuple[dict[str, object], ...] = (
    {}, {"stage": CaseStage.DECIDED}, {"year": 2025}, {"reference": "1500"}, {"after": "MSP-2025-1000"},
    {"is_mine": True}, {"is_mine": True, "stage": CaseStage.DECIDED},
)  # fmt: skip


def test_no_list_reads_every_case(many: Work) -> None:
    for role in ("coordinator", "lead-reviewer"):
        for narrowed in NARROWED:
            for plan in list_plans(many, many.actor(role), **narrowed):
                assert not EVERY_CASE.search(plan), plan
                if role == "coordinator" and not {"reference", "is_mine"} & set(narrowed):
                    # What is sorted at most is what was opened in one moment.
                    assert not re.search(r"->  Sort|USE TEMP B-TREE FOR ORDER BY$", plan, re.MULTILINE), plan


def test_no_page_of_a_case_reads_every_case(many: Work) -> None:
    browser = many.browser("coordinator")
    for page in ("", "/known", "/history"):
        address, answers = f"/manchester/cases/MSP-2025-1500{page}", []
        found = plans(many, lambda address=address, answers=answers: answers.append(browser.get(address)))  # type: ignore[misc]
        assert [answer.status_code for answer in answers] == [200]
        assert found and not [plan for plan in found if EVERY_CASE.search(plan)]


def test_whoever_has_leave_for_two_cases_finds_those_two_by_their_leave(many: Work) -> None:
    reviewer = many.actor("lead-reviewer")
    assert [len(page) for page in pages(many, reviewer)] == [2]
    for plan in list_plans(many, reviewer):
        assert "case_grant" in plan
        assert "ix_review_case_tenant_opened_at" not in plan, plan


def test_a_list_is_narrowed_by_what_was_chosen(many: Work) -> None:
    expected: list[tuple[dict[str, object], int]] = [
        ({"reference": "MSP-2025-0031"}, 1), ({"reference": " msp-2025-31 "}, 1), ({"reference": "31"}, 1),
        ({"is_mine": True}, 2), ({"is_mine": True, "stage": CaseStage.DECIDED}, 1),
        ({"reference": "MSP-2026-0031"}, 0), ({"stage": CaseStage.DECIDED}, MANY // 10), ({"year": 2023}, 0),
    ]  # fmt: skip
    coordinator = many.actor("coordinator")
    for narrowed, count in expected:
        assert sum(len(page) for page in pages(many, coordinator, **narrowed)) == count, narrowed


def test_what_can_be_no_reference_is_told_at_the_field_and_not_lost(portal: Flask) -> None:
    work = Work(portal)
    page = work.browser("coordinator").get("/manchester/cases?reference=Child+X%00").text
    assert "Enter a reference, or only its number" in page and "Child X" in page


def test_an_address_that_means_nothing_is_no_error(portal: Flask) -> None:
    work = Work(portal)
    reference, browser = work.case(), work.browser("coordinator")
    for query in (
        "year=0",
        "year=%D9%A1%D9%A1%D9%A1%D9%A1",
        "stage=%00",
        "after=%00",
        "after=X",
        "reference=0",
    ):
        answer = browser.get(f"/manchester/cases?{query}")
        assert answer.status_code == 200 and (reference in answer.text or "Error" in answer.text), query


def test_a_list_goes_on_only_after_a_case_that_the_person_may_know_of(many: Work) -> None:
    reviewer = many.actor("lead-reviewer")
    first = next(pages(many, reviewer))
    with many.session(writes=False) as session:
        page = page_of_cases(session, reviewer, many.tenant, CaseFilter(after="MSP-2025-1500"))
    assert [case.reference for case in page.cases] == first
