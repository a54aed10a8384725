"""Can the work on a review be done through its pages, by those whose work it is and by nobody else?"""

from __future__ import annotations

import re
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from flask import Flask

from portal.web.working_days import today
from tests.people import send
from tests.reading import Reading
from tests.work import AGENCY


@pytest.fixture
def reading(portal: Flask) -> Reading:
    return Reading(portal)


def day(name: str, days: int = 0) -> dict[str, Any]:
    on = today() + timedelta(days=days)
    return {name: [str(on.day), str(on.month), str(on.year)]}


RECOMMENDATION = {
    "text": "Ask every father.", "change": "Children are heard.", "level": "single-agency",
    "themes": ["fathers-and-partners"], "agency_1": AGENCY, "role_1": "Head of safeguarding", **day("due_on", 90),
}  # fmt: skip


def test_a_coordinator_does_all_the_work_of_a_review_through_its_pages(reading: Reading) -> None:
    review_id, other = reading.review(), reading.case()
    coordinator, at = reading.browser("coordinator"), f"/manchester/work/reviews/{review_id}"
    reviewer = str(reading.actor("lead-reviewer").account_id)
    for page, fields in (
        ("method", {"methods": ["audit", "peer-review"], "other_partners": "One board\nAnother board"}),
        ("cases", {"reference": other}),
        ("terms/write", {"scope": "What agencies knew.", "questions": "Who knew?\nWho was told?"}),
        ("expected", day("expected_on", 30)),
        ("waiting", {"waiting_for": "inquest", "reason": "The coroner asked."}),
        ("dates/add", {"kind": "draft-round", "note": "First draft.", **day("held_on", 10)}),
        ("processes/add", {"linked": "criminal", "is_lead": "yes", "note": "The officer agrees."}),
        ("family/add", {"relationship": "mother", "approach": "letter", "answer": "takes-part",
                        "wants_real_name": "yes", "wishes": "To be read first."}),
        ("reviewer/appoint", {"account_id": reviewer, **day("access_until", 90)}),
        ("recommendations/add", RECOMMENDATION),
        ("themes", {"themes": ["thresholds"]}),
    ):  # fmt: skip
        answer = send(coordinator, f"{at}/{page}", **fields)
        assert answer.status_code == 303, f"{page}: {answer.text}"
    page = coordinator.get(at).text
    for words in ("Waiting for: the inquest", "One board; Another board", "Peer review; Audit", "Declaration awaited",
                  "2 cases", "1 recommendation"):  # fmt: skip
        assert words in page, words
    for part, words in (
        ("terms", "Who was told?"), ("dates", "First draft."), ("processes", "Goes first."),
        ("family", "Wishes the real first name"), ("recommendations", "Head of safeguarding"),
        ("reviewer", "Lead-Reviewer Example".replace("-", " ")),
    ):  # fmt: skip
        assert words in coordinator.get(f"{at}/{part}").text, part
    desk = coordinator.get("/manchester/desk").text
    assert "look at what it waits for" in desk
    removals = [
        link
        for part in ("dates", "processes", "family", "recommendations", "cases")
        for link in re.findall(r'href="([^"]*/(?:remove|take-out))"', coordinator.get(f"{at}/{part}").text)
    ]
    assert len(removals) == 5
    for link in removals:
        assert send(coordinator, link).status_code == 303


def test_the_desk_asks_a_lead_reviewer_to_declare_and_a_coordinator_to_find_another(reading: Reading) -> None:
    review_id = reading.review()
    coordinator, at = reading.browser("coordinator"), f"/manchester/work/reviews/{review_id}"
    reviewer = reading.browser("lead-reviewer")
    account = str(reading.actor("lead-reviewer").account_id)
    assert reviewer.get(at).status_code == 404
    send(coordinator, f"{at}/reviewer/appoint", account_id=account, **day("access_until", 90))
    assert "declare your independence" in reviewer.get("/manchester/desk").text
    assert reviewer.get(f"{at}/terms/write").status_code == 404
    assert (
        send(reviewer, f"{at}/reviewer/declare", declaration="None.", **day("declared_on")).status_code == 303
    )
    assert send(reviewer, f"{at}/recommendations/add", **RECOMMENDATION).status_code == 303
    assert reviewer.get(f"{at}/method").status_code == 404
    send(coordinator, f"{at}/reviewer/end", end_kind="withdrew", reason="Ill.")
    assert reviewer.get(at).status_code == 404
    assert "find a new lead reviewer" in coordinator.get("/manchester/desk").text
    assert "it needs a new lead reviewer" in coordinator.get(at).text


@pytest.mark.parametrize(
    ("page", "fields", "says"),
    [
        ("cases", {"reference": "NOBODYS-2026-0001"}, "There is no such case"),
        ("recommendations/add", RECOMMENDATION | {"agency_1": "", "role_1": ""}, "Select at least one agency"),
        ("recommendations/add", RECOMMENDATION | {"agency_2": AGENCY, "role_2": "Another"}, "Select each agency once"),
        ("recommendations/add", RECOMMENDATION | {"agency_3": "police"}, "Name the role that owns it"),
        ("waiting", {"waiting_for": "weather", "reason": "x"}, "Not a valid choice"),
        ("reviewer/name", {"name": " "}, "Enter their name"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_beside_the_field_and_nothing_typed_is_lost(
    reading: Reading, page: str, fields: dict[str, Any], says: str
) -> None:
    at = f"/manchester/work/reviews/{reading.review()}/{page}"
    answer = send(reading.browser("coordinator"), at, **fields)
    assert answer.status_code == 200
    assert says in answer.text
    typed = [
        value for value in fields.values() if isinstance(value, str) and value.strip() and value != "weather"
    ]
    assert all(value in answer.text for value in typed)


def test_a_publisher_reads_recommendations_and_no_casework(reading: Reading) -> None:
    at = f"/manchester/work/reviews/{reading.review()}"
    publisher = reading.browser("publisher")
    assert publisher.get(f"{at}/recommendations").status_code == 200
    for page in ("family", "terms", "processes", "dates", "reviewer", "cases"):
        assert publisher.get(f"{at}/{page}").status_code == 404


def test_a_file_in_the_place_of_words_is_a_mistake_and_never_a_fault(reading: Reading) -> None:
    at = f"/manchester/work/reviews/{reading.review()}/dates/add"
    fields = {"kind": "sign-off", "note": (BytesIO(b"x"), "note.txt"), **day("held_on")}
    assert send(reading.browser("coordinator"), at, **fields).status_code == 303
