"""Is whoever has still to speak reminded once, before the day on which it is needed, and told of a case at first?"""

from __future__ import annotations

from datetime import date
from uuid import UUID

import time_machine
from flask import Flask
from sqlalchemy import select

from portal.casework import operations as casework
from portal.models.outbox import ATTENTION, DIGEST, Outbox
from portal.models.reminder import Reminder
from portal.screening import reminding
from tests.work import DECISION_MAKERS, Work

# Of a notification sent on Monday 16 November 2026 the rapid review is due on Monday 7 December.
TOO_EARLY, BEFORE, LATER = date(2026, 12, 2), date(2026, 12, 3), date(2026, 12, 4)


def reminded(work: Work, today: date) -> list[UUID]:
    """Remind on a day; return who was, once for each reminder."""
    with work.session(writes=False) as session:
        before = set(session.scalars(select(Reminder.id)))
    with work.portal.app_context():
        reminding.remind_all(work.tenant, today)
    with work.session(writes=False) as session:
        return [row.account_id for row in session.scalars(select(Reminder)) if row.id not in before]


def test_positions_and_views_that_are_missing_are_asked_for_once_two_working_days_before_they_are_needed(
    portal: Flask,
) -> None:
    work = Work(portal)
    member, other = work.person("screening-member"), work.person("screening-member", agency="police")
    council, icb, police = (work.person(role).account_id for role in DECISION_MAKERS)
    with time_machine.travel("2026-11-16T09:00:00Z", tick=False) as clock:
        put, to_screen = work.case(harm="serious-harm"), work.case(harm="serious-harm")
        with work.session(writes=False) as session:
            told = [each.account_id for each in session.query(Outbox).filter_by(kind=ATTENTION)]
            assert told.count(member.account_id) == 2, "once for each case that awaits a view"
            assert icb not in told, "a partner without a seat on the body is asked for no view"
        for reference in (put, to_screen):
            work.notified(reference)
        work.answered(put, work.prepared(put), DECISION_MAKERS[0])
        with work.session() as session:
            casework.exclude(
                session, work.tenant, work.actor("coordinator"), to_screen, other.account_id, "A neighbour."
            )
        clock.move_to("2026-12-03T08:00:00Z")
        assert reminded(work, TOO_EARLY) == []
        assert sorted(reminded(work, BEFORE)) == sorted([icb, police, member.account_id])
        assert reminded(work, BEFORE) == [] and reminded(work, LATER) == []
    with work.session(writes=False) as session:
        digests = session.query(Outbox).filter_by(kind=DIGEST).all()
        assert {each.account_id for each in digests} == {icb, police, member.account_id}
        assert council not in {each.account_id for each in digests}
        assert all(each.link == "/manchester/desk" and each.gathers_until for each in digests)
