"""Can a search engine, and whoever a page is sent to, tell what a public page is?"""

from __future__ import annotations

import re

import pytest
from flask import Flask

from tests.library.publications import BOXES, publish
from tests.pages import CheckedClient


def said(page: str, kind: str) -> dict[str, str]:
    """Return what a page's meta elements of a kind say."""
    return dict(re.findall(rf'<meta {kind}="([^"]+)" content="([^"]*)"', page))


@pytest.fixture
def harbour(portal: Flask) -> None:
    publish(portal, body_html="<p>What we learned.</p>", summary="What a made-up review found.")
    publish(portal, title="Briefing", kind="seven-minute-briefing", boxes=BOXES)


@pytest.mark.parametrize(
    ("path", "kind", "name"),
    [
        ("harbour", "CreativeWork", "Harbour"),
        ("harbour/report", "Report", "Harbour: Report of the review"),
        ("harbour/seven-minute-briefing", "Report", "Harbour: Briefing"),
    ],
)
def test_what_is_published_says_what_it_is_and_whose(
    harbour: None, client: CheckedClient, path: str, kind: str, name: str
) -> None:
    page = client.get(f"/manchester/reviews/{path}").text
    partnership = client.application.extensions["tenants"].by_slug["manchester"].name
    assert f'itemscope itemtype="https://schema.org/{kind}"' in page
    about = said(page, "itemprop")
    assert (about["name"], about["publisher"]) == (name, partnership)
    assert about.get("datePublished") == (None if kind == "CreativeWork" else "2024-05-04")
    shown = said(page, "property")
    assert (shown["og:type"], shown["og:site_name"], shown["og:locale"]) == ("article", partnership, "en_GB")
    assert shown["og:title"] and shown["og:url"].endswith(f"/manchester/reviews/{path}")
    assert shown["og:description"] == said(page, "name")["description"] != ""


def test_every_other_public_page_says_what_it_is_when_it_is_sent_to_somebody(client: CheckedClient) -> None:
    tenant = client.application.extensions["tenants"].by_slug["manchester"]
    for path in (
        "",
        *(
            f"manchester/{page}"
            for page in ("", "reviews", "briefings", *map("pages/{}".format, tenant.pages))
        ),
    ):
        shown = said(client.get(f"/{path}").text, "property")
        assert shown["og:type"] == "website", path
        assert shown["og:title"] and shown["og:description"] and shown["og:url"].endswith(f"/{path}"), path
