"""Does a case open to somebody in an emergency, for an hour, without telling who guesses whether there is one?"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, select

from portal.casework import emergency, operations
from portal.domain.emergency import LASTS, MOST_ASKED, EmergencyStatus
from portal.domain.errors import InvalidAnswer, NotAllowed, NotFound
from portal.models.account import Membership
from portal.models.case_access import cases_known_to
from portal.models.chain import AuditEntry
from portal.models.emergency_access import EmergencyAccess
from portal.models.event import events_of
from portal.models.outbox import Outbox
from tests.people import send
from tests.work import Work

ASK = "/manchester/emergency"
REASON = "Zq-why: a neighbour rang tonight"


def ask(browser: Any, reference: str, reason: str = REASON) -> Any:
    """Ask for a case as a person does, and follow to the answer."""
    sent = send(browser, ASK, reference=reference, reason=reason)
    assert sent.status_code == 303
    return browser.get(sent.location)


def letters(work: Work) -> list[tuple[Any, ...]]:
    """Return to whom an e-mail waits, about what, and whether it leaves at once."""
    with work.session(writes=False) as session:
        wanted = select(Outbox.account_id, Outbox.kind, Outbox.is_urgent).order_by(Outbox.account_id)
        return [tuple(row) for row in session.execute(wanted)]


def no_letters(work: Work) -> None:
    with work.session() as session:
        session.execute(delete(Outbox))
        session.commit()


def asked(work: Work) -> list[EmergencyAccess]:
    """Return every asking, the earliest first."""
    with work.session(writes=False) as session:
        return list(session.scalars(select(EmergencyAccess).order_by(EmergencyAccess.asked_at)))


def test_the_answer_is_the_same_whether_or_not_a_case_opened(portal: Flask) -> None:
    work, there = Work(portal), Work(portal, "north-tyneside")
    reference, foreign = work.case(), there.case()
    officer, coordinator = work.person("data-protection-officer"), work.person("coordinator")
    reviewer, involved = work.browser("lead-reviewer"), work.browser("lead-reviewer", agency="police")
    with work.session() as session:
        person = work.person("lead-reviewer", agency="police").account_id
        operations.exclude(session, work.tenant, work.actor("coordinator"), reference, person, "A cousin.")
    pages, told = [], []
    for browser, typed in (
        (reviewer, reference.lower()), (reviewer, "MSP-2026-0999"), (reviewer, foreign), (involved, reference),
    ):  # fmt: skip
        no_letters(work)
        pages.append(ask(browser, typed))
        told.append(letters(work))
    # To the letter, but for each browser's own form token.
    answers = {re.sub(r'value="[^"]+"', "", page.text) for page in pages}
    assert len(answers) == 1 and {page.status_code for page in pages} == {200}
    assert "it is now on your desk for 60 minutes" in pages[0].text
    assert told == [sorted((each.account_id, "attention", True) for each in (officer, coordinator))] * 4
    assert [bool(row.ends_at) for row in asked(work)] == [True, False, False, False]

    # It is open to the first alone, who is told on every page until when, and on its own pages why.
    at = f"/manchester/cases/{reference}"
    assert involved.get(at).status_code == 404
    shown, desk = reviewer.get(at), reviewer.get("/manchester/desk").text
    assert shown.status_code == 200
    assert f"{reference} is open to you in an emergency until" in shown.text and REASON in shown.text
    assert f"Open in an emergency: {reference}" in desk and REASON not in desk
    # Whoever works on the case sees who opened it, and why.
    by_coordinator = work.browser("coordinator")
    for page in (by_coordinator.get(at).text, by_coordinator.get(f"{at}/people").text):
        assert "Lead Reviewer Example" in page and REASON in page
    with work.session(writes=False) as session:
        case = work.case_of(session, reference)
        assert [each.what for each in events_of(session, "case", case.id)].count("opened-in-emergency") == 1
        actions = set(session.scalars(select(AuditEntry.action)))
        assert {"emergency-asked", "case-opened-in-emergency"} <= actions
    # Nobody else has the page at all.
    assert by_coordinator.get(ASK).status_code == 404


def test_it_closes_after_an_hour_though_nothing_runs_and_an_exclusion_closes_it_at_once(
    portal: Flask,
) -> None:
    work = Work(portal)
    reference, actor = work.case(), work.actor("lead-reviewer")
    work.person("coordinator")
    with work.session() as session:
        opened = emergency.ask(session, work.tenant, actor, reference, REASON)
        assert opened.ends_at is not None
        until, started = opened.ends_at, datetime.now(UTC)
    assert timedelta() <= started + LASTS - until < timedelta(minutes=1)
    with work.session(writes=False) as session:
        for at, is_open in ((until - timedelta(seconds=1), True), (until, False)):
            assert (
                bool(session.scalars(cases_known_to(actor.account_id, actor.permissions, at)).all())
                is is_open
            )
    with work.session() as session:
        # Asking again while it is open makes it no longer.
        again = emergency.ask(session, work.tenant, actor, reference, REASON)
        assert again.ends_at is None
        operations.exclude(
            session, work.tenant, work.actor("coordinator"), reference, actor.account_id, "A cousin."
        )
    with work.session() as session:
        assert not session.scalars(cases_known_to(actor.account_id, actor.permissions)).all()
        with pytest.raises(InvalidAnswer):
            emergency.ask(session, work.tenant, actor, reference, " ")
        with pytest.raises(NotFound):
            emergency.ask(session, work.tenant, work.actor("coordinator"), reference, REASON)


def test_nothing_opens_where_nobody_could_be_told(portal: Flask) -> None:
    work = Work(portal)
    reference, actor = work.case(), work.actor("lead-reviewer")
    with work.session() as session:
        for member in session.scalars(select(Membership).where(Membership.account_id != actor.account_id)):
            member.is_active = False
        session.commit()
    with work.session() as session:
        assert emergency.ask(session, work.tenant, actor, reference, REASON).ends_at is None


def test_a_second_person_says_whether_it_was_right_and_if_not_it_closes_at_once(portal: Flask) -> None:
    work = Work(portal)
    reference, reviewer = work.case(), work.browser("lead-reviewer")
    officer, coordinator = work.browser("data-protection-officer"), work.browser("coordinator")
    ask(reviewer, reference)
    [row] = asked(work)
    page = f"/manchester/emergencies/{row.id}"
    for told in (officer, coordinator):
        assert page in told.get("/manchester/desk").text
    assert reviewer.get(page).status_code == 404
    # The coordinators know of it; where there is a data protection officer, that one says what it was.
    assert "Was it right?" not in coordinator.get(page).text
    with work.session() as session, pytest.raises(NotAllowed):
        emergency.judge(
            session, work.tenant, work.actor("coordinator"), row.id, was_right=True, finding="Fine."
        )
    seen = officer.get(page).text
    assert REASON in seen and "Was it right?" in seen and "The case opened, until" in seen
    assert "Select whether it was right" in send(officer, page, finding="x").text
    assert send(officer, page, verdict="not-right", finding="Zq-finding").status_code == 303
    assert "Zq-finding" in officer.get(page).text and page not in officer.get("/manchester/desk").text
    assert reviewer.get(f"/manchester/cases/{reference}").status_code == 404
    assert asked(work)[0].status is EmergencyStatus.NOT_RIGHT
    assert send(officer, page, verdict="right", finding="Again").status_code == 409
    # An officer whom the case is closed to is told nothing of it, and then a coordinator looks.
    ask(reviewer, reference)
    later = f"/manchester/emergencies/{asked(work)[-1].id}"
    with work.session() as session:
        person = work.person("data-protection-officer").account_id
        operations.exclude(session, work.tenant, work.actor("coordinator"), reference, person, "A cousin.")
    assert officer.get(later).status_code == 404 and later not in officer.get("/manchester/desk").text
    assert "Was it right?" in coordinator.get(later).text


def test_whoever_guesses_at_references_has_to_wait(portal: Flask) -> None:
    work = Work(portal)
    reviewer = work.browser("lead-reviewer")
    work.person("coordinator")
    for number in range(MOST_ASKED):
        ask(reviewer, f"MSP-2026-{number + 1:04}")
    refused = send(reviewer, ASK, reference="MSP-2026-0001", reason=REASON)
    assert "as often as anybody may" in refused.text and REASON in refused.text
    assert len(asked(work)) == MOST_ASKED
    for fields in (
        {"reference": "", "reason": ""},
        {"reference": "x\x00y", "reason": "\x00"},
        {"reference": "9" * 41},
    ):
        assert send(reviewer, ASK, **fields).status_code == 200
