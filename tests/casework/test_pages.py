"""Do the pages of a case refuse what they should, at the field where it was typed?"""

from __future__ import annotations

import pytest
from flask import Flask, url_for

from portal.models.case import CaseExclusion
from portal.models.outbox import Outbox
from tests.people import send
from tests.work import Work


@pytest.mark.parametrize("reference", ["%00", "%20", "MSP-2026-9999", "..%5c", "x" * 300, "%F0%9F%A7%B8"])
def test_an_address_that_is_no_reference_is_not_found(portal: Flask, reference: str) -> None:
    work = Work(portal)
    work.case()
    assert work.browser("coordinator").get(f"/manchester/cases/{reference}").status_code == 404


@pytest.mark.parametrize(
    ("day", "told"),
    [
        (["", "3", "2099"], "Enter a real date"),
        (["31", "2", "2099"], "Enter a real date"),
        (["27"], "Enter a real date"),
        (["1", "1", "2020"], "must be today or later"),
    ],
)
def test_half_a_day_never_opens_a_case_for_good(portal: Flask, day: list[str], told: str) -> None:
    work = Work(portal)
    reference, reviewer = work.case(), work.person("lead-reviewer")
    page = f"/manchester/cases/{reference}/people/grant"
    refused = send(
        work.browser("coordinator"),
        page,
        account_id=str(reviewer.account_id),
        reason="Commissioned",
        last_day=day,
    )
    assert refused.status_code == 200 and told in refused.text
    assert work.browser("lead-reviewer").get(f"/manchester/cases/{reference}").status_code == 404


def test_access_is_given_for_a_time_and_taken_away(portal: Flask) -> None:
    work = Work(portal)
    reference, reviewer = work.case(), work.person("lead-reviewer")
    coordinator, people = work.browser("coordinator"), f"/manchester/cases/{reference}/people"
    given = send(
        coordinator, f"{people}/grant", account_id=str(reviewer.account_id), reason="Commissioned",
        last_day=["27", "3", "2099"],
    )  # fmt: skip
    assert given.location == people
    page = coordinator.get(people).text
    assert "until the end of 27 March 2099" in page
    assert work.browser("lead-reviewer").get(f"/manchester/cases/{reference}").status_code == 200


def test_a_referral_joins_a_case_only_by_a_reference_that_is_known_here(portal: Flask) -> None:
    here, there = Work(portal), Work(portal, "north-tyneside")
    foreign, own, referral_id = there.case(), here.case(), here.received()
    page, coordinator = f"/manchester/referrals/{referral_id}/accept", here.browser("coordinator")
    closed = here.case()
    here.decided(closed)
    send(coordinator, f"/manchester/cases/{closed}/close", reason="Nothing more to do")
    for reference in (foreign, closed, "", "\x00"):
        refused = send(coordinator, page, where="existing", reference=reference)
        assert refused.status_code == 200 and "Enter the reference of a case" in refused.text
    compared = send(coordinator, page, where="existing", reference=own.lower())
    assert compared.location == f"/manchester/referrals/{referral_id}/join/{own}"
    assert coordinator.get(f"/manchester/referrals/{referral_id}/join/{foreign}").status_code == 404
    joined = send(coordinator, compared.location)
    assert joined.location == f"/manchester/cases/{own}"


def test_closing_to_oneself_leads_away_from_the_case(portal: Flask) -> None:
    work = Work(portal)
    reference, coordinator = work.case(), work.person("coordinator")
    page = f"/manchester/cases/{reference}/people/exclude"
    browser = work.browser("coordinator")
    gone = send(browser, page, account_id=str(coordinator.account_id), reason="A neighbour")
    assert gone.location == "/manchester/cases"
    assert browser.get(f"/manchester/cases/{reference}").status_code == 404


def letters_to(work: Work, role: str) -> int:
    with work.session(writes=False) as session:
        return session.query(Outbox).filter_by(account_id=work.person(role).account_id).count()


def test_whoever_says_they_are_involved_hears_of_the_case_no_more_until_another_opens_it_again(portal: Flask) -> None:
    work = Work(portal)
    reference = work.case()
    case, police = f"/manchester/cases/{reference}", "police-decision-maker"
    coordinator, involved = work.browser("coordinator"), work.browser(police)
    before = {role: letters_to(work, role) for role in (police, "icb-decision-maker", "coordinator")}
    assert "The case closes to you at once" in involved.get(f"{case}/involved").text
    assert "Say how you are involved" in send(involved, f"{case}/involved").text
    assert send(involved, f"{case}/involved", reason="A neighbour.").location == "/manchester/cases"
    assert involved.get(case).status_code == 404 and letters_to(work, "coordinator") == before["coordinator"] + 1
    work.notified(reference)
    work.prepared(reference)
    assert letters_to(work, police) == before[police]
    assert letters_to(work, "icb-decision-maker") == before["icb-decision-maker"] + 2
    with work.session(writes=False) as session:
        ending = f"{case}/people/closed/{session.query(CaseExclusion).one().id}/end"
    assert ending in coordinator.get(f"{case}/people").text
    assert involved.get(ending).status_code == 404
    assert "Say why" in send(coordinator, ending).text and involved.get(case).status_code == 404
    assert send(work.browser("chair"), ending, reason="Another street.").location == f"{case}/people"
    assert involved.get(case).status_code == 200 and letters_to(work, police) == before[police] + 1
    people = coordinator.get(f"{case}/people").text
    assert "A neighbour." in people and "Another street." in people and ending not in people
    assert "Opened again to a person who is not involved" in coordinator.get(f"{case}/history").text


def test_whom_a_case_is_closed_to_is_not_listed_among_those_whose_role_lets_them_in(portal: Flask) -> None:
    work = Work(portal)
    people, chair = f"/manchester/cases/{work.case()}/people", work.person("chair")
    coordinator = work.browser("coordinator")
    assert "Chair Example" in coordinator.get(people).text.partition("By their role")[2]
    send(coordinator, f"{people}/exclude", account_id=str(chair.account_id), reason="A neighbour")
    assert "Chair Example" not in coordinator.get(people).text.partition("By their role")[2]


def test_what_is_made_up_says_so_beside_it_on_every_page_about_it(portal: Flask) -> None:
    work = Work(portal)
    reference = work.case()
    notification_id, coordinator = work.notified(reference), work.browser("coordinator")
    work.screened(reference)
    decision_id = work.prepared(reference)
    with work.session() as session:
        work.case_of(session, reference).is_fictional = True
        session.commit()
    case = f"/manchester/cases/{reference}"
    pages = [
        case, f"{case}/known", f"{case}/history", f"{case}/people", f"{case}/correct", f"{case}/information",
        f"{case}/notifications/new", f"{case}/notifications/{notification_id}", f"{case}/decisions/{decision_id}",
        url_of(portal, "information.ask", reference), url_of(portal, "documents.add", reference),
        url_of(portal, "screening.consider", reference),
    ]  # fmt: skip
    for page in pages:
        shown = coordinator.get(page)
        heading = shown.text.partition('class="portal-heading"')[2].partition("</h1>")[0]
        assert shown.status_code == 200 and "portal-badge" in heading, page


def url_of(portal: Flask, endpoint: str, reference: str) -> str:
    with portal.test_request_context("/"):
        return str(url_for(endpoint, tenant=portal.extensions["tenants"].by_slug["manchester"], reference=reference))
