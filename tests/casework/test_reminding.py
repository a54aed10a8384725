"""Is whoever a step waits for reminded once, in one e-mail a day, and is a late step passed up?"""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from portal.accounts.operations import choose_mail
from portal.casework import operations, reminding
from portal.domain.reminding import MailChoice
from portal.domain.vocabulary import CaseStage
from portal.models.case import Case
from portal.models.event import Event
from portal.models.outbox import ATTENTION, DIGEST, Outbox
from portal.models.reminder import ClockReminder, Reminder
from portal.web.post import empty_outbox
from tests.people import send
from tests.work import Work

# The council became aware on Tuesday 10 November 2026: the notification is due on Tuesday 17 November.
BEFORE, DUE, AFTER = date(2026, 11, 13), date(2026, 11, 17), date(2026, 11, 18)


def remind(work: Work, today: date) -> int:
    with work.portal.app_context():
        return reminding.remind_all(work.tenant, today)


def rows(work: Work, model: Any) -> list[Any]:
    with work.session(writes=False) as session:
        found = session.scalars(select(model)).all()
        session.expunge_all()
        return list(found)


def letters(work: Work, *kinds: str) -> dict[UUID, int]:
    found = [row.account_id for row in rows(work, Outbox) if row.kind in kinds]
    return {account_id: found.count(account_id) for account_id in found}


def choose(work: Work, account_id: UUID, choice: MailChoice) -> None:
    with work.portal.app_context():
        choose_mail(account_id, choice)


def test_reminders_of_a_day_are_one_email_without_a_word_about_anybody_and_what_is_late_is_passed_up(
    portal: Flask,
) -> None:
    work = Work(portal)
    council, chair, other = (
        work.person(role) for role in ("local-authority-decision-maker", "chair", "icb-decision-maker")
    )
    with time_machine.travel("2026-11-13T08:00:00Z", tick=False) as clock, portal.app_context():
        first, second = (work.case(harm="serious-harm", council_aware_on="2026-11-10") for _ in range(2))
        coordinator = work.person("coordinator")
        before = letters(work, ATTENTION)
        assert (remind(work, BEFORE), remind(work, BEFORE)) == (2, 0)
        assert letters(work, DIGEST) == {council.account_id: 1, coordinator.account_id: 1}
        assert letters(work, ATTENTION) == before, "nothing comes at once"
        folder = portal.extensions["settings"].mail_folder
        empty_outbox()
        early = set(folder.glob("*.eml"))
        clock.move_to("2026-11-13T09:01:00Z")
        empty_outbox()
        digests = [path.read_text(encoding="utf-8") for path in set(folder.glob("*.eml")) - early]
        assert len(digests) == 2
        for text in digests:
            assert "[MSP] Reminder: 2 steps due soon" in text and "/manchester/desk" in text
            assert first not in text and second not in text and "Notify" not in text
        # Killed for days: all that was missed is given once, and the chair is told at once, whatever they chose.
        choose(work, chair.account_id, MailChoice.URGENT)
        clock.move_to("2026-11-18T07:30:00Z")
        assert (remind(work, AFTER), remind(work, AFTER)) == (6, 0)
        assert letters(work, DIGEST)[council.account_id] == 2, "one more, for the day"
        now = letters(work, ATTENTION)
        assert now[chair.account_id] == before.get(chair.account_id, 0) + 2
        assert other.account_id not in letters(work, DIGEST)
    assert {row.code for row in rows(work, ClockReminder)} == {
        "before-2",
        "on-the-day",
        "after-1",
        "passed-up",
    }
    told = [row.what for row in rows(work, Event) if row.what in ("clock-reminded", "clock-passed-up")]
    assert sorted(set(told)) == ["clock-passed-up", "clock-reminded"] and len(told) == 8
    desk = work.browser("chair").get("/manchester/desk").text
    assert f"Passed to you because it is late: {first}" in desk
    history = work.browser("chair").get(f"/manchester/cases/{first}/history").text
    assert "Passed up because it is late" in history and "passed to: screening body chair" in history


def test_nobody_is_reminded_of_what_is_done_of_a_closed_case_or_of_one_that_is_closed_to_them(
    portal: Flask,
) -> None:
    work = Work(portal)
    reference, done = (work.case(harm="serious-harm", council_aware_on="2026-11-10") for _ in range(2))
    council, coordinator = work.person("local-authority-decision-maker"), work.person("coordinator")
    work.notified(done)
    with work.session() as session:
        operations.exclude(
            session, work.tenant, work.actor("coordinator"), reference, council.account_id, "A relative"
        )
    assert remind(work, DUE) == 2
    reminded = {row.account_id for row in rows(work, Reminder)}
    assert reminded == {coordinator.account_id}
    with work.session() as session:
        session.scalars(select(Case).where(Case.reference == reference)).one().stage = CaseStage.CLOSED
        session.commit()
    assert remind(work, AFTER) == 0


def test_a_worker_killed_before_its_commit_has_given_nothing_and_gives_it_once_afterwards(
    portal: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = Work(portal)
    work.case(harm="serious-harm", council_aware_on="2026-11-10")
    before = letters(work, ATTENTION, DIGEST)

    def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(reminding, "write_to_people", killed)
        with pytest.raises(KeyboardInterrupt):
            remind(work, DUE)
    assert rows(work, ClockReminder) == [] and letters(work, ATTENTION, DIGEST) == before
    assert (remind(work, DUE), remind(work, DUE)) == (2, 0)
    assert len(rows(work, Reminder)) == len({row.account_id for row in rows(work, Reminder)})


def test_each_person_chooses_on_their_account_page_how_they_are_reminded(portal: Flask) -> None:
    work = Work(portal)
    work.case(harm="serious-harm", council_aware_on="2026-11-10")
    council, coordinator = work.person("local-authority-decision-maker"), work.person("coordinator")
    browser = work.browser("coordinator")
    page = browser.get("/account/emails").text
    assert 'value="daily" checked' in page
    assert send(browser, "/account/emails", choice="each").location == "/account"
    assert "New work and each reminder at once" in browser.get("/account").text
    assert "Select which emails" in send(browser, "/account/emails", choice="never").text
    choose(work, council.account_id, MailChoice.URGENT)
    before = letters(work, ATTENTION)
    assert remind(work, DUE) == 2
    now = letters(work, ATTENTION)
    assert now[coordinator.account_id] == before.get(coordinator.account_id, 0) + 1
    assert letters(work, DIGEST) == {} and now.get(council.account_id) == before.get(council.account_id)
    # Only what is urgent: a death is known at once, work that can wait is found on the desk.
    work.sent(harm="death")
    urgent = [row for row in rows(work, Outbox) if row.account_id == council.account_id and row.is_urgent]
    assert urgent
