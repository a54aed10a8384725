"""Do feed readers and search engines get what they can read, and only what is public?"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import feedparser
from flask import Flask

from tests.library.publications import end, publish, with_catalogues
from tests.pages import CheckedClient

ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def test_the_feed_is_valid_and_names_things_the_same_for_ever(portal: Flask, client: CheckedClient) -> None:
    with_catalogues(portal)
    publish(portal, "Harbour & <Quay>", summary="What helped & what did not.")
    answer = client.get("/manchester/feed.atom")
    assert answer.mimetype == "application/atom+xml"
    read = feedparser.parse(answer.data)
    assert not read.bozo
    root = ElementTree.fromstring(answer.data)
    entries = root.findall(f"{ATOM}entry")
    assert len(entries) == len(read.entries) == len({entry.id for entry in read.entries}) == 50
    for element in (root, *entries):
        for name in ("id", "title", "updated", "link"):
            assert element.find(f"{ATOM}{name}") is not None, name
    assert all(entry.id.startswith("tag:127.0.0.1,2026:manchester/output/") for entry in read.entries)
    assert root.findtext(f"{ATOM}updated") == max(entry.findtext(f"{ATOM}updated") for entry in entries)  # type: ignore[type-var]
    assert read.entries[0].title == "Harbour & <Quay>: Report of the review"
    again = feedparser.parse(client.get("/manchester/feed.atom").data)
    assert [entry.id for entry in again.entries] == [entry.id for entry in read.entries]


def test_an_empty_feed_is_valid_too(client: CheckedClient) -> None:
    read = feedparser.parse(client.get("/north-tyneside/feed.atom").data)
    assert not read.bozo
    assert read.feed.updated
    assert read.entries == []


def test_the_sitemap_holds_every_public_address_and_each_of_them_answers(
    portal: Flask, client: CheckedClient
) -> None:
    with_catalogues(portal)
    publish(portal)
    publish(portal, "Meadow", visible_from=datetime.now(UTC) + timedelta(days=1))
    end(portal, publish(portal, "Gone", "Report"), "stated")
    root = ElementTree.fromstring(client.get("/manchester/sitemap.xml").data)
    addresses = [str(each.text) for each in root.iter(f"{MAP}loc")]
    assert len(addresses) == len(set(addresses))
    paths = [address.removeprefix("http://127.0.0.1:8000") for address in addresses]
    assert "/manchester/reviews/harbour/report" in paths
    assert not any("meadow" in path or "gone/report" in path for path in paths)
    for path in paths:
        assert client.get(path).status_code == 200, path


def test_robots_are_told_where_the_sitemaps_are(client: CheckedClient) -> None:
    words = client.get("/robots.txt").text
    assert words.count("Sitemap: http://127.0.0.1:8000/") == 3
    assert "Disallow: /*?q=" in words
