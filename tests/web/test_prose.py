"""Is Markdown safe to show, whoever wrote it, and do a partnership's links lead where they mean?"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from flask import Flask

from portal.web.prose import markdown, page_markdown
from tests.web.partnership import invented_partnership


@pytest.fixture
def public_site() -> Iterator[Flask]:
    app = Flask("public")
    for endpoint, path in (("page", "pages/<page>"), ("reviews", "reviews"), ("briefings", "briefings")):
        app.add_url_rule(f"/<tenant>/{path}", f"library.{endpoint}", lambda: "")
    with app.test_request_context():
        yield app


@pytest.mark.parametrize(
    "written",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](data:text/html,<script>)",
        "![x](https://elsewhere.example/pixel.gif)",
        '<a href="https://elsewhere.example" onclick="x()">x</a>',
        '<p style="color:red">x</p>',
        "<iframe src=https://elsewhere.example></iframe>",
    ],
)
def test_nothing_that_runs_or_loads_comes_through(written: str) -> None:
    shown = str(markdown(written)).lower()
    for harmful in (
        "<script",
        "<img",
        "<iframe",
        'href="javascript',
        'href="data',
        '<a href="https://elsewhere',
        "<p style",
    ):
        assert harmful not in shown


def test_the_title_is_the_only_first_level_heading() -> None:
    assert "<h1" not in markdown("# Mine\n\n## Why")
    assert "<h2>Why</h2>" in markdown("# Mine\n\n## Why")


def test_each_heading_of_a_page_has_a_name_for_links_that_no_other_has() -> None:
    shown = page_markdown("## Help\n\n## What we *can’t* say\n\n### Help", invented_partnership())
    assert re.findall(r'id="([^"]+)"', shown) == ["help-2", "what-we-cant-say", "help-3"]


def test_no_text_is_no_markup() -> None:
    assert markdown(None) == ""


@pytest.mark.parametrize(
    ("link", "address"),
    [
        ("page:for-families", "/alder-vale/pages/for-families"),
        ("page:for-families#how-to-reach-us", "/alder-vale/pages/for-families#how-to-reach-us"),
        ("reviews:", "/alder-vale/reviews"),
        ("briefings:", "/alder-vale/briefings"),
        ("contact:email", "mailto:partnership@alder.example"),
        ("contact:website", "https://alder.example"),
        ("tel:999", "tel:999"),
        ("https://elsewhere.example/a", "https://elsewhere.example/a"),
    ],
)
def test_a_link_leads_where_it_means(public_site: Flask, link: str, address: str) -> None:
    assert f'href="{address}"' in markdown(f"[words]({link})", invented_partnership())


def test_a_process_without_the_staff_face_leads_to_the_page_on_referring(public_site: Flask) -> None:
    assert 'href="/alder-vale/pages/how-to-refer"' in markdown("[refer](refer:)", invented_partnership())


def test_a_process_with_the_staff_face_leads_to_the_referral() -> None:
    app = Flask("staff")
    app.add_url_rule("/<tenant>/referrals/start", "referrals.start", lambda: "")
    with app.test_request_context():
        assert 'href="/alder-vale/referrals/start"' in markdown("[refer](refer:)", invented_partnership())
