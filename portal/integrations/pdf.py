"""How does HTML become a tagged PDF (PDF/UA-1), with nothing fetched from a network or a disk?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

# PDF for universal access, ISO 14289-1: every word tagged, in reading order, with language and title.
VARIANT = "pdf/ua-1"


@dataclass(frozen=True)
class Paper:
    """A document as it is printed or read: its bytes and how many pages it has."""

    content: bytes
    pages: int


def tagged_pdf(html: str, css: str) -> Paper:
    """Return a document as a tagged PDF; the same words and styles give the same bytes."""
    # Here and not above: it takes half a second to import, and most processes never print.
    from weasyprint import CSS, HTML
    from weasyprint.urls import URLFetcher

    class NothingIsFetched(URLFetcher):  # type: ignore[misc]
        """Refuses every address: what a writer typed must not make the portal open anything."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            raise ValueError("nothing is fetched for a PDF")

    fetcher = NothingIsFetched()
    styles = CSS(string=css, url_fetcher=fetcher)
    document = HTML(string=html, url_fetcher=fetcher).render(stylesheets=[styles], pdf_variant=VARIANT)
    return Paper(document.write_pdf(pdf_variant=VARIANT), len(document.pages))


def quoted(words: str) -> str:
    """Return words as they stand between quotation marks in a stylesheet, on one line."""
    return " ".join(words.split()).replace("\\", "\\\\").replace('"', '\\"')
