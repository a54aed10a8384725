"""Do the pages of a notification and of a report show the clocks that run on them?"""

from __future__ import annotations

from datetime import date

from flask import Flask

from portal.domain.vocabulary import Outcome
from portal.reviews import operations
from portal.web.working_days import today
from tests.people import send
from tests.reading import Reading
from tests.work import TODAY, Work


def test_a_notifications_page_shows_its_own_clock_and_that_of_its_rapid_review(portal: Flask) -> None:
    work = Work(portal)
    reference = work.case(harm="serious-harm", council_aware_on="2026-11-10")
    other = work.notified(work.case(harm="serious-harm"))
    notification_id = work.notified(reference)
    page = (
        work.browser("coordinator").get(f"/manchester/cases/{reference}/notifications/{notification_id}").text
    )
    assert "Notify the National Panel of a serious incident" in page and "Thursday 19 November 2026" in page
    assert "Send the rapid review and its decision" in page and "Monday 7 December 2026" in page
    assert "Record when it was sent to the National Panel" in page
    # The day moved with the notification, and the page says so; other cases' clocks are not here.
    assert "Before that it was due 17 November 2026" in page and str(other) not in page


def test_a_report_that_is_to_appear_waits_to_be_sent_to_the_national_panel_until_it_is_recorded(
    portal: Flask,
) -> None:
    reading = Reading(portal)
    reference = reading.case()
    reading.decided(reference, Outcome.LOCAL_CHILD_SAFEGUARDING_PRACTICE_REVIEW)
    with reading.session() as session:
        review_id = operations.open_review(
            session, reading.tenant, reading.actor("coordinator"), reference, chosen_name="Child Rowan", scope="",
            today=TODAY,
        ).id  # fmt: skip
    browser, tell = reading.browser("coordinator"), "Tell the National Panel, Ofsted and the Department"
    assert tell in browser.get("/manchester/desk").text
    day = today()
    named = {"told_on": [str(day.day), str(day.month), str(day.year)], "is_reviewer_named": "y"}
    review = f"/manchester/work/reviews/{review_id}"
    assert send(browser, f"{review}/told-to-panel", **named).location == review
    assert tell not in browser.get("/manchester/desk").text
    output_id = reading.prepared_for(date(2027, 6, 14), review_id=review_id)
    page = reading.browser("coordinator").get(f"/manchester/work/outputs/{output_id}").text
    assert "Send the full report to the National Panel" in page and "Thursday 3 June 2027" in page
    coordinator, desk = reading.browser("coordinator"), "send the report to the National Panel"
    assert desk in coordinator.get("/manchester/desk").text
    assert (
        "Send the full report to the National Panel" in coordinator.get(f"/manchester/cases/{reference}").text
    )
    address = f"/manchester/work/outputs/{output_id}/sent-ahead"
    assert address in page and reading.browser("chair").get(address).status_code in (403, 404)
    day = today()
    told = send(
        coordinator, address, sent_on=[str(day.day), str(day.month), str(day.year)], is_ofsted_told="y"
    )
    assert told.location == address.removesuffix("/sent-ahead")
    assert "Done in time" in coordinator.get(told.location).text
    assert desk not in coordinator.get("/manchester/desk").text
    summary = reading.prepared_for(date(2027, 6, 14), "summary", review_id)
    assert (
        "Send the full report"
        not in reading.browser("coordinator").get(f"/manchester/work/outputs/{summary}").text
    )
