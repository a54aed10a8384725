"""Is a page well formed, valid and accessible?

`assert_well_formed` is what the test client asks of every HTML answer; `assert_valid` (html-validate) and
`assert_accessible` (axe in a real browser) are asked by the tests of pages.
"""

from __future__ import annotations

import gzip
import json
import os
import re
import subprocess
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

import html5lib
from flask.testing import FlaskClient
from playwright.sync_api import Page, Response
from werkzeug.test import TestResponse

from tests import once

ROOT = Path(__file__).resolve().parent.parent
TOOLS = ROOT / "node_modules"
# WCAG 2.0 to 2.2, A and AA: the legal duty.
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
# What it finds in order is not told: telling it would take longer than looking.
AXE = """async rules => (await axe.run(document, {
  runOnly: {type: "tag", values: rules}, resultTypes: ["violations"],
})).violations"""
# The same window shows the next page, with the page's own scripts: axe, once it is warm, takes half the time.
REWRITE = """async html => {
  document.open(); document.write(html); document.close();
  if (document.readyState !== "complete") await new Promise(seen => addEventListener("load", seen, {once: true}));
  for (const script of document.querySelectorAll("script[type=module]")) await import(script.src);
}"""
SCRIPT = re.compile(r'(<script type="module" src="[^"?]*\?)')


class CheckedClient(FlaskClient):
    """Flask's test client, refusing HTML that a browser would have to repair."""

    def open(self, *args: Any, **options: Any) -> TestResponse:
        """Make the request; AssertionError where the answer is malformed HTML."""
        response = super().open(*args, **options)
        if response.mimetype == "text/html" and not response.direct_passthrough and response.data:
            is_packed = response.headers.get("Content-Encoding") == "gzip"
            assert_well_formed(gzip.decompress(response.data) if is_packed else response.data)
        return response


# What a page says and the values of its attributes, as long as nothing in them could end them.
SAID = re.compile(rb'(?<==)"[^"<>&\0]*"|(?<=>)\s*[^\s<>&\0][^<>&\0]*(?=<)')
well_formed: set[str] = set()


def assert_well_formed(html: bytes) -> None:
    """Parse as a strict browser would; AssertionError with the fault and the lines around it.

    A page whose tags are those of an earlier page of the run is as well formed as that one was.
    """
    tags = sha256(SAID.sub(b'""', html)).hexdigest()
    if tags not in well_formed:
        if once.found("well-formed", tags) is None:
            assert_parsed(html)
            once.keep("well-formed", tags, b"")
        well_formed.add(tags)


def assert_parsed(html: bytes) -> None:
    """Parse every letter of it."""
    try:
        html5lib.HTMLParser(strict=True).parse(html, transport_encoding="utf-8")
    except html5lib.html5parser.ParseError as fault:
        raise AssertionError(f"malformed HTML: {fault}\n{_first_fault(html)}") from fault


def _first_fault(html: bytes) -> str:
    parser = html5lib.HTMLParser()
    parser.parse(html, transport_encoding="utf-8")
    (line, column), code, details = parser.errors[0]
    lines = html.decode("utf-8", "replace").splitlines()
    shown = "\n".join(f"{n + 1:5} {lines[n]}" for n in range(max(0, line - 3), min(len(lines), line + 2)))
    return f"{code} {details} at line {line}, column {column}\n{shown}"


def assert_valid(pages: Mapping[str, str], folder: Path) -> None:
    """Check each named page with html-validate, in one run; `folder` is a scratch folder of the test."""
    for name, html in pages.items():
        (folder / (name.strip("/").replace("/", "__") or "front")).with_suffix(".html").write_text(
            html, "utf-8"
        )
    checked = subprocess.run(
        [str(TOOLS / ".bin" / "html-validate"), "--config", str(ROOT / "tests" / "htmlvalidate.json"),
         "--formatter", "stylish", str(folder)],
        capture_output=True, check=False, text=True, env=dict(os.environ, NO_COLOR="1"),
    )  # fmt: skip
    assert checked.returncode == 0, checked.stdout + checked.stderr


def assert_accessible(page: Page, response: Response | None, *, status: int = 200) -> None:
    """Run axe on the page; its status is asserted first, since axe also passes an error page."""
    assert response is not None
    assert response.status == status, f"{page.url} answered {response.status}"
    faults = axe_faults(page)
    assert not faults, f"{page.url}\n" + "\n".join(faults)


def axe_faults(page: Page) -> list[str]:
    """Return one line for each fault that axe finds on the page, with the element concerned."""
    if page.evaluate("typeof axe === 'undefined'"):
        page.evaluate((TOOLS / "axe-core" / "axe.min.js").read_text(encoding="utf-8"))
    found = page.evaluate(AXE, list(RULES))
    return [
        f"{fault['id']}: {fault['help']}: {json.dumps(node['target'])} {node['html'][:200]}"
        for fault in found
        for node in fault["nodes"]
    ]


def show_instead(page: Page, html: str, turn: int) -> None:
    """Show other HTML of the same portal in the page that is open; each `turn` runs its scripts anew."""
    page.evaluate(REWRITE, SCRIPT.sub(rf"\g<1>turn={turn}&amp;", html))
