"""Is a kept page answered at once, and never once anything has changed?"""

from __future__ import annotations

import gzip
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask

from portal.config import Settings
from portal.extensions import db
from portal.models.published import bump
from portal.models.session import entering
from portal.web.page_cache import PageCache, cache_of
from tests.databases import Environment
from tests.library.publications import end, publish
from tests.pages import CheckedClient
from tests.schema import dispose, new_portal

ADDRESS = "/manchester/reviews/harbour/report"


@pytest.fixture
def keeping(settings: Settings) -> Iterator[Flask]:
    portal = new_portal(replace(settings, page_cache_bytes=1_000_000))
    yield portal
    dispose(portal)


@pytest.fixture
def reader(keeping: Flask) -> CheckedClient:
    return keeping.test_client()  # type: ignore[return-value]


def kept(portal: Flask) -> PageCache:
    with portal.app_context():
        return cache_of()


def addresses(portal: Flask) -> list[str]:
    return ["?".join(filter(None, key[3:])) for key in kept(portal).pages]


def test_a_page_is_kept_and_known_again_by_its_etag(keeping: Flask, reader: CheckedClient) -> None:
    publish(keeping, body_html="<p>First.</p>")
    first = reader.get(ADDRESS)
    again = reader.get(ADDRESS)
    assert addresses(keeping) == [ADDRESS]
    assert again.data == first.data
    assert again.headers["Cache-Control"] == "no-cache"
    unchanged = reader.get(ADDRESS, headers={"If-None-Match": first.headers["ETag"]})
    assert (unchanged.status_code, unchanged.data) == (304, b"")
    assert unchanged.headers["Content-Security-Policy"] == first.headers["Content-Security-Policy"]
    head = reader.head(ADDRESS)
    assert (head.status_code, head.data, head.headers["ETag"]) == (200, b"", first.headers["ETag"])


def test_a_kept_page_is_packed_for_whoever_unpacks_it(keeping: Flask, reader: CheckedClient) -> None:
    publish(keeping, body_html="<p>" + "A longer text. " * 100 + "</p>")
    plain = reader.get(ADDRESS)
    packed = reader.get(ADDRESS, headers={"Accept-Encoding": "br, gzip"})
    assert gzip.decompress(packed.data) == plain.data
    assert (packed.headers["Content-Encoding"], plain.headers.get("Content-Encoding")) == ("gzip", None)
    assert len(packed.data) == int(packed.headers["Content-Length"]) < len(plain.data) // 2
    assert {each.headers["Vary"] for each in (plain, packed)} == {"Accept-Encoding"}
    assert packed.headers["ETag"] != plain.headers["ETag"]
    for each in (plain, packed):
        known = {"If-None-Match": each.headers["ETag"], "Accept-Encoding": "gzip"}
        unchanged = reader.get(ADDRESS, headers=known)
        assert (unchanged.status_code, unchanged.headers.get("Content-Encoding")) == (304, None)
    for refused in ("gzip;q=0", "gzip; q=0.0", "identity"):
        assert reader.get(ADDRESS, headers={"Accept-Encoding": refused}).data == plain.data


def test_what_people_search_for_is_never_packed(keeping: Flask, reader: CheckedClient) -> None:
    publish(keeping)
    found = reader.get("/manchester/reviews?q=harbour", headers={"Accept-Encoding": "gzip"})
    assert found.status_code == 200
    assert "Content-Encoding" not in found.headers


def test_a_change_is_seen_by_the_very_next_reader(keeping: Flask, reader: CheckedClient) -> None:
    id = publish(keeping, body_html="<p>First.</p>")
    assert "Harbour" in reader.get("/manchester/reviews").text
    etag = reader.get(ADDRESS).headers["ETag"]
    publish(keeping, "Meadow")
    assert "Meadow" in reader.get("/manchester/reviews").text
    end(keeping, id, "stated")
    assert reader.get(ADDRESS, headers={"If-None-Match": etag}).status_code == 410
    assert "Meadow" not in reader.get("/salford/reviews").text


