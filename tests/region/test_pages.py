"""Can a regional lead read every page and take every table away, and does each say what it counts?"""

from __future__ import annotations

import csv
import io
from datetime import date
from urllib.parse import urlsplit

import pytest
from flask import Flask

from portal.config import settings_from
from portal.region.tables import TABLES
from portal.web.csv_file import MARK
from tests.databases import Environment
from tests.library.publications import publish
from tests.region.learning import CURIOSITY, HEALTH, POLICE, REGION, SHARING, lead, recommend
from tests.schema import dispose, new_portal

PAGES = ("", "published", "reviews", "themes", "recommendations", "shared-bodies", "recurring", "methods",
         "briefings", "quality", "progress", "progress/overdue", "actions")  # fmt: skip


@pytest.fixture
def furnished(portal: Flask) -> Flask:
    """Two partnerships whose reviews recommend alike, and one of another region."""
    for tenant, review in (("manchester", "Harbour"), ("salford", "Quay"), ("north-tyneside", "Shore")):
        publish(portal, review, tenant=tenant, published_on=date(2024, 5, 4))
        recommend(portal, f"Share what {review} taught", tenant=tenant, review=review, themes=(SHARING,),
                  bodies=(POLICE,), due_on=date(2026, 1, 31))  # fmt: skip
    recommend(portal, "=Ask twice", tenant="salford", review="Quay", themes=(CURIOSITY,), bodies=(HEALTH,))
    return portal


def rows(text: str) -> list[dict[str, str]]:
    """Return a file that was taken away as rows by the names of its columns."""
    return list(csv.DictReader(io.StringIO(text.removeprefix(MARK), newline="")))


def test_every_page_says_what_it_counts_and_names_no_other_region(furnished: Flask) -> None:
    client = lead(furnished)
    for page in PAGES:
        answer = client.get(f"/regions/{REGION}/{page}")
        assert answer.status_code == 200, page
        assert "portal-counted" in answer.text and "Nothing here comes from a case" in answer.text
        assert "Shore" not in answer.text and "North Tyneside" not in answer.text
        assert f'href="/regions/{REGION}/themes"' in answer.text
    # A chart for each partnership, and a table.
    for page, charts in (("recommendations", 1), ("shared-bodies", 1), ("recurring", 1), ("progress/published", 3),
                         ("partnerships/salford", 2)):  # fmt: skip
        text = client.get(f"/regions/{REGION}/{page}").text
        assert text.count("<table") and text.count("<svg class") >= 2 * charts, page
    assert "says little about how safe its children are" in client.get(f"/regions/{REGION}/published").text


def test_every_figure_under_a_theme_leads_to_what_it_counts(furnished: Flask) -> None:
    client = lead(furnished)
    page = client.get(f"/regions/{REGION}/themes").text
    address = f"/regions/{REGION}/recommendations?theme={SHARING.value}&amp;partnership=salford"
    assert address in page
    behind = client.get(address.replace("&amp;", "&")).text
    assert "Share what Quay taught" in behind and "Harbour" not in behind
    reviews = client.get(f"/regions/{REGION}/reviews?theme={SHARING.value}&partnership=salford").text
    assert "Quay" in reviews and "Harbour" not in reviews


def test_one_body_stands_across_areas_side_by_side_with_links_to_each_review(furnished: Flask) -> None:
    client = lead(furnished)
    page = client.get(f"/regions/{REGION}/shared-bodies?body={POLICE}").text
    for words in (
        "Named by two or more",
        "Named by one",
        "Share what Harbour taught",
        "Share what Quay taught",
    ):
        assert words in page
    assert 'href="/salford/reviews/quay"' in page and "Ask twice" not in page
    assert client.get("/salford/reviews/quay").status_code == 200
    assert "Nothing names it" in client.get(f"/regions/{REGION}/shared-bodies?body=Nobody").text


def test_what_recurs_is_shown_with_its_reviews_and_one_partnership_alone_has_nothing(
    furnished: Flask,
) -> None:
    page = lead(furnished).get(f"/regions/{REGION}/recurring").text
    assert f"{SHARING.label}: {POLICE}" in page and HEALTH not in page and "What recurs, year by year" in page
    assert "Nothing recurs" in lead(furnished, "north-east").get("/regions/north-east/recurring").text


@pytest.mark.parametrize(
    "query", ["by=theme", "by=body", "quarter=2026-Q1", "quarter=2026-Q9", "theme=nothing&year=99&by=x", "body=%00%ff"]
)
def test_any_choice_in_the_address_is_answered(furnished: Flask, query: str) -> None:
    client = lead(furnished)
    for page in PAGES:
        assert client.get(f"/regions/{REGION}/{page}?{query}").status_code == 200


def test_every_table_is_taken_away_with_exact_figures_and_nothing_to_run(furnished: Flask) -> None:
    client = lead(furnished)
    taken = {}
    for table in TABLES:
        answer = client.get(f"/regions/{REGION}/{table}.csv")
        assert answer.headers["Content-Disposition"].startswith(f'attachment; filename="{REGION}-{table}-')
        assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
        assert "Shore" not in answer.text
        taken[table] = rows(answer.text)
    assert [(row["Partnership"], row["Reviews on show"]) for row in taken["overview"]] == [
        ("Manchester Safeguarding Partnership", "1"), ("Salford Safeguarding Children Partnership", "1"),
    ]  # fmt: skip
    assert sum(int(row["Number"]) for row in taken["published"] if row["What"] == "Review") == 2
    assert {row["Recommendation"] for row in taken["recommendations"]} >= {"'=Ask twice"}
    assert len(taken["recurring"]) == 2
    only = client.get(f"/regions/{REGION}/recommendations.csv?partnership=manchester&invented=no").text
    (line,) = rows(only)
    narrowing = "Narrowed to Manchester Safeguarding Partnership."
    assert (line["Review"], line["Counted"], line["Narrowed"]) == ("Harbour", "Real entries only", narrowing)
    query = f"partnership=manchester&theme={SHARING.value}&body=Nobody"
    page = client.get(f"/regions/{REGION}/progress/overdue?{query}").text
    said = f"Manchester Safeguarding Partnership, the theme “{SHARING.label}”, the organisation “Nobody”"
    assert f"Narrowed to {said}." in page


def test_no_table_is_given_to_whoever_leads_another_region_or_to_a_stranger(furnished: Flask) -> None:
    address = f"/regions/{REGION}/recommendations.csv"
    assert lead(furnished, "north-east").get(address).status_code == 404
    assert furnished.test_client().get(address).status_code == 303
    assert lead(furnished).get(f"/regions/{REGION}/cases.csv").status_code == 404


def test_a_process_that_serves_regions_alone_leads_to_the_public_pages_elsewhere(
    furnished: Flask, environment: Environment
) -> None:
    alone = new_portal(settings_from({**environment, "PORTAL_FACES": "region"}))
    try:
        client = lead(alone)
        pages = {page: client.get(f"/regions/{REGION}/{page}") for page in PAGES}
        assert {answer.status_code for answer in pages.values()} == {200}
        base = settings_from(environment).base_url
        assert urlsplit(base).netloc
        assert f'href="{base.rstrip("/")}/salford/reviews/quay"' in pages["reviews"].text
    finally:
        dispose(alone)
