"""Does each partnership's list stand as its page has it, saying what is and is not there?"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from html import unescape

import pytest
from flask import Flask

from portal.library.lines import ReviewLine
from portal.library.listing import LISTS_NOTHING, Part, grouped
from portal.library.queries import Stretch
from portal.tenancy.model import Listing
from tests.library.publications import publish, with_catalogues
from tests.pages import CheckedClient


def headings(page: str) -> list[str]:
    return [unescape(words) for words in re.findall(r'portal-year__heading[^"]*">([^<]*)', page)]


def titles(page: str) -> list[str]:
    return [unescape(words) for words in re.findall(r"<h[23]><a[^>]*>([^<]*)", page)]


@pytest.fixture
def catalogues(portal: Flask) -> Flask:
    with_catalogues(portal)
    return portal


def test_every_line_of_every_catalogue_is_on_the_list_word_for_word(
    catalogues: Flask, client: CheckedClient
) -> None:
    for tenant in catalogues.extensions["tenants"].by_slug.values():
        page = unescape(client.get(f"/{tenant.slug}/reviews").text)
        for line in tenant.catalogue:
            assert line.title in page
            assert not line.format or line.format in page


def test_recent_first_keeps_local_learning_and_learning_packs_apart(
    catalogues: Flask, client: CheckedClient
) -> None:
    page = client.get("/manchester/reviews").text
    listing = catalogues.extensions["tenants"].by_slug["manchester"].listing
    assert headings(page) == [listing.local_learning_heading, listing.packs_heading, *listing.empty_headings]
    # Their page has this heading with nothing beneath it, and lists the local learning review elsewhere.
    assert listing.empty_headings == ("Local Learning Review briefings",)
    assert page.count(LISTS_NOTHING) == 1
    assert LISTS_NOTHING not in client.get("/manchester/reviews?year=2022").text
    order = titles(page)
    assert order[0] == "Child S1"
    assert (
        order.index("Child N B YK")
        < order.index("Child S")
        < order.index("Child W")
        < order.index("Child H1")
    )


def test_by_year_says_which_years_the_page_lists_nothing_under(
    catalogues: Flask, client: CheckedClient
) -> None:
    page = client.get("/salford/reviews").text
    assert headings(page) == ["2023", "2020", "2019", "2018", "Lessons from case reviews"]
    assert page.count(LISTS_NOTHING) == 2


def test_current_reviews_come_before_previous_ones(catalogues: Flask, client: CheckedClient) -> None:
    assert headings(client.get("/north-tyneside/reviews").text)[0] == "Current reviews"
    publish(catalogues, "Harbour", tenant="north-tyneside")
    page = client.get("/north-tyneside/reviews").text
    assert titles(page) == ["Harbour", "Jasmine", "Harry", "Claire and Anne"]
    assert headings(page) == ["Current reviews", "Previous Serious Case Reviews"]


def test_an_unpublished_report_is_said_to_be_and_no_request_is_offered(
    catalogues: Flask, client: CheckedClient
) -> None:
    for slug in ("child-e1", "child-j1"):
        page = client.get(f"/manchester/reviews/{slug}").text
        assert "The report of this review was not published" in page
        assert "asking-for-a-report" not in page
    assert client.get("/manchester/reviews").text.count("Report not published") == 2


def test_what_is_only_listed_has_no_document_here(catalogues: Flask, client: CheckedClient) -> None:
    page = client.get("/manchester/reviews/child-f1").text
    assert "As listed" in page
    assert "Publisher as listed: MSB" in page
    assert not re.search(r'href="/manchester/reviews/child-f1/', page)
    assert client.get("/manchester/reviews/child-f1/mscb-child-f1-scr-learning-report").status_code == 404


def test_dates_are_no_more_exact_than_the_page_gives_them(catalogues: Flask, client: CheckedClient) -> None:
    assert "Learning event April 2018" in client.get("/manchester/reviews/child-e1").text
    assert "Listed under 2020" in client.get("/salford/reviews/jo").text
    assert "15 May 2018" in client.get("/manchester/reviews/child-f1").text
    assert not re.search(
        r"\d{4}", client.get("/north-tyneside/reviews/jasmine").text.split("<main")[1].split("</main")[0]
    )


def test_filters_narrow_the_list(catalogues: Flask, client: CheckedClient) -> None:
    assert titles(client.get("/manchester/reviews?kind=thematic-review").text) == ["Child N B YK"]
    assert titles(client.get("/manchester/reviews?year=2020").text) == ["Child W", "Child Q1", "Child U1"]
    assert "Child E1" in titles(client.get("/manchester/reviews?output=presentation").text)
    assert "Nothing matches" in client.get("/manchester/reviews?year=1999").text
    assert client.get("/manchester/reviews?year=soon&kind=none&output=none&page=x").status_code == 200


def test_a_long_list_is_cut_into_pages_without_losing_or_repeating_any(
    portal: Flask, client: CheckedClient
) -> None:
    for number in range(64):
        publish(portal, f"Review {number}", published_on=date(2000 + number % 20, 1, 1 + number % 28))
    seen = [
        title for page in (1, 2, 3) for title in titles(client.get(f"/manchester/reviews?page={page}").text)
    ]
    assert len(seen) == len(set(seen)) == 64
    assert client.get("/manchester/reviews?page=99").status_code == 200


def test_an_empty_list_says_so(client: CheckedClient) -> None:
    for page in ("reviews", "briefings", ""):
        assert "published here yet" in client.get(f"/manchester/{page}").text


def test_an_empty_year_stands_on_one_page_only() -> None:
    listing = Listing("by-year", "Reviews", "", empty_years=(2023, 2019, 2010))
    part = Part("", Stretch(), 4, is_main=True)
    first = grouped(listing, part, [line(2022), line(2020)], is_first=True, after=2018)
    last = grouped(listing, part, [line(2018), line(2012)], is_first=False, after=None)
    assert [group.heading for group in first] == ["2023", "2022", "2020", "2019"]
    assert [group.heading for group in last] == ["2018", "2012", "2010"]
    assert (
        grouped(replace(listing, style="recent-first"), part, [line(2022)], is_first=True, after=None)[
            0
        ].heading
        == ""
    )


def line(year: int) -> ReviewLine:
    return ReviewLine("slug", "Title", (), "", year, "", "", "", True, False, False)
