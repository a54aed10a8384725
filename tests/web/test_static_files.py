"""Do styles and scripts come packed, and once, until they change?"""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from flask import Flask

from tests.pages import CheckedClient

STYLES = "/static/build/portal.css"

pytestmark = pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)


def address_on_a_page(client: CheckedClient, path: str) -> str:
    """Return the address at which a page names a static file."""
    found = re.search(rf'"({re.escape(path)}\?v=[0-9a-f]+)"', client.get("/").text)
    assert found is not None
    return found[1]


def test_what_a_page_names_is_kept_for_a_year_and_never_asked_for_again(client: CheckedClient) -> None:
    answer = client.get(address_on_a_page(client, STYLES))
    told = answer.headers["Cache-Control"]
    answer.close()
    assert {each.strip() for each in told.split(",")} == {"public", "max-age=31536000", "immutable"}


@pytest.mark.parametrize("asked", ["", "?v=0123456789ab"])
def test_at_any_other_address_a_browser_asks_each_time(client: CheckedClient, asked: str) -> None:
    answer = client.get(STYLES + asked)
    assert answer.headers["Cache-Control"] == "no-cache"
    answer.close()


def test_it_comes_packed_to_whoever_unpacks_it_and_is_the_same(client: CheckedClient) -> None:
    plain, packed = (
        client.get(STYLES, headers={"Accept-Encoding": accepted}) for accepted in ("identity", "gzip, br")
    )
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert len(packed.data) < len(plain.data) / 5
    assert {each.headers["Vary"] for each in (plain, packed)} == {"Accept-Encoding"}
    assert packed.headers["ETag"] != plain.headers["ETag"]
    assert packed.headers["X-Content-Type-Options"] == "nosniff"
    plain.close()


@pytest.mark.parametrize("accepted", ["identity", "gzip"])
def test_whoever_has_it_is_told_so_in_either_form(client: CheckedClient, accepted: str) -> None:
    first = client.get(STYLES, headers={"Accept-Encoding": accepted})
    again = client.get(STYLES, headers={"Accept-Encoding": accepted, "If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    for each in (first, again):
        each.close()


def test_a_file_that_changes_is_at_another_address(portal: Flask, tmp_path: Path) -> None:
    portal.static_folder = str(tmp_path)
    styles = tmp_path / "build" / "portal.css"
    styles.parent.mkdir()
    client, addresses = portal.test_client(), []
    for text in ("one {}", "another {}"):
        styles.write_text(text, "utf-8")
        addresses.append(address_on_a_page(client, STYLES))
    assert len(set(addresses)) == 2
    old = client.get(addresses[0])
    assert old.headers["Cache-Control"] == "no-cache"
    old.close()


def test_what_is_not_there_is_missing(client: CheckedClient) -> None:
    assert client.get("/static/build/nothing.css?v=missing").status_code == 404
