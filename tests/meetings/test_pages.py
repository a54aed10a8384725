"""Can the body's meetings be kept through the pages, with nothing typed lost and what is wrong at its field?"""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import Flask

from portal.web.working_days import today
from tests.meetings.body import seat_all
from tests.people import send
from tests.work import Work


def day(name: str, on: Any) -> dict[str, list[str]]:
    """Return what a browser sends of a day."""
    return {name: [str(on.day), str(on.month), str(on.year)]}


def coming(portal: Flask, **given: Any) -> dict[str, Any]:
    """Return what a browser sends to plan a meeting in a week."""
    with portal.app_context():
        sent = {"how": "virtual", **day("meets_on", today() + timedelta(days=7)), "starts_at": "9:30"}
    return {**sent, "place": "meet.example/made-up", **given}


def test_a_meeting_is_planned_filled_moved_and_cancelled_through_the_pages(portal: Flask) -> None:
    work = Work(portal)
    reference, coordinator = work.case(), work.browser("coordinator")
    base = "/manchester/meetings"
    assert "No meeting is planned" in coordinator.get(base).text
    for given, told in (
        ({"starts_at": "25:00"}, "Enter the time it starts"), ({"place": ""}, "Enter how people join"),
        ({"meets_on": ["31", "2", "2026"]}, "Enter a real date"), ({"how": "by-pigeon"}, "There is a problem"),
    ):  # fmt: skip
        refused = send(coordinator, f"{base}/new", **coming(portal, **given))
        assert (
            refused.status_code == 200
            and told in refused.text
            and ("9:30" in refused.text or "25:00" in refused.text)
        )
    meeting = send(coordinator, f"{base}/new", **coming(portal)).location
    assert (
        "at 9:30am" in coordinator.get(meeting).text
        and "meet.example/made-up" in coordinator.get(meeting).text
    )
    for given, told in (
        ({"minutes": "soon"}, "Enter a whole number"), ({}, "Select a case, or say"),
        ({"reference": "NONE-2026-0001"}, "There is a problem"),
    ):  # fmt: skip
        refused = send(coordinator, f"{meeting}/agenda/new", **given)
        assert refused.status_code == 200 and told in refused.text
    send(coordinator, f"{meeting}/agenda/new", words="Minutes of last time")
    assert send(coordinator, f"{meeting}/agenda/new", reference=reference, minutes="20").location == meeting
    page = coordinator.get(meeting).text
    assert reference in page and "20 minutes" in page and "Move up" in page
    assert meeting in coordinator.get(f"/manchester/cases/{reference}").text
    assert "Put on the agenda" in coordinator.get(f"/manchester/cases/{reference}/history").text
    refused = send(coordinator, f"{meeting}/place", place=" ")
    assert refused.status_code == 200 and "Enter where it is" in refused.text
    assert send(coordinator, f"{meeting}/place", place="meet.example/another").location == meeting
    assert "meet.example/another" in coordinator.get(meeting).text
    refused = send(coordinator, f"{meeting}/rebook", **coming(portal))
    assert refused.status_code == 200 and "Say why" in refused.text
    later = send(
        coordinator, f"{meeting}/rebook", **coming(portal, starts_at="10:00", reason="A clash.")
    ).location
    assert (
        later != meeting
        and later in coordinator.get(meeting).text
        and "A clash." in coordinator.get(meeting).text
    )
    assert send(coordinator, f"{later}/cancel", reason="Nothing to consider.").location == later
    page = coordinator.get(later).text
    assert "Cancelled" in page and "Plan the meeting that takes its place" in page and reference in page
    assert coordinator.get(f"{later}/cancel").status_code == 409


def test_the_coordinator_keeps_who_sits_on_the_body_and_everybody_on_it_can_read_that(portal: Flask) -> None:
    work = Work(portal)
    coordinator, chair = work.browser("coordinator"), work.browser("chair")
    base, account_id = "/manchester/meetings/body", str(work.person("chair").account_id)
    with portal.app_context():
        seat = {"account_id": account_id, "agency": "police", "sits": "chair", **day("from_on", today())}
    refused = send(coordinator, f"{base}/new", **{**seat, "sits": "deputy"})
    assert refused.status_code == 200 and "Select the chair or member" in refused.text
    assert send(coordinator, f"{base}/new", **seat).location == base
    page = chair.get(base).text
    assert (
        "Chair Example" in page and "Greater Manchester Police" in page and "Default of this portal" in page
    )
    assert chair.get(f"{base}/new").status_code == 404
    end = next(part for part in coordinator.get(base).text.split('"') if part.endswith("/end"))
    refused = send(coordinator, end, **day("until_on", today() + timedelta(days=2)))
    assert refused.status_code == 200 and "today or an earlier day" in refused.text
    assert send(coordinator, end, **day("until_on", today())).location == base
    assert coordinator.get(f"{base}").text.count("/end") == 0


def test_a_meeting_is_held_and_its_minutes_written_and_approved_through_the_pages(portal: Flask) -> None:
    work = Work(portal)
    seats = seat_all(work)
    with portal.app_context():
        on = today()
    coordinator, chair = work.browser("coordinator"), work.browser("chair")
    meeting = send(coordinator, "/manchester/meetings/new", **coming(portal, **day("meets_on", on))).location
    send(coordinator, f"{meeting}/agenda/new", words="The year’s plan")
    came = {f"seat_{seat_id.hex}": "present" for seat_id in seats.values()}
    refused = send(coordinator, f"{meeting}/attendance", **dict(list(came.items())[:2]))
    assert (
        refused.status_code == 200 and refused.text.count("Say whether") >= 2 and " checked" in refused.text
    )
    assert send(coordinator, f"{meeting}/attendance", **came).location == meeting
    assert "Four took part and four are needed" in chair.get(meeting).text
    assert "Write the minutes" in coordinator.get("/manchester/desk").text
    writing = send(coordinator, meeting, at=f"{meeting}/minutes").location
    minutes, page = writing.removesuffix("/write"), coordinator.get(writing).text
    item = next(part for part in page.split('"') if part.startswith("item_"))
    assert f'href="{minutes}"' in page
    assert send(coordinator, writing, edition="1", **{item: "Agreed."}).location == minutes
    action = {"item_id": str(UUID(hex=item.removeprefix("item_"))), "what": "Write it out", "who": "Casey"}
    refused = send(coordinator, f"{minutes}/actions/new", **action)
    assert refused.status_code == 200 and "Enter by when" in refused.text and "Write it out" in refused.text
    assert send(coordinator, f"{minutes}/actions/new", **action, **day("due_on", on)).location == minutes
    assert send(coordinator, f"{minutes}/send").location == minutes
    assert "Read and approve the minutes" in chair.get("/manchester/desk").text
    refused = send(chair, f"{minutes}/return")
    assert refused.status_code == 200 and "Say what needs to change" in refused.text
    assert coordinator.get(f"{minutes}/approve").status_code == 404
    assert "Agreed." in chair.get(f"{minutes}/approve").text
    assert send(chair, f"{minutes}/approve").location == minutes
    page = chair.get(minutes).text
    assert "Approved" in page and "Write it out" in page and "Correct in a new version" in page
