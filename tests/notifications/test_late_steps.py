"""Does each clock start where the law says, say whether it is met, and keep its day whatever is revised?"""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from portal.domain.errors import InvalidAnswer, NotAllowed, NotFound
from portal.domain.steps import Standing
from portal.domain.vocabulary import PanelSays
from portal.models.case import Case
from portal.models.notification import LateStep
from portal.notifications import operations
from portal.web.clock_lines import ClockLine
from portal.web.steps import steps_of_case
from tests.work import TODAY, Work

# The rapid review of a notification sent on Monday 16 November 2026 is due on Monday 7 December.
DUE = date(2026, 12, 7)
LATE_DAY = date(2026, 12, 9)


def steps(work: Work, reference: str, today: date) -> dict[str, ClockLine]:
    with work.session(writes=False) as session:
        case = session.scalars(select(Case).where(Case.reference == reference)).one()
        found = steps_of_case(session, work.actor("coordinator"), work.tenant, case, today)
        return {each.rule.code: each for each in found}


def explain(
    work: Work, reference: str, step: ClockLine, revised_on: date, words: str = "A witness was ill."
) -> LateStep:
    assert step.thing_id is not None
    with work.session() as session:
        return operations.explain_late_step(
            session, work.tenant, work.actor("coordinator"), reference, step.rule.code, step.thing_id,
            revised_on, words, LATE_DAY,
        )  # fmt: skip


def test_every_step_is_counted_from_its_own_day_and_says_whether_it_is_met(portal: Flask) -> None:
    work = Work(portal)
    reference = work.case(harm="serious-harm", council_aware_on="2026-11-09")
    open_step = steps(work, reference, date(2026, 11, 17))["incident-notification"]
    assert (open_step.due_on, open_step.standing) == (date(2026, 11, 16), Standing.LATE)
    notification_id = work.notified(reference)
    found = steps(work, reference, TODAY)
    notified, rapid = found["incident-notification"], found["rapid-review"]
    assert (notified.due_on, notified.met_on) == (date(2026, 11, 19), date(2026, 11, 16))
    assert notified.standing is Standing.MET
    assert (rapid.due_on, rapid.standing) == (DUE, Standing.RUNNING)
    letter = operations.Letter(TODAY, PanelSays.ASKS_FOR_INFORMATION, "Which school?", date(2026, 11, 27))
    with work.session() as session:
        operations.record_reply(
            session, work.tenant, work.actor("coordinator"), reference, notification_id, letter, TODAY
        )
        assert rapid.thing_id
        operations.send_to_panel(
            session, work.tenant, work.actor("coordinator"), rapid.thing_id, TODAY, TODAY
        )
    found = steps(work, reference, date(2026, 11, 30))
    assert (found["panel-reply"].due_on, found["panel-reply"].standing) == (date(2026, 11, 27), Standing.LATE)
    assert found["rapid-review"].standing is Standing.MET


def test_a_notification_found_not_to_meet_the_criteria_leaves_its_rapid_review_without_a_day(portal: Flask) -> None:
    work = Work(portal)
    reference = work.case()
    notification_id = work.notified(reference)
    with work.session() as session:
        operations.find_criteria_not_met(
            session, work.tenant, work.actor("coordinator"), reference, notification_id, TODAY, "No.", TODAY
        )
    rapid = steps(work, reference, TODAY)["rapid-review"]
    assert rapid.due_on is None and "found not to meet the criteria" in rapid.missing
    assert "Send the rapid review" not in work.browser("coordinator").get("/manchester/desk").text


def test_a_late_step_has_a_revised_day_beside_the_original_which_stays_and_counts(portal: Flask) -> None:
    work = Work(portal)
    reference = work.case()
    work.notified(reference)
    step = steps(work, reference, LATE_DAY)["rapid-review"]
    for day in (date(2026, 12, 11), date(2026, 12, 18)):
        explain(work, reference, step, day, f"Until {day.isoformat()}.")
    after = steps(work, reference, LATE_DAY)["rapid-review"]
    assert (after.due_on, after.standing) == (DUE, Standing.LATE)
    assert [each.revised_on for each in after.revised] == [date(2026, 12, 11), date(2026, 12, 18)]
    page = work.browser("coordinator").get(f"/manchester/cases/{reference}").text
    assert "Monday 7 December 2026" in page and "Now expected by 18 December 2026" in page
    assert "Until 2026-12-18." in page


def test_what_explains_a_late_step_is_told_on_the_case_and_not_on_the_review(portal: Flask) -> None:
    work = Work(portal)
    reference = work.case()
    work.notified(reference)
    step = steps(work, reference, LATE_DAY)["rapid-review"]
    explain(work, reference, step, date(2026, 12, 11))
    page = work.browser("publisher").get(f"/manchester/work/reviews/{step.thing_id}").text
    assert "Now expected by 11 December 2026" in page and "A witness was ill." not in page


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_a_step_that_is_done_unknown_or_revised_to_an_earlier_day_is_refused(portal: Flask) -> None:
    work = Work(portal)
    reference = work.case()
    work.notified(reference)
    found = steps(work, reference, LATE_DAY)
    for day, words, field in (
        (DUE, "Why.", "revised_on"),
        (LATE_DAY - timedelta(days=1), "Why.", "revised_on"),
        (date(2026, 12, 11), " ", "explanation"),
    ):
        with pytest.raises(InvalidAnswer) as refusal:
            explain(work, reference, found["rapid-review"], day, words)
        assert refusal.value.field == field
    with pytest.raises(NotAllowed, match="not late"):
        explain(work, reference, found["incident-notification"], date(2026, 12, 11))
    other = work.case()
    with pytest.raises(NotFound):
        explain(work, other, found["rapid-review"], date(2026, 12, 11))


def test_the_desk_says_when_each_is_due_to_whoever_it_waits_for(portal: Flask) -> None:
    work = Work(portal)
    reference = work.case(harm="serious-harm", suspicion="suspected", council_aware_on="2026-11-12")

    def desk(role: str) -> str:
        return str(work.browser(role).get("/manchester/desk").text)

    for role in ("coordinator", "local-authority-decision-maker"):
        assert f"Notify the National Panel: {reference}" in desk(role)
    assert "Notify the National Panel" not in desk("chair")
    work.notified(reference)
    for role in ("coordinator", "chair", "local-authority-decision-maker"):
        assert "Send the rapid review to the National Panel: Rapid review, November 2026" in desk(role)
        assert "7 December 2026" in desk(role)
    assert f"Notify the National Panel: {reference}" not in desk("coordinator")
