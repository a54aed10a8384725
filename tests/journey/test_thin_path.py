"""Does a referral reach each partnership's public page, and does the report come down while the briefing stays?"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from playwright.sync_api import Browser, expect

from portal.domain.retention import RetentionThen
from portal.domain.vocabulary import Role
from portal.web.working_days import today
from tests.journey import path
from tests.journey.path import BRIEFING, NAME, REPORT
from tests.journey.people import Walkers

THIRTEEN_MONTHS = timedelta(days=396)


@pytest.fixture
def walkers(request: pytest.FixtureRequest, portal: Flask, browser: Browser, portal_address: str) -> Iterator[Walkers]:
    walking = Walkers(portal, browser, portal_address, request.param)
    yield walking
    walking.leave()


@pytest.mark.parametrize(
    ("engine_name", "walkers"),
    [
        ("sqlite", "manchester"),
        ("sqlite", "salford"),
        ("sqlite", "north-tyneside"),
        # The steps have tests of their own on both engines; the whole walk on the second is a long proof.
        ("postgresql", "salford"),
        pytest.param("postgresql", "manchester", marks=pytest.mark.prove),
        pytest.param("postgresql", "north-tyneside", marks=pytest.mark.prove),
    ],
    indirect=True,
)
def test_a_referral_reaches_the_public_page_and_its_report_comes_down_while_its_briefing_stays(
    walkers: Walkers,
) -> None:
    path.refer(walkers)
    if walkers.tenant.requires_quality_assurance:
        path.quality_assure(walkers)
    reference = path.take_in(walkers)
    path.decide(walkers, reference)
    review = path.open_review(walkers, reference)
    outputs = {kind: path.write(walkers, review, kind) for kind in (BRIEFING, REPORT)}
    for kind, output in outputs.items():
        path.approve(walkers, output, kind)
    public = {kind: path.publish(walkers, output, kind) for kind, output in outputs.items()}
    everybody_can_read(walkers, public)
    a_year_later(walkers, public)


def everybody_can_read(walkers: Walkers, public: dict[Any, str]) -> None:
    """A visitor finds the review in the partnership's list, its briefing in seven boxes, and its report."""
    page = walkers.visitor()
    page.goto(f"/{walkers.slug}/reviews")
    expect(page.locator("main")).to_contain_text(NAME)
    walkers.picture(page, "public-list")
    answer = page.goto(public[BRIEFING])
    assert answer is not None
    assert answer.status == 200
    expect(page.locator(".portal-briefing__box")).to_have_count(7)
    walkers.picture(page, "public-briefing")
    page.goto(public[REPORT])
    expect(page.locator("main")).to_contain_text("I don’t unpack now")
    walkers.picture(page, "public-report")
    assert page.context.cookies() == []


def a_year_later(walkers: Walkers, public: dict[Any, str]) -> None:
    """Thirteen months on, the rule has ended the report, or waits for a person; the briefing stays."""
    rule = walkers.tenant.retention[REPORT.value]
    later = today() + THIRTEEN_MONTHS
    ran = walkers.portal.test_cli_runner().invoke(
        args=["retention", "run", "--json", "--today", later.isoformat()]
    )
    assert ran.exit_code == 0, ran.output
    done = {each["tenant"]: each for each in json.loads(ran.output)["partnerships"]}[walkers.slug]
    if rule.then is RetentionThen.WITHDRAW:
        assert [each["kind"] for each in done["came_down"]] == [REPORT.value]
        the_briefing_stays(walkers, public)
    else:
        assert done["came_down"] == []
        assert REPORT.value in {each["kind"] for each in done["waiting_for_a_person"]}
        assert status(walkers, public[REPORT]) == 200
        walkers.leave()
        with time_machine.travel(datetime.combine(later, time(9), tzinfo=UTC), tick=True):
            a_person_decides(walkers)
            the_briefing_stays(walkers, public)


def the_briefing_stays(walkers: Walkers, public: dict[Any, str]) -> None:
    """The report's address says that it is no longer published; the briefing is as it was."""
    assert status(walkers, public[REPORT]) == 410
    walkers.picture(walkers.visitor(), "public-report-gone")
    assert status(walkers, public[BRIEFING]) == 200


def a_person_decides(walkers: Walkers) -> None:
    """On that day the publisher finds the report on the desk, and ends its publication with a reason."""
    page = walkers.signed_in(Role.PUBLISHER)
    walkers.picture(page, "desk-of-publisher")
    path.press(page, f"{NAME}: report: decide whether it stays published")
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
