"""On which day is an agency that has not answered reminded, and what is left out?"""

from __future__ import annotations

from datetime import date

from portal.domain.bank_holidays import bank_holidays
from portal.domain.information import LADDERS, LadderStep, Purpose, climbed, is_late, to_take

STEP = LadderStep
ASKED, DUE = date(2026, 4, 1), date(2026, 4, 10)  # Easter stands between them: 3 and 6 April


def days(purpose: Purpose, asked_on: date = ASKED, due_on: date = DUE) -> dict[LadderStep, date]:
    return {
        each.step: each.on for each in climbed(LADDERS[purpose], asked_on, due_on, bank_holidays())
    }


def test_the_ladder_of_a_rapid_review_falls_on_its_working_days() -> None:
    assert days(Purpose.RAPID_REVIEW) == {
        STEP.RECEIPT: date(2026, 4, 7), STEP.REMINDER: date(2026, 4, 8), STEP.AGENCY_LEAD: date(2026, 4, 9),
        STEP.DUE_TODAY: DUE, STEP.ESCALATION: DUE,
        STEP.LATE: date(2026, 4, 13), STEP.FORMAL_LETTER: date(2026, 4, 13),
    }  # fmt: skip


def test_before_screening_an_agency_is_reminded_before_its_lead_and_its_lead_before_anybody_above() -> None:
    found = days(Purpose.BEFORE_SCREENING)
    assert list(found) == [
        STEP.REMINDER, STEP.DUE_TODAY, STEP.LATE, STEP.AGENCY_LEAD, STEP.ESCALATION, STEP.FORMAL_LETTER
    ]  # fmt: skip
    assert sorted(found.values()) == list(found.values())
    assert found[STEP.FORMAL_LETTER] == date(2026, 4, 16)


def test_nobody_is_reminded_on_the_day_of_asking_or_before_it() -> None:
    found = days(Purpose.RAPID_REVIEW, asked_on=date(2026, 4, 9))
    assert list(found) == [STEP.DUE_TODAY, STEP.ESCALATION, STEP.LATE, STEP.FORMAL_LETTER]


def test_whoever_looks_late_finds_each_missed_step_once_and_asks_for_no_receipt_that_is_known() -> None:
    rungs = climbed(LADDERS[Purpose.RAPID_REVIEW], ASKED, DUE, bank_holidays())
    missed = to_take(rungs, [STEP.REMINDER], DUE, is_received=True)
    assert [each.step for each in missed] == [STEP.AGENCY_LEAD, STEP.DUE_TODAY, STEP.ESCALATION]
    assert to_take(rungs, [each.step for each in rungs], date(2026, 5, 1), is_received=False) == ()
    assert to_take(rungs, [], date(2026, 4, 6), is_received=False) == ()


def test_the_due_day_itself_is_in_time() -> None:
    assert not is_late(DUE, None, DUE)
    assert is_late(DUE, None, date(2026, 4, 11))
    assert not is_late(DUE, DUE, date(2026, 5, 1))
