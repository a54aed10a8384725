"""Is the use of a briefing recorded whole, read by whose it is, and counted for regional leads without a word?"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from portal.domain.errors import InvalidAnswer
from portal.learning import operations, queries
from portal.models.published_learning import PublishedBriefingUse
from portal.web.working_days import today
from tests.people import send
from tests.reading import Reading
from tests.reviews.test_work_pages import day

WORDS = "We ask every father."


@pytest.fixture
def reading(portal: Flask) -> Reading:
    return Reading(portal)


def counts(reading: Reading) -> list[tuple[str, int]]:
    with reading.session(writes=False) as session:
        rows = session.scalars(select(PublishedBriefingUse)).all()
        assert all(WORDS not in str(vars(row)) for row in rows)
        return [(row.setting.value, row.people) for row in rows]


def said(reading: Reading, **given: Any) -> operations.Said:
    with reading.session(writes=False) as session:
        (briefing, _) = queries.briefings(session)[0]
    whole = {"output_id": briefing, "setting": "supervision", "people": 2, "used_on": today(), "change": WORDS}
    return operations.Said(**(whole | given))


def test_a_use_is_recorded_read_by_its_own_agency_and_by_whoever_sees_all_and_taken_back(reading: Reading) -> None:
    reading.published(today() - timedelta(days=9), "seven-minute-briefing")
    reading.published(today() - timedelta(days=9), "report")
    referrer, at = reading.browser("referrer"), "/manchester/work/briefings-used"
    page = referrer.get(f"{at}/record").text
    assert "The seven-minute-briefing" in page and "The report" not in page
    briefing = said(reading).output_id
    fields = {"briefing": briefing, "setting": "team-meeting", "people": "9", "change": WORDS, **day("used_on")}
    assert "There is a problem" in send(referrer, f"{at}/record", **(fields | {"people": "many"})).text
    assert send(referrer, f"{at}/record", **fields).status_code == 303
    assert WORDS in referrer.get(at).text and counts(reading) == [("team-meeting", 9)]
    assert WORDS in reading.browser("chair", agency="").get(at).text
    other = reading.browser("referrer", agency=reading.tenant.agencies[-1].code)
    assert WORDS not in other.get(at).text
    link = f"{at}/{kept(reading)}/remove"
    assert other.get(link).status_code == 404
    assert send(referrer, link).status_code == 303
    assert counts(reading) == [] and WORDS not in referrer.get(at).text


def kept(reading: Reading) -> str:
    with reading.session(writes=False) as session:
        (use,) = queries.uses(session, reading.actor("coordinator"))
        return str(use.id)


def test_a_use_says_where_with_how_many_and_what_changes_on_a_day_that_there_was_a_briefing(reading: Reading) -> None:
    report = reading.published(today() - timedelta(days=9), "report")
    reading.published(today() - timedelta(days=9), "seven-minute-briefing")
    for given, field in (
        ({"output_id": str(report)}, "briefing"), ({"output_id": "nothing"}, "briefing"),
        ({"setting": "pub"}, "setting"), ({"people": 0}, "people"), ({"people": 99_999}, "people"),
        ({"change": " "}, "change"), ({"used_on": today() + timedelta(days=1)}, "used_on"),
        ({"used_on": today() - timedelta(days=10)}, "used_on"),
    ):  # fmt: skip
        use = said(reading, **given)
        with reading.session() as session, pytest.raises(InvalidAnswer) as refused:
            operations.record_use(session, reading.tenant, reading.actor("referrer"), use, today())
        assert refused.value.field == field, given
    assert counts(reading) == []
