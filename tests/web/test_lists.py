"""Does a list on a staff page say where it stops, and only then?"""

from __future__ import annotations

import importlib
from datetime import date, timedelta

import pytest
from flask import Flask

from portal.web.working_days import today
from tests.reading import BRIEFING, REPORT, Reading

PAGES = {
    "referrals": "Showing the newest 1 that were sent.",
    "work/reviews": "Showing the newest 1.",
    "work/outputs": "Showing the newest 1.",
    "work/retention": "Showing the 1 that end first.",
}
SLICES = ("referrals", "reviews", "outputs", "retention")


def stop_at(portal: Flask, patch: pytest.MonkeyPatch, most: int) -> None:
    """Make every list stop at so many lines."""
    patch.setitem(portal.jinja_env.globals, "most_listed", most)
    for name in SLICES:
        patch.setattr(importlib.import_module(f"portal.{name}.queries"), "MOST_LISTED", most)


@pytest.mark.parametrize(("most", "is_said"), [(1, True), (3, False)])
def test_a_list_says_where_it_stops_and_one_that_shows_everything_says_nothing(
    portal: Flask, monkeypatch: pytest.MonkeyPatch, most: int, is_said: bool
) -> None:
    stop_at(portal, monkeypatch, most)
    reading = Reading(portal)
    for _ in range(2):
        reading.published(today())
    browser = reading.browser("coordinator")
    for page, words in PAGES.items():
        answer = browser.get(f"/{reading.slug}/{page}")
        assert answer.status_code == 200, page
        assert (words in answer.text) is is_said, page
        assert ("Showing the" in answer.text) is is_said, page


def test_what_ends_first_is_listed_however_long_ago_it_was_published(
    portal: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A briefing stays for good; a report published a year before it ends first."""
    reading = Reading(portal)
    review_id = reading.review("Child Rowan")
    published_on: date = today() - timedelta(days=300)
    reading.published(published_on, REPORT, review_id)
    reading.published(today(), BRIEFING, review_id)
    stop_at(portal, monkeypatch, 1)
    page = reading.browser("coordinator").get(f"/{reading.slug}/work/retention").text
    assert "Child Rowan: report" in page
    assert "Child Rowan: 7 minute briefing" not in page
