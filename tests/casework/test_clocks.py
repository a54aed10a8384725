"""Does a case's page show when its steps are due, and how each day was counted?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask

from portal.domain.clocks import CaseFact
from portal.domain.notifying import ChildFacts
from portal.domain.steps import Standing
from portal.domain.vocabulary import NotificationKind, ReviewKind
from portal.models.case import Case
from portal.models.notification import Notification
from portal.models.review import Review
from portal.tenancy.model import Tenants
from portal.web.notifiable import WhoIsNotified
from portal.web.own_steps import NO_DAY_OF_INCIDENT, Firsts
from portal.web.steps import NO_DAY_OF_AWARENESS, CaseDays, case_steps, rapid_review_steps
from tests.work import TODAY, Work


@pytest.fixture
def tenants(portal: Flask) -> Iterator[Tenants]:
    with portal.app_context():
        yield portal.extensions["tenants"]


def case_of(**given: Any) -> Case:
    facts = {
        "incident_on": date(2026, 3, 30),
        "incident_precision": "day",
        "council_aware_on": date(2026, 4, 1),
    }
    return Case(
        **{
            "tenant": "manchester",
            "kind": "incident",
            "harm": "death",
            "suspicion": "suspected",
            **facts,
            **given,
        }
    )


def codes(tenants: Tenants, slug: str, case: Case) -> list[str]:
    """The clocks of a case that was referred on every form of the partnership that is of its kind."""
    tenant = tenants.by_slug[slug]
    days = CaseDays(forms=[form.code for form in tenant.forms.values() if form.kind == case.kind])
    return [line.rule.code for line in case_steps(tenant, case, days, TODAY)]


def test_the_notification_is_due_five_working_days_after_the_council_became_aware(tenants: Tenants) -> None:
    (line,) = case_steps(tenants.by_slug["manchester"], case_of(), CaseDays(), TODAY)
    assert line.due_words == "Friday 10 April 2026"
    assert line.reckoning and any("Easter Monday" in sentence for sentence in line.reckoning.explain())


def test_a_partnership_with_a_clock_for_referring_shows_it_too(tenants: Tenants) -> None:
    assert codes(tenants, "salford", case_of()) == ["agency-referral", "incident-notification"]
    assert codes(tenants, "manchester", case_of()) == ["incident-notification"]
    assert codes(tenants, "salford", case_of(kind="good-outcome")) == []


@pytest.mark.parametrize(
    "given", [{"harm": "other"}, {"harm": ""}, {"suspicion": "not-suspected"}, {"kind": "practice"}]
)
def test_what_is_not_notifiable_has_no_clock_for_it(tenants: Tenants, given: dict[str, str]) -> None:
    assert codes(tenants, "manchester", case_of(**given)) == []


def test_a_death_that_is_not_suspected_has_the_clock_of_a_looked_after_child_or_a_care_leaver(
    tenants: Tenants,
) -> None:
    died = case_of(suspicion="not-suspected")
    for facts, clock in (
        ({"legal_status": "care-order"}, "looked-after-child-death"),
        ({"age_band": "care-leaver"}, "care-leaver-death"),
    ):
        days = CaseDays(who=WhoIsNotified([ChildFacts(1, **facts)]))
        (line,) = case_steps(tenants.by_slug["manchester"], died, days, TODAY)
        assert (line.rule.code, line.due_words) == (clock, "Friday 10 April 2026")


def test_a_partnerships_own_clock_counts_from_the_fact_that_its_folder_names(tenants: Tenants) -> None:
    salford = tenants.by_slug["salford"]
    triage = replace(
        salford.clocks["agency-referral"], amount=1, starts_from=CaseFact.REFERRAL, met_by=CaseFact.ADVICE
    )
    tenant = replace(salford, clocks={**salford.clocks, "agency-referral": triage})
    days = CaseDays(forms=[salford.main_form.code], referred_on=date(2026, 4, 2))
    (line, _) = case_steps(tenant, case_of(), days, TODAY)
    assert (line.due_words, line.state) == ("Tuesday 7 April 2026", "overdue")
    (line, _) = case_steps(
        tenant, case_of(), replace(days, firsts=Firsts(advised_on=date(2026, 4, 7))), TODAY
    )
    assert line.state == "done"
    (line, _) = case_steps(tenant, case_of(), replace(days, referred_on=None), TODAY)
    assert (
        line.missing
        == "Not counted yet: it counts from the day on which the referral reached the partnership."
    )


def test_where_the_day_is_missing_no_date_is_made_up(tenants: Tenants) -> None:
    unknown = case_of(council_aware_on=None, incident_precision="month")
    salford = tenants.by_slug["salford"]
    lines = case_steps(salford, unknown, CaseDays(forms=[salford.main_form.code]), TODAY)
    assert [line.missing for line in lines] == [NO_DAY_OF_INCIDENT, NO_DAY_OF_AWARENESS]
    assert not any(line.due_words or line.reckoning for line in lines)


def test_a_year_whose_bank_holidays_are_not_known_has_no_due_day(tenants: Tenants) -> None:
    late = case_of(council_aware_on=date(2199, 1, 1))
    (line,) = case_steps(tenants.by_slug["manchester"], late, CaseDays(), TODAY)
    assert (line.due_words, line.missing) == ("", "The bank holidays of that year are not known yet.")


def test_the_page_of_a_case_says_the_day_the_force_and_the_source(portal: Flask) -> None:
    work = Work(portal)
    reference = work.case(council_aware_on="2026-04-01", harm="death")
    page = work.browser("coordinator").get(f"/manchester/cases/{reference}").text
    for words in (
        "Clocks",
        "Friday 10 April 2026",
        "Statutory. Source: Children Act 2004",
        "How this was counted",
    ):
        assert words in page


def test_a_rapid_review_counts_from_what_the_partnership_says_and_nobody_is_late_with_the_panels_letter(
    tenants: Tenants,
) -> None:
    tenant = tenants.by_slug["manchester"]
    review = Review(tenant=tenant.slug, unit=uuid4(), kind=ReviewKind.RAPID_REVIEW)
    notified = Notification(
        tenant=tenant.slug, unit=uuid4(), review_id=review.id, kind=NotificationKind.SERIOUS_HARM,
        council_aware_on=date(2026, 4, 1), sent_on=date(2026, 4, 13),
    )  # fmt: skip
    (line,) = rapid_review_steps(tenant, review, [notified], None, TODAY)
    assert line.due_words == "Tuesday 5 May 2026"
    rule = replace(tenant.clocks["rapid-review"], starts_from=CaseFact.COUNCIL_AWARE)
    otherwise = replace(tenant, clocks={**tenant.clocks, rule.code: rule})
    (line,) = rapid_review_steps(otherwise, review, [notified], None, TODAY)
    assert line.due_words == "Friday 24 April 2026"

    sent_on, today = date(2026, 5, 5), date(2026, 5, 20)
    _, letter = rapid_review_steps(tenant, review, [notified], sent_on, today)
    assert (letter.due_words, letter.standing, letter.state) == ("Friday 15 May 2026", Standing.AWAITED, "")
    earlier, later = date(2026, 5, 4), date(2026, 5, 18)
    heard = [(notified.id, earlier), (notified.id, later)]
    _, letter = rapid_review_steps(tenant, review, [notified], sent_on, today, heard)
    assert (letter.met_on, letter.standing) == (later, Standing.MET)
