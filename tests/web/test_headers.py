"""Do the headers that defend a reader stand on an answer over https, and on one that refuses what is too large?"""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask

from tests.conftest import ENGINES
from tests.pages import CheckedClient

# A page, a file of the portal's own, what machines ask, a sign-in page, what has to sign in, and what is not there.
ANSWERS = {
    "/": 200, "/salford/": 200, "/salford/reviews": 200, "/salford/feed.atom": 200, "/salford/sitemap.xml": 200,
    "/static/build/portal.css": 200, "/health": 200, "/salford/sign-in": 200, "/salford/desk": 303,
    "/salford/reviews/nothing-here": 404, "/nowhere/desk": 404,
}  # fmt: skip
LASTING = "max-age=63072000; includeSubDomains"
# No answer here asks the database for anything.
pytestmark = pytest.mark.parametrize("engine_name", ENGINES[:1])


def test_whoever_comes_over_https_is_told_to_come_back_that_way(client: CheckedClient) -> None:
    for path, status in (("/salford/", 200), ("/salford/sign-in", 200), ("/salford/nothing-here", 404)):
        over_https = client.get(path, base_url="https://localhost")
        assert over_https.status_code == status
        assert over_https.headers["Strict-Transport-Security"] == LASTING, path
        assert "Strict-Transport-Security" not in client.get(path).headers, path


def test_in_production_every_answer_says_so_whether_or_not_a_proxy_told_of_https(
    portal: Flask, client: CheckedClient
) -> None:
    production = replace(portal.extensions["settings"], environment="production")
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(portal.extensions, "settings", production)
        for path, status in ANSWERS.items():
            answer = client.get(path)
            answer.close()
            assert (answer.status_code, answer.headers["Strict-Transport-Security"]) == (status, LASTING), path


def test_what_is_too_large_to_send_is_refused_with_a_page_that_says_so(
    portal: Flask, client: CheckedClient
) -> None:
    portal.config["MAX_CONTENT_LENGTH"] = 2_000
    answer = client.post("/salford/sign-in", data={"email": "x" * 3_000})
    assert answer.status_code == 413
    assert "That was too large to send" in answer.text and "/theme/salford-" in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