TAKE_DOWN = """
import sys
from uuid import UUID
from portal import create_app
from tests.library.publications import end
end(create_app(), UUID(sys.argv[1]), "stated")
"""


def test_what_another_process_takes_down_is_gone_at_once(
    keeping: Flask, reader: CheckedClient, environment: Environment
) -> None:
    id = publish(keeping, body_html="<p>Here.</p>")
    assert reader.get(ADDRESS).status_code == reader.get(ADDRESS).status_code == 200
    assert reader.get("/").status_code == 200
    subprocess.run(
        [sys.executable, "-c", TAKE_DOWN, str(id)], check=True, env={**environment, "PYTHONPATH": "."}
    )
    assert reader.get(ADDRESS).status_code == 410


def test_a_kept_page_ends_at_the_moment_at_which_something_comes_down(
    keeping: Flask, reader: CheckedClient
) -> None:
    now = datetime.now(UTC)
    until = now + timedelta(hours=1)
    publish(keeping, visible_until=until, body_html="<p>Here.</p>")
    publish(keeping, "Meadow", visible_from=until)
    with time_machine.travel(until - timedelta(seconds=1), tick=False):
        assert reader.get(ADDRESS).status_code == 200
        assert "Meadow" not in reader.get("/manchester/reviews").text
    with time_machine.travel(until, tick=False):
        assert reader.get(ADDRESS).status_code == 410
        assert "Meadow" in reader.get("/manchester/reviews").text


def test_only_public_pages_that_were_found_are_kept(keeping: Flask, reader: CheckedClient) -> None:
    publish(keeping)
    for path in ("/manchester/reviews?q=harbour", "/manchester/reviews?utm=1", "/manchester/nothing", "/health",
                 "/manchester/sign-in"):  # fmt: skip
        reader.get(path)
    assert addresses(keeping) == []
    for path in ("/", "/manchester/", "/manchester/reviews?page=2", "/manchester/feed.atom", "/robots.txt"):
        assert reader.get(path).status_code == 200
    assert len(addresses(keeping)) == 5


def test_no_public_page_sets_or_heeds_a_cookie(keeping: Flask, reader: CheckedClient) -> None:
    publish(keeping)
    for path in ("/", "/manchester/", "/manchester/reviews", "/manchester/reviews?q=x", ADDRESS,
                 "/manchester/briefings", "/manchester/pages/for-families", "/manchester/feed.atom"):  # fmt: skip
        plain = reader.get(path)
        other = reader.get(path, headers={"Cookie": "portal=somebody; session=else"})
        for answer in (plain, other):
            assert "Set-Cookie" not in answer.headers, path
            assert "Cookie" not in answer.headers.get("Vary", ""), path
        assert plain.data == other.data


def test_one_host_never_gets_what_was_kept_for_another(keeping: Flask, reader: CheckedClient) -> None:
    reader.get("/manchester/", headers={"Host": "localhost"})
    assert reader.get("/manchester/", headers={"Host": "evil.example"}).status_code == 400


def test_the_least_asked_for_goes_when_there_is_no_more_room(keeping: Flask, reader: CheckedClient) -> None:
    cache = kept(keeping)
    cache.most_bytes = 200_000
    for number in range(1, 60):
        reader.get("/manchester/")
        reader.get(f"/salford/reviews?page={number}")
    assert 0 < cache.bytes <= cache.most_bytes
    assert cache.bytes == sum(page.size for page in cache.pages.values())
    assert "/manchester/" in addresses(keeping)


def test_a_change_that_is_rolled_back_changes_no_version(keeping: Flask) -> None:
    publish(keeping)
    before = kept(keeping).versions.read("manchester")
    with keeping.app_context(), entering(db.session, "manchester") as session:
        bump(session, "manchester")
        session.flush()
        session.rollback()
    assert kept(keeping).versions.read("manchester") == before
