"""Who may know of a case, and is each reference given once, without a gap?"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from portal.casework import operations, queries
from portal.domain.errors import InvalidAnswer, NotAllowed, NotFound
from portal.domain.permissions import Permission, may_see_case
from portal.domain.vocabulary import CaseStage, Role
from portal.models.case import Case
from portal.models.case_access import cases_known_to, known_case
from portal.models.event import events_of
from portal.referrals import operations as referring
from tests.people import record_of
from tests.work import TODAY, Work


def numbers(work: Work) -> list[int]:
    with work.session(writes=False) as session:
        return sorted(
            int(reference.rsplit("-", 1)[1]) for reference in session.scalars(select(Case.reference))
        )


def test_references_have_no_gap_even_when_cases_are_opened_at_once(portal: Flask) -> None:
    work = Work(portal)
    waiting = [work.received() for _ in range(4)]
    coordinator = work.actor("coordinator")

    def accept(referral_id: Any) -> str:
        with work.session() as session:
            return referring.accept(session, work.tenant, coordinator, referral_id, TODAY).reference

    with ThreadPoolExecutor(4) as together:
        given = list(together.map(accept, waiting))
    assert len(set(given)) == 4
    assert numbers(work) == [1, 2, 3, 4]
    assert all(reference.startswith(f"{work.tenant.reference_prefix}-2026-") for reference in given)


def test_a_refused_acceptance_uses_no_number_and_each_year_begins_anew(portal: Flask) -> None:
    work = Work(portal)
    referral_id = work.received()
    with work.session() as session, pytest.raises(NotAllowed):
        referring.accept(session, work.tenant, work.actor("chair"), referral_id, TODAY)
    coordinator = work.actor("coordinator")
    with work.session() as session:
        case = referring.accept(session, work.tenant, coordinator, referral_id, date(2027, 1, 2))
        assert case.reference.endswith("-2027-0001")
    assert work.case().endswith("-2026-0001")


def test_a_second_agencys_referral_joins_the_case_and_rewrites_nothing(portal: Flask) -> None:
    work = Work(portal)
    reference = work.case()
    referral_id = work.received(area="Somewhere else")
    with work.session() as session:
        referring.accept(session, work.tenant, work.actor("coordinator"), referral_id, TODAY, reference)
    with work.session(writes=False) as session:
        case = session.scalars(select(Case)).one()
        assert case.incident_area == "Invented area"
        assert len(queries.case_seen(session, work.actor("coordinator"), case).referrals) == 2


def test_need_to_know_is_the_same_in_the_list_and_in_the_rule(portal: Flask) -> None:
    work = Work(portal)
    reference = work.case()
    for role in Role:
        if role is not Role.REGIONAL_LEAD:
            for is_granted in (False, True):
                for is_excluded in (False, True):
                    assert_rule(work, reference, role, is_granted=is_granted, is_excluded=is_excluded)


def assert_rule(work: Work, reference: str, role: Role, *, is_granted: bool, is_excluded: bool) -> None:
    """Compare what the list finds with what the rule says, on rows that are rolled back."""
    from portal.models.case import CaseExclusion, CaseGrant

    actor = work.actor(role.value)
    with work.session() as session:
        case = session.scalars(select(Case).where(Case.reference == reference)).one()
        key = {"tenant": work.slug, "unit": case.unit, "case_id": case.id, "account_id": actor.account_id}
        if is_granted:
            session.add(CaseGrant(**key, granted_by=actor.account_id))
        if is_excluded:
            session.add(CaseExclusion(**key))
        session.flush()
        found = session.scalar(cases_known_to(actor.account_id, actor.permissions)) is not None
        session.rollback()
    assert found is may_see_case(actor.permissions, is_granted=is_granted, is_excluded=is_excluded), role


def test_a_grant_ends_and_its_case_with_it(portal: Flask) -> None:
    work = Work(portal)
    reference, reviewer, coordinator = work.case(), work.actor("lead-reviewer"), work.actor("coordinator")
    page = f"/manchester/cases/{reference}"
    browser = work.browser("lead-reviewer")
    assert browser.get(page).status_code == 404
    with work.session() as session:
        given = operations.grant(
            session, work.tenant, coordinator, reference, reviewer.account_id, "Commissioned"
        )
        grant_id = given.id
    assert browser.get(page).status_code == 200
    with work.session() as session:
        operations.end_grant(session, work.tenant, coordinator, reference, grant_id)
    assert browser.get(page).status_code == 404


def test_a_person_who_is_involved_finds_no_case_and_no_referral_of_it(portal: Flask) -> None:
    work = Work(portal)
    reference, chair = work.case(), work.actor("chair")
    browser = work.browser("chair")
    assert reference in browser.get("/manchester/cases").text
    with work.session() as session:
        operations.exclude(
            session, work.tenant, work.actor("coordinator"), reference, chair.account_id, "A relative"
        )
    assert reference not in browser.get("/manchester/cases").text
    assert browser.get(f"/manchester/cases/{reference}").status_code == 404
    assert "Serious child" not in browser.get("/manchester/referrals").text


def test_a_person_whose_role_reads_no_case_is_given_none(portal: Flask) -> None:
    work = Work(portal)
    reference, person = work.case(), work.person("publisher")
    with work.session() as session, pytest.raises(InvalidAnswer):
        operations.grant(session, work.tenant, work.actor("coordinator"), reference, person.account_id, "Why")


def test_a_case_of_another_partnership_answers_as_a_missing_one(portal: Flask) -> None:
    here, there = Work(portal), Work(portal, "north-tyneside")
    foreign = there.case()
    browser = here.browser("coordinator")
    answers = [browser.get(f"/manchester/cases/{reference}") for reference in (foreign, "ABC-2026-0099")]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].data == answers[1].data
    actor = here.actor("coordinator")
    with here.session(writes=False) as session, pytest.raises(NotFound):
        known_case(session, foreign, actor.account_id, actor.permissions)


def test_a_look_at_a_case_is_on_the_record_and_names_it(portal: Flask) -> None:
    work = Work(portal)
    reference = work.case()
    browser = work.browser("chair")
    before = record_of(portal, "manchester")[0].count("looked-at")
    assert browser.get(f"/manchester/cases/{reference}").status_code == 200
    actions, all_of_it = record_of(portal, "manchester")
    assert actions.count("looked-at") == before + 1
    with work.session(writes=False) as session:
        assert str(session.scalars(select(Case.id)).one()) in all_of_it


def test_a_page_of_clear_facts_alone_is_one_look_and_a_list_is_none(portal: Flask) -> None:
    work = Work(portal)
    reference, browser = work.case(), work.browser("coordinator")
    counts = []
    for page in ("cases", f"cases/{reference}/people", f"cases/{reference}/close", "cases/ABC-2026-0099"):
        before = record_of(portal, "manchester")[0].count("looked-at")
        browser.get(f"/manchester/{page}")
        counts.append(record_of(portal, "manchester")[0].count("looked-at") - before)
    assert counts == [0, 1, 1, 0]


def test_a_case_is_closed_with_a_reason_and_reopened(portal: Flask) -> None:
    work = Work(portal)
    reference, coordinator = work.case(), work.actor("coordinator")
    work.decided(reference)
    stages = []
    steps: list[Callable[..., Case]] = [operations.close, operations.reopen]
    for step in steps:
        with work.session() as session:
            stages.append(step(session, work.tenant, coordinator, reference, "Nothing is left to do").stage)
    assert stages == [CaseStage.CLOSED, CaseStage.OPEN]
    with work.session(writes=False) as session:
        case = session.scalars(select(Case)).one()
        assert [event.what for event in events_of(session, "case", case.id)][-2:] == ["closed", "reopened"]


def test_nobody_without_the_permission_manages_access(portal: Flask) -> None:
    work = Work(portal)
    reference, chair = work.case(), work.actor("chair")
    assert Permission.CASE_GRANT not in chair.permissions
    with work.session() as session, pytest.raises(NotFound):
        operations.exclude(session, work.tenant, chair, reference, chair.account_id, "Why")
    browser = work.browser("chair")
    assert "Give access" not in browser.get(f"/manchester/cases/{reference}/people").text
    assert browser.get(f"/manchester/cases/{reference}/people/exclude").status_code == 404
    assert work.browser("police-decision-maker").get(f"/manchester/cases/{reference}/people").status_code == 404
