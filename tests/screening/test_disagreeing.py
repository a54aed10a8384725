"""Where the three partners do not agree, is that said, settled and signed, and does nothing wait for it?"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from portal.casework import reminding
from portal.domain.deciding import DisagreementStatus
from portal.domain.errors import Conflict, InvalidAnswer, NotAllowed
from portal.domain.vocabulary import Outcome, PartnerPosition
from portal.models.decision import Decision, Disagreement
from portal.models.event import events_of
from portal.models.moment import as_of
from portal.models.reminder import ClockReminder
from portal.screening import disagreeing, operations
from portal.web.disagreement_steps import clock_of
from portal.web.working_days import today
from tests.people import send
from tests.work import DECISION_MAKERS, Work, weighed

LEARNING, THEMATIC = Outcome.LOCAL_LEARNING_REVIEW, Outcome.THEMATIC_REVIEW
POLICE = DECISION_MAKERS[2]


def differing(work: Work) -> tuple[str, Any]:
    """Return a case and its decision, on which the police do not agree."""
    reference = work.case()
    decision_id = work.prepared(reference, LEARNING)
    work.differed(reference, decision_id)
    return reference, decision_id


def speak(work: Work, reference: str, decision_id: Any, role: str, position: PartnerPosition) -> None:
    with work.session() as session:
        operations.record_position(
            session, work.tenant, work.actor(role), reference, decision_id, position, "Our reasons."
        )


def sign(work: Work, reference: str, decision_id: Any) -> None:
    with work.session() as session:
        operations.sign(session, work.tenant, work.actor(POLICE), reference, decision_id)


def status_of(work: Work) -> DisagreementStatus | None:
    with work.session(writes=False) as session:
        return session.scalar(select(Disagreement.status))


def test_positions_that_differ_are_a_state_that_is_escalated_settled_renewed_and_signed(
    portal: Flask,
) -> None:
    work = Work(portal)
    reference, decision_id = differing(work)
    address = f"/manchester/cases/{reference}/decisions/{decision_id}"
    with pytest.raises(NotAllowed, match="The partners do not agree"):
        sign(work, reference, decision_id)
    coordinator, police = work.browser("coordinator"), work.browser(POLICE)
    page = police.get(address).text
    assert "The partners do not agree" in page and "Sign the decision" not in page
    assert f"Tell the lead safeguarding partners: {reference}" in coordinator.get("/manchester/desk").text
    assert "Tell the lead safeguarding partners" in coordinator.get(f"/manchester/cases/{reference}").text
    refused = send(police, f"{address}/lead-partners", told="A. Chief, by telephone")
    assert "Say what they are asked to decide" in refused.text and "A. Chief, by telephone" in refused.text
    assert (
        send(police, f"{address}/lead-partners", told="A. Chief", question="Now or later?").status_code == 303
    )
    # From now on each position stands, and it is not the partners who write down how it is settled.
    with pytest.raises(Conflict, match="lead safeguarding partners are asked"):
        speak(work, reference, decision_id, POLICE, PartnerPosition.AGREE)
    assert police.get(f"{address}/lead-partners/decided").status_code == 404
    assert (
        f"Record what the lead safeguarding partners decided: {reference}"
        in coordinator.get("/manchester/desk").text
    )
    day = today()
    typed = {
        "decided_on": [day.day, day.month, day.year],
        "decided_by": "A. Chief",
        "reasons": "It cannot wait.",
    }
    refused = send(coordinator, f"{address}/lead-partners/decided", **typed)
    assert "Select what they decided" in refused.text and "It cannot wait." in refused.text
    settled = send(coordinator, f"{address}/lead-partners/decided", **typed, outcome=LEARNING.value)
    assert settled.location == address
    with pytest.raises(NotAllowed, match="Each statutory partner"):
        sign(work, reference, decision_id)
    work.answered(reference, decision_id)
    sign(work, reference, decision_id)
    shown = work.browser("chair").get(address).text
    assert "Settled by the lead safeguarding partners; all three agree now" in shown
    assert "Too early for us." in shown and "Now or later?" in shown and "It cannot wait." in shown
    with work.session(writes=False) as session:
        case_id = session.get_one(Decision, decision_id).case_id
        told = [each.what for each in events_of(session, "case", case_id)]
        assert {"partners-not-agreed", "lead-partners-asked", "lead-partners-decided"} <= set(told)


def test_where_all_three_come_to_reject_it_they_no_longer_differ_and_what_is_put_otherwise_is_signed(
    portal: Flask,
) -> None:
    work = Work(portal)
    reference, decision_id = differing(work)
    for role in DECISION_MAKERS[:2]:
        speak(work, reference, decision_id, role, PartnerPosition.DO_NOT_AGREE)
    assert status_of(work) is DisagreementStatus.AGREED_SINCE
    coordinator = work.browser("coordinator")
    assert f"Put the decision otherwise: {reference}" in coordinator.get("/manchester/desk").text
    assert work.prepared(reference, THEMATIC) == decision_id
    work.answered(reference, decision_id)
    sign(work, reference, decision_id)
    address = f"/manchester/cases/{reference}"
    pages = [
        coordinator.get(each).text
        for each in (address, f"{address}/decisions/{decision_id}", "/manchester/desk")
    ]
    assert not any("Tell the lead safeguarding partners" in page for page in pages)


def test_a_page_read_before_somebody_else_settled_it_settles_nothing(portal: Flask) -> None:
    work = Work(portal)
    reference, decision_id = differing(work)
    work.escalated(reference, decision_id)
    with work.session() as session:
        stale = session.scalars(select(Disagreement)).one()
        assert stale.status is DisagreementStatus.WITH_LEAD_PARTNERS
        if portal.extensions["settings"].database_url.startswith("sqlite"):
            # There the first to write keeps everybody else waiting.
            session.rollback()
        work.settled(reference, decision_id, LEARNING)
        settled = disagreeing.Settlement(today(), THEMATIC.value, "B. Chief", "Otherwise.")
        with pytest.raises(Conflict):
            disagreeing.settle(
                session, work.tenant, work.actor("coordinator"), reference, decision_id, settled, today()
            )


def test_a_partner_that_still_differs_once_it_is_settled_is_heard_and_stops_nothing(portal: Flask) -> None:
    work = Work(portal)
    reference, decision_id = differing(work)
    work.escalated(reference, decision_id)
    work.settled(reference, decision_id, LEARNING)
    work.differed(reference, decision_id, "We still would wait.")
    sign(work, reference, decision_id)
    shown = work.browser("chair").get(f"/manchester/cases/{reference}/decisions/{decision_id}").text
    assert "not all three agree, and each view is kept below" in shown and "We still would wait." in shown
    assert status_of(work) is DisagreementStatus.SETTLED


def test_what_was_settled_otherwise_is_put_so_before_anybody_answers_again(portal: Flask) -> None:
    work = Work(portal)
    reference, decision_id = differing(work)
    work.escalated(reference, decision_id)
    work.settled(reference, decision_id, THEMATIC)
    with pytest.raises(Conflict, match="first put as the lead safeguarding partners decided"):
        speak(work, reference, decision_id, POLICE, PartnerPosition.AGREE)
    coordinator = work.browser("coordinator")
    assert f"Put the decision as it was settled: {reference}" in coordinator.get("/manchester/desk").text
    page = f"/manchester/cases/{reference}/decisions/new"
    criteria = {
        f"{code.replace('-', '_')}_{part}": words
        for code, said in weighed().items()
        for part, words in said.items()
    }
    refused = send(coordinator, page, outcome=LEARNING.value, reasons="As before.", **criteria)
    assert (
        "Select what the lead safeguarding partners decided" in refused.text and "As before." in refused.text
    )
    put = send(coordinator, page, outcome=THEMATIC.value, reasons="As it was settled.", **criteria)
    assert put.location.endswith(str(decision_id))
    work.answered(reference, decision_id)
    sign(work, reference, decision_id)
    shown = work.browser("chair").get(put.location).text
    assert "Too early for us." in shown and "There is learning for several agencies." in shown
    label = next(each.label for each in work.tenant.outcomes if each.code == LEARNING)
    assert f"What was put to them: <strong>{label}</strong>" in shown


def test_partners_who_agree_after_all_need_nobody_to_settle_it(portal: Flask) -> None:
    work = Work(portal)
    reference, decision_id = differing(work)
    speak(work, reference, decision_id, POLICE, PartnerPosition.AGREE)
    assert status_of(work) is DisagreementStatus.AGREED_SINCE
    speak(work, reference, decision_id, POLICE, PartnerPosition.DO_NOT_AGREE)
    assert status_of(work) is DisagreementStatus.NOT_AGREED
    speak(work, reference, decision_id, POLICE, PartnerPosition.AGREE)
    sign(work, reference, decision_id)


def test_what_none_of_the_three_agrees_with_is_no_disagreement_and_is_put_otherwise(portal: Flask) -> None:
    work = Work(portal)
    reference = work.case()
    decision_id = work.prepared(reference, LEARNING)
    for role in DECISION_MAKERS:
        speak(work, reference, decision_id, role, PartnerPosition.DO_NOT_AGREE)
    assert status_of(work) is None
    assert (
        f"Put the decision otherwise: {reference}" in work.browser("coordinator").get("/manchester/desk").text
    )
    assert work.prepared(reference, THEMATIC) == decision_id
    work.differed(reference, decision_id)
    assert status_of(work) is DisagreementStatus.NOT_AGREED
    speak(work, reference, decision_id, POLICE, PartnerPosition.AGREE)
    sign(work, reference, decision_id)


def test_it_is_settled_within_two_working_days_and_late_where_it_is_not(portal: Flask) -> None:
    work = Work(portal)
    reference = work.case()
    decision_id = work.prepared(reference, LEARNING)
    with as_of(datetime(2026, 4, 2, 9, tzinfo=UTC)):
        work.differed(reference, decision_id)
        work.escalated(reference, decision_id)
    with work.session(writes=False) as session:
        disagreement = session.scalars(select(Disagreement)).one()
        line = clock_of(work.tenant, disagreement, date(2026, 4, 8))
        # Good Friday, the weekend and Easter Monday are no working days.
        assert line is not None and line.due_on == date(2026, 4, 8) and line.state == "soon"
        assert clock_of(work.tenant, disagreement, date(2026, 4, 9)).state == "overdue"  # type: ignore[union-attr]
    case = work.browser("police-decision-maker").get(f"/manchester/cases/{reference}").text
    assert "The lead safeguarding partners settle" in case
    with work.portal.app_context():
        reminding.remind_all(work.tenant, date(2026, 4, 9))
    with work.session(writes=False) as session:
        given = select(ClockReminder.code).where(ClockReminder.clock == "lead-partners-decide")
        assert set(session.scalars(given)) == {"before-2", "on-the-day", "after-1", "passed-up"}
    too_early = disagreeing.Settlement(date(2026, 4, 1), LEARNING.value, "A. Chief", "So.")
    to_come = disagreeing.Settlement(today() + timedelta(days=1), LEARNING.value, "A. Chief", "So.")
    for wrong in (too_early, to_come):
        with work.session() as session, pytest.raises(InvalidAnswer) as refusal:
            disagreeing.settle(
                session, work.tenant, work.actor("coordinator"), reference, decision_id, wrong, today()
            )
        assert refusal.value.field == "decided_on"
    work.settled(reference, decision_id, LEARNING, date(2026, 4, 10))
    with work.session(writes=False) as session:
        line = clock_of(work.tenant, session.scalars(select(Disagreement)).one(), date(2026, 4, 20))
        assert line is not None and line.standing is not None and line.standing.value == "met-late"
    with work.session() as session:
        session.scalars(select(Disagreement)).one().settled_reasons = "Otherwise."
        with pytest.raises(Conflict):
            session.flush()


def test_the_report_goes_to_the_panel_on_time_with_each_view(portal: Flask) -> None:
    work = Work(portal)
    reference, _ = differing(work)
    work.notified(reference)
    coordinator = work.browser("coordinator")
    case = coordinator.get(f"/manchester/cases/{reference}").text
    address = case.split("/sent-to-panel")[0].rsplit('"', 1)[1] + "/sent-to-panel"
    page = coordinator.get(address).text
    assert "each view goes with the report" in page and "Too early for us." in page
    assert page.count("The reasons given are ours too.") == 2 and "Not asked yet." in page
    day = today()
    assert send(coordinator, address, sent_on=[day.day, day.month, day.year]).status_code == 303
