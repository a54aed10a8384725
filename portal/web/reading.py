"""How is a report laid out to be read: with a list of its parts that leads to each of them?"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from markupsafe import Markup

from portal.models.published_search import plain_text
from portal.models.publishing import slug_of

_PART = re.compile(r"<h2(?: [^>]*)?>(.*?)</h2>", re.DOTALL)
FEWEST_PARTS = 2


@dataclass(frozen=True)
class Document:
    """A report as it is read: its HTML, and its parts as pairs of anchor and words."""

    html: Markup
    contents: tuple[tuple[str, str], ...]


@lru_cache(64)
def document(body_html: str) -> Document:
    """Return clean HTML with an anchor on each part; contents only where there are parts to choose from."""
    contents: list[tuple[str, str]] = []

    def with_anchor(found: re.Match[str]) -> str:
        words = plain_text(found[1])
        anchor = f"part-{len(contents) + 1}-{slug_of(words, 'part')}"
        contents.append((anchor, words))
        return f'<h2 id="{anchor}">{found[1]}</h2>'

    html = Markup(_PART.sub(with_anchor, body_html))  # noqa: S704 - cleaned before it was published
    return Document(html, tuple(contents) if len(contents) >= FEWEST_PARTS else ())
