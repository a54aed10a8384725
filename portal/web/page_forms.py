"""In which forms is a public page kept, and which of them is sent to whom?

A kept page is packed once, for every browser that unpacks it: none holds a secret, or a word of the reader's, that its
length could tell.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

# A page's own bytes are not all that it costs to keep.
OVERHEAD = 2_000
TEXT = re.compile(r"^text/|\b(?:xml|json)\b")
OF_A_BODY = frozenset({"Content-Length", "Content-Type", "Content-Encoding"})
Start = Callable[..., Any]


@dataclass(frozen=True)
class Facts:
    """What Flask tells of a page that may be kept: whose it is, as of which version, and until when it holds."""

    tenant: str | None
    version: int
    holds_until: float


@dataclass(frozen=True)
class Form:
    """A page as it is sent: plain, or packed."""

    headers: list[tuple[str, str]]
    body: bytes


@dataclass(frozen=True)
class Kept:
    """A page as it was answered, in each form; `digest` stands in the ETags of both."""

    facts: Facts
    digest: str
    plain: Form
    packed: Form | None = None

    @property
    def size(self) -> int:
        """How many bytes keeping it costs."""
        return len(self.plain.body) + (len(self.packed.body) if self.packed else 0) + OVERHEAD


def page_of(facts: Facts, headers: list[tuple[str, str]], body: bytes) -> Kept:
    """Return an answer as it is kept: with its ETag and the duty to ask again every time."""
    digest = sha256(body).hexdigest()[:32]
    mine = ("content-length", "cache-control", "etag", "vary")
    kept = [(name, value) for name, value in headers if name.lower() not in mine]
    kept += [("Cache-Control", "no-cache"), ("Vary", "Accept-Encoding"), ("ETag", f'"{digest}"')]
    return Kept(facts, digest, Form([*kept, ("Content-Length", str(len(body)))], body))


def packed_too(page: Kept) -> Kept:
    """Return a page with its packed form, where it is text; what is packed already would gain nothing."""
    told = dict(page.plain.headers)
    if not TEXT.search(told["Content-Type"]):
        return page
    body = gzip.compress(page.plain.body, 6, mtime=0)
    # Another form is another answer, so its ETag is another (RFC 9110, 8.8.3).
    told |= {"ETag": f'"{page.digest}-packed"', "Content-Encoding": "gzip", "Content-Length": str(len(body))}
    return replace(page, packed=Form(list(told.items()), body))


def unpacks(environ: dict[str, Any]) -> bool:
    """Say whether the reader's browser unpacks what is packed; one that would rather not is sent it plain."""
    accepted = environ.get("HTTP_ACCEPT_ENCODING", "")
    return "gzip" in accepted and "gzip;q=0" not in accepted.replace(" ", "")


def respond(page: Kept, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
    """Send a page in the form that its reader takes, or say that the reader has it already."""
    form = page.packed if page.packed and unpacks(environ) else page.plain
    asked = environ.get("HTTP_IF_NONE_MATCH")
    if asked and (page.digest in asked or asked.strip() == "*"):
        start("304 Not Modified", [each for each in form.headers if each[0] not in OF_A_BODY])
        return []
    start("200 OK", list(form.headers))
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [form.body]
