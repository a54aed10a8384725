"""Do the pages that the bench measures show what it takes them to show, on both engines?"""

from __future__ import annotations

import pytest
from flask import Flask

from bench import fictional
from bench.fill_portal import load
from bench.targets import FLOORS
from portal.config import Settings
from portal.models import owner, walls
from portal.web.page_cache import KEPT_QUERY

ITEMS = 400


@pytest.fixture
def address(portal: Flask, settings: Settings) -> str:
    """The list of a partnership that holds the bench's invented items."""
    tenant = min(portal.extensions["tenants"].by_slug)
    engine = owner.engine(settings.owner_url)
    with engine.begin() as connection:
        with walls.lifted(connection, "published_review", "published_output", "published_version"):
            load(connection, tenant, ITEMS)
    engine.dispose()
    return f"/{tenant}/reviews"


def test_the_list_begins_with_the_newest_thirty_reviews(portal: Flask, address: str) -> None:
    page = portal.test_client().get(f"{address}?made=1").text
    assert [review.title for review in fictional.newest(ITEMS, 30) if review.title not in page] == []
    assert page.count("<h2><a") == 30


def test_a_common_word_is_found_and_marked(portal: Flask, address: str) -> None:
    page = portal.test_client().get(f"{address}?q={fictional.COMMON[0]}").text
    assert page.count("portal-output__note") == 30
    assert f"<mark>{fictional.COMMON[0]}</mark>" in page


def test_a_rare_word_is_found_where_it_stands_and_nowhere_else(portal: Flask, address: str) -> None:
    bodies = [output.words.split() for review in fictional.reviews(ITEMS) for output in review.outputs]
    word = next(word for word in fictional.RARE if any(word in body for body in bodies))
    page = portal.test_client().get(f"{address}?q={word}").text
    assert page.count("<mark>") == sum(body.count(word) for body in bodies)


def test_the_address_of_a_page_made_anew_is_one_that_no_cache_keeps() -> None:
    assert KEPT_QUERY.fullmatch("made=1") is None
    assert KEPT_QUERY.fullmatch("q=safeguarding") is None


def test_the_items_are_the_same_every_time() -> None:
    assert list(fictional.reviews(20)) == list(fictional.reviews(20))


def test_every_page_of_the_portal_has_a_floor() -> None:
    assert len(FLOORS) == 5
    assert all(floor > 0 for floor in FLOORS.values())
