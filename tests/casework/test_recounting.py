"""Is a due day worked out anew, with a note, when the day it counts from or a bank holiday changes?"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from portal.casework import correcting
from portal.casework.corrected_facts import case_values
from portal.domain.notifying import WhyTogether
from portal.models.case import Case
from portal.models.clock_day import ClockDay
from portal.models.event import Event
from portal.notifications import operations as notifying
from portal.notifications.operations import Notified
from portal.web.recounting import recount_open
from tests.people import send
from tests.work import TODAY, Work

PROCLAIMED = '{"england-and-wales": {"events": [{"title": "A day of thanks", "date": "2026-11-17"}]}}'


def correct(work: Work, reference: str, **facts: str) -> None:
    with work.session() as session:
        case = session.scalars(select(Case).where(Case.reference == reference)).one()
        said = case_values(case) | facts | {"why": "The letter says so."}
        correcting.correct_case(session, work.tenant, work.actor("coordinator"), reference, said)


def moves(work: Work) -> list[tuple[str, dict[str, str], bool]]:
    with work.session(writes=False) as session:
        rows = session.scalars(select(Event).where(Event.what.like("clock-%")).order_by(Event.at)).all()
    return [(row.what, dict(row.facts), row.actor_id is not None) for row in rows]


def recounted(work: Work) -> int:
    with work.portal.app_context():
        return recount_open(work.tenant)


def told(code: str, before: str, now: str, because: str) -> dict[str, str]:
    return {"clock": code, "due_before": before, "due_on": now, "because": because}


def test_a_corrected_day_and_a_new_bank_holiday_move_the_due_day_with_a_note(
    portal: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = Work(portal)
    reference = work.case(harm="serious-harm", council_aware_on="2026-11-10")
    assert moves(work) == [] and recounted(work) == 0, "what was never told otherwise has not moved"
    correct(work, reference, council_aware_on="2026-11-12")
    assert moves(work) == [
        ("clock-moved", told("incident-notification", "2026-11-17", "2026-11-19", "fact"), True)
    ]
    correct(work, reference, home_area="Elsewhere")
    file = tmp_path / "holidays.json"
    file.write_text(PROCLAIMED, encoding="utf-8")
    settings = replace(portal.extensions["settings"], bank_holidays_file=str(file))
    monkeypatch.setitem(portal.extensions, "settings", settings)
    # As the worker does when it starts, and again an hour later.
    assert (recounted(work), recounted(work)) == (1, 0)
    assert moves(work)[1:] == [
        ("clock-moved", told("incident-notification", "2026-11-19", "2026-11-20", "holidays"), False)
    ]
    browser = work.browser("coordinator")
    page = browser.get(f"/manchester/cases/{reference}").text
    assert "because the bank holidays of England and Wales have changed" in page
    assert "Before that it was due 19 November 2026" in page
    history = " ".join(browser.get(f"/manchester/cases/{reference}/history").text.split())
    assert (
        "it was due 17 November 2026 and is due 19 November 2026, because the day that it counts from was"
        in history
    )
    assert "it was due 19 November 2026 and is due 20 November 2026, because the bank holidays" in history


def test_a_clock_passes_to_the_notification_and_ends_where_it_counts_no_longer(portal: Flask) -> None:
    work = Work(portal)
    reference = work.case(harm="serious-harm", council_aware_on="2026-11-10")
    notification_id = work.notified(reference)  # which says that the council knew on 12 November
    assert [each[1]["due_on"] for each in moves(work)] == ["2026-11-19"]
    with work.session(writes=False) as session:
        case = session.scalars(select(Case).where(Case.reference == reference)).one()
        children = tuple(notifying.child_ids_of(session, case))
        days = {row.clock: (row.thing_id, row.due_on) for row in session.scalars(select(ClockDay))}
    assert days["incident-notification"] == (notification_id, date(2026, 11, 19))
    later = Notified(
        kind=notifying.NotificationKind.SERIOUS_HARM, council_aware_on=date(2026, 11, 12),
        sent_on=date(2026, 11, 18), children=children, why_together=WhyTogether.SIBLINGS,
    )  # fmt: skip
    with work.session() as session:
        who = work.actor("coordinator")
        notifying.correct_notification(session, work.tenant, who, reference, notification_id, later, TODAY)
    assert moves(work)[-1][1] == told("rapid-review", "2026-12-07", "2026-12-09", "fact")
    with work.session() as session:
        notifying.find_criteria_not_met(
            session, work.tenant, who, reference, notification_id, TODAY, "An accident.", TODAY
        )
    ended = [facts for what, facts, _ in moves(work) if what == "clock-ended"]
    assert {"clock": "rapid-review", "due_before": "2026-12-09"} in ended
    assert recounted(work) == 0
    page = work.browser("coordinator").get(f"/manchester/cases/{reference}/history").text
    assert "A clock counts no longer" in page and "it was due 9 December 2026" in page


def test_a_correction_that_is_refused_moves_no_day(portal: Flask) -> None:
    work = Work(portal)
    reference = work.case(harm="serious-harm", council_aware_on="2026-11-10")
    answer = send(
        work.browser("coordinator"), f"/manchester/cases/{reference}/correct", harm="serious-harm", why=""
    )
    assert answer.status_code == 200 and moves(work) == []
