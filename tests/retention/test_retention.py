"""Does a report come down when its time is over, while its briefing stays and a person decides where one must?"""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from portal.domain.errors import Conflict, InvalidAnswer, NotAllowed
from portal.domain.vocabulary import OutputStatus
from portal.models.event import events_of
from portal.models.outbox import Outbox
from portal.outputs import publishing
from portal.retention import operations
from portal.web.shown_status import shown
from portal.web.wording import date_words
from portal.web.working_days import today
from tests.people import send
from tests.reading import BRIEFING, REPORT, Reading, noon

PUBLISHED_ON = date(2025, 10, 1)
A_YEAR_ON = date(2026, 10, 2)


@pytest.fixture
def reading(portal: Flask) -> Reading:
    return Reading(portal)


def run(portal: Flask, *options: str, slug: str = "manchester") -> dict[str, Any]:
    """Run the command; return its report for one partnership."""
    answer = portal.test_cli_runner().invoke(args=["retention", "run", "--json", *options])
    assert answer.exit_code == 0, answer.output
    partnerships: dict[str, Any] = {each["tenant"]: each for each in json.loads(answer.output)["partnerships"]}
    found: dict[str, Any] = partnerships[slug]
    return found


def ids(named: list[dict[str, str]]) -> list[str]:
    return [each["output"] for each in named]


def test_a_report_comes_down_after_twelve_months_and_its_briefing_stays(reading: Reading, portal: Flask) -> None:
    review_id = reading.review()
    report = reading.published(PUBLISHED_ON, REPORT, review_id)
    briefing = reading.published(PUBLISHED_ON, BRIEFING, review_id)
    assert ids(run(portal, "--today", A_YEAR_ON.isoformat())["came_down"]) == [str(report)]
    visitor = portal.test_client()
    assert visitor.get(reading.public_path(report)).status_code == 410
    assert visitor.get(reading.public_path(briefing)).status_code == 200
    assert (reading.status(report), reading.status(briefing)) == ("no-longer-published", "published")
    assert reading.copy(report, "body_html", "taken_down") == ("", "rule")


def test_what_is_over_is_invisible_before_anything_has_run(reading: Reading, portal: Flask) -> None:
    report = reading.published(PUBLISHED_ON)
    assert portal.test_client().get(reading.public_path(report)).status_code == 410
    assert reading.status(report) == "published"


def test_it_stays_through_the_whole_anniversary(reading: Reading, portal: Flask) -> None:
    report = reading.published(PUBLISHED_ON)
    assert run(portal, "--today", "2026-10-01")["came_down"] == []
    assert ids(run(portal, "--today", "2026-10-02")["came_down"]) == [str(report)]


def test_what_is_over_is_not_said_to_be_published_though_nothing_ran(reading: Reading) -> None:
    report = reading.published(PUBLISHED_ON)
    publisher = reading.browser("publisher")
    page = publisher.get(f"/manchester/work/outputs/{report}").text
    [review] = re.findall(r"/manchester/work/reviews/[0-9a-f-]{36}", page)[:1]
    for looked_at in (page, publisher.get("/manchester/work/outputs").text, publisher.get(review).text):
        assert "No longer published" in looked_at
        assert not re.search(r"govuk-tag[^>]*>\s*Published\s*<", looked_at)
    assert "Keep published for longer" not in page
    assert reading.status(report) == "published"
    ahead = today() + timedelta(days=3)
    assert shown_on(ahead, None) == f"Published from {date_words(ahead)}"
    assert shown_on(today(), None) == shown_on(today(), ahead) == "Published"


def shown_on(appears_on: date, comes_down_on: date | None) -> str:
    return shown(OutputStatus.PUBLISHED, appears_on, comes_down_on, today()).words


def test_running_again_changes_nothing_more(reading: Reading, portal: Flask) -> None:
    report = reading.published(PUBLISHED_ON)
    run(portal)
    assert run(portal)["came_down"] == []
    with reading.session(writes=False) as session:
        assert [event.what for event in events_of(session, "output", report)].count("came-down") == 1


def test_a_dry_run_changes_nothing(reading: Reading, portal: Flask) -> None:
    report = reading.published(PUBLISHED_ON)
    assert ids(run(portal, "--dry-run")["came_down"]) == [str(report)]
    assert reading.status(report) == "published"
    assert reading.copy(report, "body_html")[0] != ""


def test_what_the_rule_leaves_to_a_person_waits_for_one(portal: Flask) -> None:
    reading = Reading(portal, "north-tyneside")
    report = reading.published(PUBLISHED_ON)
    report_of_run = run(portal, "--today", A_YEAR_ON.isoformat(), slug="north-tyneside")
    assert (report_of_run["came_down"], ids(report_of_run["waiting_for_a_person"])) == ([], [str(report)])
    assert portal.test_client().get(reading.public_path(report)).status_code == 200
    publisher = reading.browser("publisher")
    assert "decide whether it stays published" in publisher.get("/north-tyneside/desk").text
    assert "Waits for a person" in publisher.get("/north-tyneside/work/retention").text
    path = f"/north-tyneside/work/retention/{report}/end"
    assert send(publisher, path, reason="The time is over and the learning is embedded.").status_code == 303
    assert portal.test_client().get(reading.public_path(report)).status_code == 410


