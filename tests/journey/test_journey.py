"""Does a referral become a published review in every partnership, and does its report come down in its time?"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
import time_machine
from playwright.sync_api import expect

from portal.domain.releasing import Measure, last_settled
from portal.domain.retention import RetentionThen
from portal.domain.vocabulary import Role
from portal.web.working_days import today
from tests.journey import path, review_path
from tests.journey.path import BRIEFING, NAME, REPORT
from tests.journey.people import Walkers, press
from tests.journey.removing_path import removed_at_once
from tests.journey.review_path import NOTED, RECOMMENDED

LONGEST_MONTH = 31


@pytest.mark.parametrize(
    ("engine_name", "walkers"),
    [
        # The steps have tests of their own at every partnership on both engines; the other walks are long proofs.
        ("postgresql", "manchester"),
        pytest.param("sqlite", "manchester", marks=pytest.mark.prove),
        pytest.param("sqlite", "north-tyneside", marks=pytest.mark.prove),
        pytest.param("sqlite", "salford", marks=pytest.mark.prove),
        pytest.param("sqlite", "eastmere", marks=pytest.mark.prove),
        pytest.param("postgresql", "salford", marks=pytest.mark.prove),
        pytest.param("postgresql", "north-tyneside", marks=pytest.mark.prove),
        pytest.param("postgresql", "eastmere", marks=pytest.mark.prove),
    ],
    indirect=True,
)
def test_a_referral_becomes_a_published_review_whose_report_comes_down_while_its_briefing_stays(
    walkers: Walkers,
) -> None:
    path.refer(walkers)
    if walkers.tenant.requires_quality_assurance:
        path.quality_assure(walkers)
    reference = path.take_in(walkers)
    path.screen(walkers, reference)
    path.notify(walkers, reference)
    path.decide(walkers, reference)
    review = review_path.open_review(walkers, reference)
    review_path.lead(walkers, review)
    written = {
        REPORT: review_path.write(walkers, review, Role.LEAD_REVIEWER, REPORT),
        BRIEFING: review_path.write(walkers, review, Role.COORDINATOR, BRIEFING),
    }
    for kind, output in written.items():
        review_path.approve(walkers, output, kind)
    public = {kind: review_path.publish(walkers, kind) for kind in written}
    files = everybody_can_read(walkers, public)
    the_region_learns(walkers)
    its_time_is_up(walkers, public, files)


def everybody_can_read(walkers: Walkers, public: dict[Any, str]) -> dict[Any, str]:
    """A visitor finds the review everywhere, and reads it as pages and as PDF; return the files' addresses."""
    page, files = walkers.visitor(), {}
    for place in places(walkers):
        assert leads_to(walkers, place, public[REPORT]), place
    page.goto(f"/{walkers.slug}/reviews")
    expect(page.locator("main")).to_contain_text(NAME)
    walkers.picture(page, "public-list")
    page.goto(public[REPORT].rpartition("/")[0])
    expect(page.locator("main")).to_contain_text(RECOMMENDED)
    walkers.picture(page, "public-review")
    page.goto(public[BRIEFING])
    expect(page.locator(".portal-briefing__box")).to_have_count(7)
    walkers.picture(page, "public-briefing")
    files[BRIEFING] = pdf_on(walkers)
    page.goto(public[REPORT])
    expect(page.locator("article h3", has_text="A move is more than an address")).to_be_visible()
    expect(page.locator("article table")).to_contain_text("Named worker through a move")
    expect(page.locator("article")).to_contain_text(NOTED)
    walkers.picture(page, "public-report")
    files[REPORT] = pdf_on(walkers)
    assert page.context.cookies() == []
    return files


def pdf_on(walkers: Walkers) -> str:
    """Return the address of the PDF that the visitor's page offers, which answers as one."""
    page = walkers.visitor()
    address = page.get_by_role("link", name="Read as PDF").get_attribute("href")
    assert address
    answer = page.request.get(address)
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.body().startswith(b"%PDF-")
    return address


def places(walkers: Walkers) -> tuple[str, ...]:
    """Return where readers come upon a report: a list, a search, a feed."""
    return f"/{walkers.slug}/reviews", f"/{walkers.slug}/reviews?q=moves+often", f"/{walkers.slug}/feed.atom"


def leads_to(walkers: Walkers, place: str, address: str) -> bool:
    """Whether a page or a feed leads to an address now; a list may still say that something was there."""
    return f'{address}"' in walkers.visitor().request.get(place).text()


