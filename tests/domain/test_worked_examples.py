"""Is every step that law, guidance or a partnership times due on the day that was worked out by hand?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from portal.domain.bank_holidays import bank_holidays
from portal.domain.clocks import CaseFact, ClockRule, in_words
from portal.domain.information import INFORMATION_CLOCKS
from portal.domain.statutory_clocks import STATUTORY_CLOCKS
from portal.tenancy.loader import load
from tests.tenancy import folders

HOLIDAYS = bank_holidays()
TENANTS = Path(__file__).resolve().parents[2] / "tenants"
# Screening partners often answer within a day; a partnership can write such a clock, and none has to.
TRIAGE = """
[[clocks]]
code = "partner-triage"
label = "Say whether the council should notify"
starts = "the day of the referral"
amount = 1
unit = "working-days"
force = "local"
source = "Invented for the tests"
starts_from = "referral"
met_by = "advice"
"""
STARTED = 'clocks = ["agency-referral"]', 'clocks = ["agency-referral", "partner-triage"]'

# The step; its clock; the day that it counts from; the day by the end of which it is due, counted on a calendar.
EXAMPLES = (
    ("D1 an agency refers, from the incident, over Easter", "agency-referral", "2026-04-02", "Monday 13 April 2026"),
    ("D1 the same, from a Saturday", "agency-referral", "2026-09-05", "Friday 11 September 2026"),
    ("D2 partners look at a Friday’s referral", "partner-triage", "2026-11-20", "Monday 23 November 2026"),
    ("D2 they look before Good Friday", "partner-triage", "2026-04-02", "Tuesday 7 April 2026"),
    ("D3 the council notifies, over Easter", "incident-notification", "2026-04-02", "Monday 13 April 2026"),
    ("D3 over Christmas, a substitute day too", "incident-notification", "2026-12-18", "Tuesday 29 December 2026"),
    ("D3 it learned on a Saturday", "incident-notification", "2026-09-05", "Friday 11 September 2026"),
    ("D3 it learned on a bank holiday", "incident-notification", "2026-08-31", "Monday 7 September 2026"),
    ("D3 over two days proclaimed in a row", "incident-notification", "2022-05-31", "Thursday 9 June 2022"),
    ("D4 a looked-after child died", "looked-after-child-death", "2026-12-18", "Tuesday 29 December 2026"),
    ("D5 a care leaver died", "care-leaver-death", "2026-09-05", "Friday 11 September 2026"),
    ("D6 the rapid review, over a bank holiday", "rapid-review", "2026-04-13", "Tuesday 5 May 2026"),
    ("D6 over Christmas and New Year", "rapid-review", "2026-12-10", "Tuesday 5 January 2027"),
    ("D7 the Panel writes, about ten days later", "panel-letter", "2026-05-05", "Friday 15 May 2026"),
    ("D9 six months to publish", "practice-review-publication", "2026-01-15", "Wednesday 15 July 2026"),
    ("D9 six months that end in February", "practice-review-publication", "2026-08-31", "Sunday 28 February 2027"),
    ("D11 the report goes out before publication", "report-before-publication", "2026-06-15", "Thursday 4 June 2026"),
    ("D11 back over Easter", "report-before-publication", "2026-04-13", "Tuesday 31 March 2026"),
    ("D12 reasons for not publishing go with it", "reasons-for-not-publishing", "2026-06-15", "Thursday 4 June 2026"),
    ("D13 a report stays for a year", "report-kept-available", "2026-01-15", "Friday 15 January 2027"),
    ("D14 and what is improved instead", "improvements-kept-available", "2026-01-15", "Friday 15 January 2027"),
    ("D15 the year to March is reported on", "yearly-report", "2026-03-31", "Wednesday 30 September 2026"),
    ("Lead partners settle a Friday’s disagreement", "lead-partners-decide", "2026-11-20", "Tuesday 24 November 2026"),
    ("They settle one over Easter", "lead-partners-decide", "2026-04-02", "Wednesday 8 April 2026"),
    ("Agencies answer before screening", "information-before-screening", "2026-11-20", "Friday 27 November 2026"),
    ("Agencies answer for the rapid review", "information-rapid-review", "2026-12-18", "Tuesday 29 December 2026"),
)  # fmt: skip
# Steps without a number anywhere: answering the Panel (its letter may name a day), telling who reviews, explaining a
# delay, handing a report to the national repository, and the child death review, which runs on clocks of its own.


@pytest.fixture(scope="module")
def triage(tmp_path_factory: pytest.TempPathFactory) -> ClockRule:
    """The clock of a partnership whose folder times how soon partners look at a referral."""
    directory = folders.invented(tmp_path_factory.mktemp("triage"))
    folders.append(f"{folders.SLUG}/tenant.toml", TRIAGE)(directory)
    folders.edit(f"{folders.SLUG}/forms/incident.toml", *STARTED)(directory)
    return load(directory).by_slug[folders.SLUG].clocks["partner-triage"]


@pytest.fixture(scope="module")
def clocks(triage: ClockRule) -> Mapping[str, ClockRule]:
    own = [tenant.clocks for tenant in load(TENANTS).by_slug.values()]
    return {triage.code: triage} | {code: rule for each in own for code, rule in each.items()}


@pytest.mark.parametrize(
    ("code", "start", "due"), [row[1:] for row in EXAMPLES], ids=[row[0] for row in EXAMPLES]
)
def test_a_step_is_due_on_the_day_worked_out_by_hand(
    clocks: Mapping[str, ClockRule], code: str, start: str, due: str
) -> None:
    reckoning = clocks[code].reckon(date.fromisoformat(start), HOLIDAYS)
    assert in_words(reckoning.due_on) == due
    assert reckoning.explain()[-1].endswith(f"{due}.")


def test_no_clock_of_the_portal_or_of_a_partnership_is_without_an_example(
    clocks: Mapping[str, ClockRule],
) -> None:
    assert {row[1] for row in EXAMPLES} == set(clocks) >= {*STATUTORY_CLOCKS, *INFORMATION_CLOCKS}


def test_partners_have_from_the_referral_until_the_advice_where_their_folder_says_so(
    triage: ClockRule,
) -> None:
    assert (triage.starts_from, triage.met_by) == (CaseFact.REFERRAL, CaseFact.ADVICE)