def test_nobody_ends_it_before_its_time_except_by_taking_it_down(portal: Flask) -> None:
    reading = Reading(portal, "north-tyneside")
    report = reading.published(today())
    with reading.session() as session, pytest.raises(NotAllowed, match="keeps it published for now"):
        operations.end_publication(
            session, "north-tyneside", reading.actor("publisher"), report, "Too early."
        )
    path = f"/north-tyneside/work/retention/{report}/end"
    assert reading.browser("publisher").get(path).status_code == 404


def test_people_are_told_a_month_ahead_and_once(reading: Reading, portal: Flask) -> None:
    published_on = today() - timedelta(days=350)
    report = reading.published(published_on)
    publisher = reading.person("publisher")

    def letters() -> int:
        with reading.session(writes=False) as session:
            wanted = select(Outbox.id).where(Outbox.account_id == publisher.account_id)
            return len(list(session.scalars(wanted)))

    before = letters()
    assert ids(run(portal)["announced"]) == [str(report)]
    assert letters() == before + 1
    assert run(portal)["announced"] == []
    assert letters() == before + 1
    assert "comes down soon" in reading.browser("publisher").get("/manchester/desk").text


def test_a_report_past_its_last_day_is_said_to_be_no_longer_published_though_no_run_has_closed_it(
    reading: Reading,
) -> None:
    reading.published(today() - timedelta(days=400))
    browser = reading.browser("publisher")
    for address in ("/manchester/desk", "/manchester/work/retention"):
        page = browser.get(address).text
        assert "o longer published" in page
        assert "omes down soon" not in page


def test_something_is_kept_for_longer_with_a_reason_and_then_comes_down(reading: Reading, portal: Flask) -> None:
    report = reading.published(today() - timedelta(days=350))
    until = today() + timedelta(days=90)
    path = f"/manchester/work/retention/{report}/keep-longer"
    publisher = reading.browser("publisher")
    day = [str(until.day), str(until.month), str(until.year)]
    assert send(publisher, path, until=day, reason="").status_code == 200
    assert send(publisher, path, until=day, reason="An inquest is still to come.").status_code == 303
    assert reading.publication(report, "comes_down_on", "kept_until") == (until + timedelta(days=1), until)
    assert run(portal, "--today", until.isoformat())["came_down"] == []
    assert ids(run(portal, "--today", (until + timedelta(days=1)).isoformat())["came_down"]) == [str(report)]


def test_keeping_never_shortens_and_what_stays_needs_no_keeping(reading: Reading) -> None:
    review_id = reading.review()
    report = reading.published(today(), REPORT, review_id)
    briefing = reading.published(today(), BRIEFING, review_id)
    publisher = reading.actor("publisher")
    with reading.session() as session, pytest.raises(InvalidAnswer, match="later than"):
        operations.keep_longer(
            session, "manchester", publisher, report, today() + timedelta(days=5), "A reason"
        )
    with reading.session() as session, pytest.raises(Conflict, match="keeps it published already"):
        operations.keep_longer(
            session, "manchester", publisher, briefing, today() + timedelta(days=900), "A reason"
        )


def test_an_output_published_anew_after_its_time_has_its_whole_time_again(reading: Reading, portal: Flask) -> None:
    report = reading.published(PUBLISHED_ON)
    run(portal, "--today", A_YEAR_ON.isoformat())
    again = date(2026, 11, 2)
    coordinator = reading.actor("coordinator")
    with reading.session() as session:
        publishing.put_back(session, reading.tenant, coordinator, report)
    with reading.session() as session:
        publishing.prepare(session, reading.tenant, coordinator, report, again, now=noon(again))
    reading.publish(report, noon(again))
    assert reading.publication(report, "comes_down_on") == (date(2027, 11, 3),)


def test_the_report_in_words_names_what_came_down_and_what_waits(portal: Flask) -> None:
    Reading(portal).published(PUBLISHED_ON)
    Reading(portal, "north-tyneside").published(PUBLISHED_ON)
    said = portal.test_cli_runner().invoke(args=["retention", "run"]).output
    assert "manchester: Child Example 1: report: came down; its time was over on 2026-10-02" in said
    assert "north-tyneside: Child Example 1: report: waits for a person to decide, since 2026-10-02" in said


def test_somebody_involved_in_the_case_does_not_find_its_publication(reading: Reading) -> None:
    from portal.casework.operations import exclude
    from portal.models.case import Case

    report = reading.published(today() - timedelta(days=350))
    coordinator = reading.actor("coordinator")
    with reading.session() as session:
        reference = session.scalars(select(Case.reference)).one()
        exclude(session, reading.tenant, coordinator, reference, coordinator.account_id, "A neighbour.")
    browser = reading.browser("coordinator")
    assert "comes down soon" not in browser.get("/manchester/desk").text
    assert browser.get(f"/manchester/work/retention/{report}/keep-longer").status_code == 404
    assert browser.get(f"/manchester/work/outputs/{report}").status_code == 404
