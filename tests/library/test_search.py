"""Does a reader find what has been published, however they ask?"""

from __future__ import annotations

import re
from datetime import date

import pytest
from flask import Flask

from portal.library import search
from portal.library.passages import passage
from portal.library.search import attempts, terms_of
from tests.library.publications import BOXES, publish, with_catalogues
from tests.pages import CheckedClient


def results(client: CheckedClient, query: str, **filters: object) -> list[str]:
    page = client.get("/manchester/reviews", query_string={"q": query, **filters})
    assert page.status_code == 200
    return re.findall(r'<li><p><a[^>]*>([^<]*)', page.text)


@pytest.fixture
def library(portal: Flask) -> Flask:
    publish(
        portal, "Harbour", "Report", body_html="<p>Neglect was seen by three services, and Béa's aunt.</p>"
    )
    publish(portal, "Harbour", "Briefing", kind="seven-minute-briefing", boxes=BOXES)
    publish(portal, "Meadow", "Report", body_html="<p>A baby was not brought to appointments.</p>")
    publish(portal, "Meadow", "Report", tenant="salford", body_html="<p>Neglect elsewhere.</p>")
    with_catalogues(portal)
    return portal


FINDS = (
    ("neglect", ["Harbour: Report"]),
    ("NEGLECTED", ["Harbour: Report"]),
    ("negl", ["Harbour: Report"]),
    ("bea", ["Harbour: Report"]),
    ("Béa’s aunt", ["Harbour: Report"]),
    ('"not brought"', ["Meadow: Report"]),
    ('"appointments brought"', []),
    ("appointment baby", ["Meadow: Report"]),
    ("box", ["Harbour: Briefing"]),
    ("jacob22", ["SCR Jacob22"]),
    ("zzzz", []),
    ("neglect elsewhere", ["Harbour: Report"]),
)
ANY_TEXT = ('"', '""', "*", "' OR 1=1 --", "NEAR(", "title:x", "^x", "a AND", "(", "{", "\\", "%", "_", ":*", "!&|",
     "<b>",     "\x00", "’s", "٣", "😀", "x" * 5000, "a " * 300, "-neglect", "NOT", "words:", "&", "' & '",
)  # fmt: skip


def test_a_search_finds_what_has_the_words_in_any_form(library: Flask, client: CheckedClient) -> None:
    assert [(query, results(client, query)) for query, _ in FINDS] == list(FINDS)


def test_no_text_at_all_is_an_error(library: Flask, client: CheckedClient) -> None:
    for query in ANY_TEXT:
        results(client, query)


def test_a_misspelt_word_is_offered_as_it_is_spelt(library: Flask, client: CheckedClient) -> None:
    page = client.get("/manchester/reviews?q=negelct").text
    assert "Did you mean" in page
    assert "q=neglect" in page


def test_where_nothing_has_all_the_words_some_are_enough_and_the_page_says_so(
    library: Flask, client: CheckedClient
) -> None:
    page = client.get("/manchester/reviews?q=neglect+xylophone").text
    assert "Nothing here has all of these words" in page
    assert "Harbour" in page


def test_filters_are_part_of_the_search(library: Flask, client: CheckedClient) -> None:
    assert results(client, "report", output="learning-report", year=2017)
    assert results(client, "neglect", kind="thematic-review") == ["Harbour: Report"]
    assert results(client, "neglect", kind="rapid-review") == []
    assert results(client, "neglect", year=1999) == []


def test_what_is_found_is_marked_and_its_words_are_never_markup() -> None:
    shown = passage("We saw <script>alert(1)</script> neglected children & Béa.", ["neglect", "bea"])
    assert "<mark>neglected</mark>" in shown
    assert "<mark>Béa</mark>" in shown
    assert "<script>" not in shown
    assert "&amp;" in shown


def test_a_search_goes_from_exact_to_forgiving() -> None:
    ways = [(len(terms), joined_by) for terms, joined_by in attempts(terms_of("one seconds"))]
    assert ways == [(2, "AND"), (2, "AND"), (2, "OR")]
    assert list(attempts(terms_of("…"))) == []


def test_many_results_are_counted_to_a_limit_and_newest_come_first(
    portal: Flask, client: CheckedClient
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(search, "MOST_COUNTED", 2)
        for year in (2021, 2023, 2022, 2020):
            publish(
                portal, f"Review {year}", "Report", published_on=date(year, 1, 1), body_html="<p>harm</p>"
            )
        page = client.get("/manchester/reviews?q=harm").text
    assert "More than 2 results" in page
    assert page.index("Review 2023") < page.index("Review 2022")
