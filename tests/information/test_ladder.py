"""Is each step of the ladder taken on its day, once, whoever is killed and however late the worker starts?"""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from portal.domain.information import LadderStep
from portal.domain.vocabulary import CaseStage
from portal.information import answering, approving, ladder, queries
from portal.models.case import Case
from portal.models.case_access import close_case_to
from portal.models.event import Event
from portal.models.information import ReturnStep
from portal.models.outbox import ATTENTION, Outbox
from portal.models.reminder import Reminder
from tests.information.requests import ASKED, SILENT, ask, lead, name_writer
from tests.work import TODAY, Work

STEP = LadderStep
FIRST = TODAY + timedelta(days=6)  # Thursday: one working day before the due day
DUE = TODAY + timedelta(days=7)


def steps(work: Work, return_id: UUID) -> list[LadderStep]:
    with work.session(writes=False) as session:
        wanted = select(ReturnStep).where(ReturnStep.return_id == return_id)
        wanted = wanted.order_by(ReturnStep.due_on, ReturnStep.taken_at)
        return [each.step for each in session.scalars(wanted)]


def letters(work: Work) -> dict[UUID, int]:
    with work.session(writes=False) as session:
        found = [*session.scalars(select(Outbox.account_id).where(Outbox.kind == ATTENTION))]
        found += session.scalars(select(Reminder.account_id))
    return {account: found.count(account) for account in found}


def told(work: Work) -> list[tuple[str, str]]:
    with work.session(writes=False) as session:
        rows = session.scalars(select(Event).where(Event.what.like("ladder-%"))).all()
    return sorted((row.facts["agency"], row.what.removeprefix("ladder-")) for row in rows)


def climb(work: Work, days: int = 0) -> int:
    with work.portal.app_context():
        return ladder.climb(work.tenant, DUE + timedelta(days=days))


def test_each_day_brings_its_step_once_to_its_people_until_the_agency_answers(portal: Flask) -> None:
    work = Work(portal)
    boss, coordinator = work.person("chair"), work.person("coordinator")
    police, housing = lead(work), lead(work, SILENT)
    other = work.actor("safeguarding-lead", "referrer", agency=ASKED)
    returns = ask(work, work.case(), escalation_id=boss.account_id)
    before = letters(work)
    assert climb(work, -2) == 0
    assert climb(work, -1) == climb(work) == 2 and climb(work) == 0
    now = letters(work)
    assert {who: now[who] - before.get(who, 0) for who in (police.account_id, housing.account_id)} == {
        police.account_id: 2, housing.account_id: 2,
    }  # fmt: skip
    assert now.get(boss.account_id) == before.get(boss.account_id)
    with work.session() as session:
        answering.name_author(session, work.tenant, police, returns[ASKED], police.account_id, DUE)
        answering.send_nil(session, work.tenant, police, returns[ASKED], "All", DUE)
    with work.session() as session:
        approving.approve(session, work.tenant, other, returns[ASKED], DUE)
    # Over the weekend nothing happens; then late, the lead, the person named, the formal letter.
    assert [climb(work, days) for days in (1, 2, 3, 4, 5, 6, 7)] == [0, 0, 1, 1, 1, 1, 0]
    assert steps(work, returns[ASKED]) == [STEP.REMINDER, STEP.DUE_TODAY]
    assert steps(work, returns[SILENT]) == [
        STEP.REMINDER, STEP.DUE_TODAY, STEP.LATE, STEP.AGENCY_LEAD, STEP.ESCALATION, STEP.FORMAL_LETTER
    ]  # fmt: skip
    assert letters(work)[boss.account_id] == before.get(boss.account_id, 0) + 1
    assert letters(work)[coordinator.account_id] >= 4
    assert (SILENT, "formal-letter") in told(work) and len(told(work)) == 8


