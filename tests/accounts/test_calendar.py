"""Does a person's calendar hold the days on which something is due for them, and nothing about anybody?"""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from flask import Flask
from icalendar import Calendar
from sqlalchemy import select

from portal.casework import operations
from portal.models.calendar_feed import CalendarFeed
from portal.models.case import Case
from portal.web import limits
from tests.people import record_of, send
from tests.work import Work

PAGE = "/manchester/account/calendar"


def made(browser: Any) -> str:
    """Make a calendar and return its address, without the host."""
    answer = send(browser, PAGE)
    assert answer.status_code == 200 and "You will not see this address again" in answer.text
    found = re.search(r"http://127\.0\.0\.1:8000(/manchester/calendar/[\w-]{43}\.ics)</code>", answer.text)
    assert found is not None, answer.text
    return found.group(1)


def days_in(work: Work, address: str) -> list[date]:
    answer = work.portal.test_client().get(address)
    assert answer.status_code == 200, answer.text
    return [event["DTSTART"].dt for event in Calendar.from_ical(answer.data).walk("VEVENT")]


def test_the_calendar_has_the_due_days_and_one_opaque_title_and_a_link(portal: Flask) -> None:
    work = Work(portal)
    reference = work.case(harm="serious-harm", council_aware_on="2026-11-10")
    other = work.case(harm="serious-harm", council_aware_on="2026-11-12")
    address = made(work.browser("coordinator"))
    answer = portal.test_client().get(address)
    assert answer.content_type == "text/calendar; charset=utf-8" and "Set-Cookie" not in answer.headers
    assert answer.headers["Cache-Control"] == "no-store"
    text = answer.data.decode()
    assert text.endswith("\r\n") and all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    calendar = Calendar.from_ical(answer.data)
    assert (calendar["VERSION"], calendar["METHOD"], calendar["X-WR-CALNAME"]) == (
        "2.0",
        "PUBLISH",
        "MSP: due days",
    )
    events = calendar.walk("VEVENT")
    assert {date(2026, 11, 17), date(2026, 11, 19)} <= {event["DTSTART"].dt for event in events}
    assert {str(event["SUMMARY"]) for event in events} == {"Clock due: see the portal"}
    assert {str(event["URL"]) for event in events} == {"http://127.0.0.1:8000/manchester/desk"}
    assert len({event["UID"] for event in events}) == len(events)
    own_id = str(work.person("coordinator").account_id)
    hidden = (reference, other, "Notify", "harm", "Example", "agency.example", own_id)
    assert [word for word in hidden if word in text] == []
    again = Calendar.from_ical(portal.test_client().get(address).data)
    assert [event["UID"] for event in again.walk("VEVENT")] == [event["UID"] for event in events]
    with work.session(writes=False) as session:
        (feed,) = session.scalars(select(CalendarFeed)).all()
        assert address.split("/")[-1].removesuffix(".ics") not in repr(vars(feed))
    assert "calendar-made" in record_of(portal, "manchester")[0]


def test_a_day_of_a_case_that_the_person_may_not_know_of_is_not_there(portal: Flask) -> None:
    work = Work(portal)
    reference = work.case(harm="serious-harm", council_aware_on="2026-11-10")
    address = made(work.browser("icb-decision-maker"))
    assert days_in(work, address) == [date(2026, 11, 17)]
    with work.session() as session:
        who = work.person("icb-decision-maker").account_id
        operations.exclude(session, work.tenant, work.actor("coordinator"), reference, who, "A relative")
    assert days_in(work, address) == []
    with work.session() as session:
        assert session.scalars(select(Case.reference)).all() == [reference]


def test_an_address_that_is_unknown_replaced_taken_away_or_elsewhere_answers_like_one_that_never_was(
    portal: Flask,
) -> None:
    work = Work(portal)
    browser, stranger = work.browser("chair"), portal.test_client()
    first = made(browser)
    page = browser.get(PAGE).text
    assert "We do not show its address again" in page and first not in page
    second = made(browser)
    third = second.replace("/manchester/", "/salford/")
    missing = stranger.get("/manchester/calendar/" + "x" * 43 + ".ics")
    assert missing.status_code == 404 and stranger.get(second).status_code == 200
    assert send(browser, f"{PAGE}/end").location == PAGE
    assert "no longer works" in browser.get(PAGE).text
    for address in (first, second, third):
        answer = stranger.get(address)
        assert (answer.status_code, answer.headers.get("Set-Cookie")) == (404, None)
        if not address.startswith("/salford"):
            assert answer.text == missing.text
    kept = made(browser)
    administrator = work.browser("people-administrator")
    send(administrator, f"/manchester/settings/people/{work.person('chair').membership_id}/close")
    assert stranger.get(kept).status_code == 404, "who has left reads nothing"


def test_addresses_cannot_be_guessed_at_speed_and_programs_may_look_often(
    portal: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MOST_BY_ADDRESS", 3)
    monkeypatch.setattr(limits, "MOST_CALENDAR_READS", 5)
    work = Work(portal)
    address, stranger = made(work.browser("chair")), portal.test_client()
    assert [stranger.get(address).status_code for _ in range(6)] == [200] * 5 + [429]
    guesses = [stranger.get(f"/manchester/calendar/{number:043}.ics").status_code for number in range(4)]
    assert guesses == [404] * 3 + [429]