def the_region_learns(walkers: Walkers) -> None:
    """A regional lead reads what was recommended, and in which partnership."""
    page = walkers.regional_lead()
    walkers.picture(page, "region")
    page.goto(f"/regions/{walkers.region.slug}/recommendations")
    expect(page.locator("main")).to_contain_text(RECOMMENDED)
    expect(page.locator(".portal-recommendations")).to_contain_text(walkers.tenant.name)
    walkers.picture(page, "region-recommendations")
    through = casework_is_released(walkers)
    page.goto(f"/regions/{walkers.region.slug}/releases/{through}")
    table = page.locator("main table").first
    expect(table).to_contain_text(walkers.tenant.name)
    expect(table).to_contain_text(Measure.AUDITS.label)
    walkers.picture(page, "region-release")


def casework_is_released(walkers: Walkers) -> int:
    """The data protection officer reads what would be shown of casework, and signs; return the release's year."""
    through = last_settled(today())
    ran(walkers, "releases", "prepare")
    page = walkers.at_desk(Role.DATA_PROTECTION_OFFICER, f"Regional release to March {through}: sign it off")
    press(page, "Sign off these figures")
    walkers.picture(page, "release-sign")
    press(page, "Sign off")
    expect(page.locator("main")).to_contain_text("The figures are signed off.")
    assert f"{walkers.slug}: frozen" in ran(walkers, "releases", "freeze")
    return through


def ran(walkers: Walkers, *words: str) -> str:
    """Run one of the portal's commands; return what it says."""
    answer = walkers.portal.test_cli_runner().invoke(args=words)
    assert answer.exit_code == 0, answer.output
    return answer.output


def its_time_is_up(walkers: Walkers, public: dict[Any, str], files: dict[Any, str]) -> None:
    """A month after its term the rule has ended the report, or waits for a person; the briefing stays until removed."""
    rule = walkers.tenant.retention[REPORT.value]
    later = today() + timedelta(days=LONGEST_MONTH * ((rule.keep_months or 12) + 1))
    done = come_down(walkers, later)
    if rule.then is RetentionThen.WITHDRAW:
        assert [each["kind"] for each in done["came_down"]] == [REPORT.value]
        the_briefing_stays(walkers, public, files)
        removed_at_once(walkers, public[BRIEFING])
    else:
        assert done["came_down"] == []
        assert REPORT.value in {each["kind"] for each in done["waiting_for_a_person"]}
        assert status(walkers, public[REPORT]) == 200
        walkers.leave()
        with time_machine.travel(datetime.combine(later, time(9), tzinfo=UTC), tick=True):
            a_person_decides(walkers)
            the_briefing_stays(walkers, public, files)
            removed_at_once(walkers, public[BRIEFING])


def come_down(walkers: Walkers, later: date) -> Any:
    """Run the rules as of a later day; return what they did here."""
    done = json.loads(ran(walkers, "retention", "run", "--json", "--today", later.isoformat()))
    return {each["tenant"]: each for each in done["partnerships"]}[walkers.slug]


def the_briefing_stays(walkers: Walkers, public: dict[Any, str], files: dict[Any, str]) -> None:
    """The report is gone from page, file, list, search and feed; the briefing and what was recommended are not."""
    assert status(walkers, public[REPORT]) == 410
    walkers.picture(walkers.visitor(), "public-report-gone")
    page = walkers.visitor()
    assert page.request.get(files[REPORT]).status == 410
    for place in places(walkers):
        assert not leads_to(walkers, place, public[REPORT]), place
        assert leads_to(walkers, place, public[BRIEFING]), place
    assert status(walkers, public[BRIEFING]) == 200
    assert page.request.get(files[BRIEFING]).status == 200
    assert status(walkers, public[REPORT].rpartition("/")[0]) == 200
    expect(page.locator("main")).to_contain_text(RECOMMENDED)
    walkers.picture(page, "public-review-later")


def a_person_decides(walkers: Walkers) -> None:
    """On that day the publisher finds the report on the desk, and ends its publication with a reason."""
    page = walkers.signed_in(Role.PUBLISHER)
    walkers.picture(page, "desk-of-publisher")
    page = walkers.at_desk(Role.PUBLISHER, f"{NAME}: report: decide whether it stays published")
    walkers.picture(page, "retention")
    line = page.locator("tr", has_text=f"{NAME}: report")
    line.get_by_role("link", name="No longer publish it").click()
    page.fill("[name='reason']", "Made up: its time is over and the learning is in use.")
    path.press(page, "No longer publish it")
    expect(page.locator("main")).to_contain_text("It is no longer published.")


def status(walkers: Walkers, address: str) -> int:
    """Return how a visitor is answered now."""
    answer = walkers.visitor().goto(address)
    assert answer is not None
    return answer.status