def test_where_nobody_was_chosen_whoever_chairs_hears_of_it_and_the_board_says_who_or_that_nobody_could(
    portal: Flask,
) -> None:
    work = Work(portal)
    reference = work.case()
    ask(work, reference)
    assert [climb(work, days) for days in (0, 4)] == [4, 4]
    assert climb(work, 5) == 2
    board = work.browser("coordinator").get(f"/manchester/cases/{reference}/information").text
    assert "Nobody here could be told that it does not answer" in board
    assert "Nobody there could be reminded" in board and "No safeguarding lead of it is known here" in board
    boss, other = work.person("chair"), work.case(child_name="Another Invented")
    ask(work, other)
    before = letters(work)
    assert climb(work, 5) == 10
    assert letters(work)[boss.account_id] == before.get(boss.account_id, 0) + 2
    board = work.browser("coordinator").get(f"/manchester/cases/{other}/information").text
    assert board.count("Chair Example was told that it does not answer") == 2
    with work.session(writes=False) as session:
        waiting = queries.waiting_with_cases(
            session, work.actor("chair"), DUE + timedelta(days=5), escalated_to=boss.account_id
        )
        assert [reference for _, _, reference in waiting] == [other, other]


def test_whoever_is_involved_in_the_case_is_neither_reminded_nor_passed_to(portal: Flask) -> None:
    work = Work(portal)
    boss, coordinator = work.person("chair"), work.person("coordinator")
    reference = work.case()
    ask(work, reference, escalation_id=boss.account_id)
    with work.session() as session:
        case = session.scalars(select(Case).where(Case.reference == reference)).one()
        for each in (boss, coordinator):
            close_case_to(session, case, each.account_id, "A cousin.", coordinator.account_id)
        session.commit()
    before = letters(work)
    assert climb(work, 10) == 12
    now = letters(work)
    assert all(now.get(each.account_id) == before.get(each.account_id) for each in (boss, coordinator))


def test_a_worker_killed_before_its_commit_has_done_nothing_and_one_that_starts_late_misses_nothing(
    portal: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = Work(portal)
    returns = ask(work, work.case())
    before = letters(work)

    def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(ladder, "tell_people", killed)
        with pytest.raises(KeyboardInterrupt):
            climb(work, 10)
    assert steps(work, returns[SILENT]) == [] and letters(work) == before and told(work) == []
    # Ten days late, then again at once: every step once, and each person is written to once about them all.
    housing = lead(work, SILENT)
    work.person("coordinator")
    assert climb(work, 10) == 12 and climb(work, 10) == 0
    assert len(steps(work, returns[SILENT])) == len(set(steps(work, returns[SILENT]))) == 6
    assert letters(work)[housing.account_id] - before.get(housing.account_id, 0) == 1
    assert len(told(work)) == 12


def test_what_is_no_longer_waited_for_is_no_longer_asked_for(portal: Flask) -> None:
    from portal.information import operations

    work = Work(portal)
    reference = work.case()
    returns, coordinator = ask(work, reference), work.actor("coordinator")
    with work.session() as session:
        operations.withdraw(session, work.tenant, coordinator, reference, returns[ASKED], "Not needed", TODAY)
    with work.session() as session:
        operations.go_on_without(
            session, work.tenant, coordinator, reference, returns[SILENT], "Silent", DUE + timedelta(days=1)
        )
    assert climb(work, 20) == 0
    other = work.case()
    ask(work, other)
    with work.session() as session:
        session.scalars(select(Case).where(Case.reference == other)).one().stage = CaseStage.CLOSED
        session.commit()
    assert climb(work, 20) == 0, "a closed case waits for nothing"


def test_what_is_late_stands_on_the_desks_of_the_coordinator_and_of_whoever_was_named(portal: Flask) -> None:
    from portal.web.working_days import today

    work = Work(portal)
    reference = work.case()
    boss = work.person("chair")
    with portal.app_context():
        now = today()
    returns = ask(work, reference, escalation_id=boss.account_id)
    name_writer(work, returns[ASKED])
    with work.session() as session:
        from portal.models.information import InformationRequest

        for request in session.scalars(select(InformationRequest)):
            request.due_on = now - timedelta(days=7)
        session.commit()
    for role in ("coordinator", "chair"):
        assert f"has not answered: {reference}" in work.browser(role).get("/manchester/desk").text
    assert "has not answered" not in work.browser("icb-decision-maker").get("/manchester/desk").text
    case = work.browser("coordinator").get(f"/manchester/cases/{reference}").text
    assert "0 of 2 agencies answered" in case and "2 late" in case
    board = work.browser("chair").get(f"/manchester/cases/{reference}/information").text
    assert "5 working days late" in board
    writer = work.browser("referrer", agency=ASKED)
    assert "Write a return" in writer.get("/manchester/desk").text
    assert reference not in writer.get("/manchester/desk").text
