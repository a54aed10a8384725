"""Is whoever a referral waits for reminded once, and is what waits too long passed to the coordinator?"""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from portal.domain.reminding import PASSED_UP
from portal.models.event import Event
from portal.models.outbox import ATTENTION, DIGEST, Outbox
from portal.models.wait_reminder import WaitReminder
from portal.referrals import chasing, operations
from tests.work import Work

MONDAY, TUESDAY, WEDNESDAY, THURSDAY = (date(2026, 11, day) for day in (16, 17, 18, 19))


def remind(work: Work, day: date) -> int:
    with work.portal.app_context():
        return chasing.remind_all(work.tenant, day)


def codes(work: Work) -> list[tuple[str, str]]:
    with work.session(writes=False) as session:
        found = session.execute(select(WaitReminder.waits_for, WaitReminder.code)).all()
        return sorted((waits_for.value, code) for waits_for, code in found)


def letters(work: Work, account_id: UUID, kind: str) -> int:
    with work.session(writes=False) as session:
        wanted = select(Outbox.id).where(Outbox.account_id == account_id, Outbox.kind == kind)
        return len(session.scalars(wanted).all())


def test_a_check_and_a_draft_that_came_back_are_reminded_of_once_and_passed_to_the_coordinator_after_a_working_day(
    portal: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = Work(portal, "salford")
    member, coordinator = work.actor("screening-member"), work.actor("coordinator")
    desk = "/salford/desk"
    with time_machine.travel("2026-11-16T10:00:00Z", tick=False) as clock:
        # Five working days from Tuesday 10 November: it is due on Tuesday 17.
        referral_id = work.sent(harm="other", occurred_on="2026-11-10")
        assert remind(work, MONDAY) == 0
        before = letters(work, coordinator.account_id, ATTENTION)
        clock.move_to("2026-11-17T08:00:00Z")
        with monkeypatch.context() as patch:
            patch.setattr(chasing, "tell", lambda *_, **__: (_ for _ in ()).throw(KeyboardInterrupt))
            with pytest.raises(KeyboardInterrupt):
                remind(work, TUESDAY)
        assert codes(work) == [] and letters(work, coordinator.account_id, ATTENTION) == before
        assert (remind(work, TUESDAY), remind(work, TUESDAY)) == (3, 0)
        assert codes(work) == [("quality-assurance", code) for code in ("on-the-day", PASSED_UP, "waits")]
        assert letters(work, member.account_id, DIGEST) == 1
        assert letters(work, coordinator.account_id, ATTENTION) == before + 1
        waits = work.browser("coordinator").get(desk).text
        assert "Passed to you because it waits" in waits and str(referral_id) in waits
        with work.session() as session:
            operations.return_to_referrer(
                session, work.tenant, member, referral_id, {}, "Which school?", TUESDAY
            )
        assert "Passed to you because it waits" not in work.browser("coordinator").get(desk).text
        clock.move_to("2026-11-18T08:00:00Z")
        assert (remind(work, WEDNESDAY), remind(work, WEDNESDAY)) == (3, 0)
        assert letters(work, work.person("referrer").account_id, DIGEST) == 1
        waits = work.browser("coordinator").get(desk).text
        assert "It was returned to its writers" in waits and str(referral_id) not in waits, (
            "a draft is its writers'"
        )
        with work.session() as session:
            operations.send(session, work.tenant, work.actor("referrer"), referral_id, "again", WEDNESDAY)
            operations.pass_quality_assurance(
                session, work.tenant, member, referral_id, work.assured, WEDNESDAY
            )
        assert remind(work, THURSDAY) == 0
        assert "Passed to you because it waits" not in work.browser("coordinator").get(desk).text
    with work.session(writes=False) as session:
        told = [each.what for each in session.scalars(select(Event)) if each.what.startswith("wait-")]
        assert sorted(told) == ["wait-passed-up"] * 2 + ["wait-reminded"] * 4
