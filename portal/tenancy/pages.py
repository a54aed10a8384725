"""What does a partnership's page say, and where do its links lead?"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import count, pairwise
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

from portal.tenancy.faults import Fault
from portal.tenancy.fields import KEBAB
from portal.tenancy.form_schema import PageSchema
from portal.tenancy.model import Page
from portal.tenancy.reading import Findings, checked

# This one lists what is published at the moment beneath its own words.
WHAT_CHANGED = "what-changed"
REQUIRED_PAGES = (
    "what-a-review-is",
    "how-to-refer",
    "for-families",
    "for-practitioners",
    "learning-from-practice",
    "national-learning",
    "related-reviews",
    "media-enquiries",
    WHAT_CHANGED,
    "accessibility",
    "privacy",
)
WHERE_OFFERED = "asking-for-a-report"
MEANINGS = ("reviews:", "briefings:", "refer:", "contact:email", "contact:website")
# Words that hurt, mislead or belong to computers, and what to say.
NEVER_SAID = {
    "CPR": "write child safeguarding practice review, or CSPR",
    "[Cc]ommitted suicide": "write died by suicide",
    "[Tt]ombstones?": "write no longer published here",
    "[Jj]igsaw": "write identification check",
    "[Aa]ttackers?": "write person suspected of causing harm",
}
# What the page around the words is called already, for links to its parts.
OF_THE_PAGE = ("", "help", "main-content", "neighbours")
ELSEWHERE = ("https://", "http://", "tel:")
FRONT = re.compile(r"\A\+\+\+\r?\n(?P<keys>.*?)^\+\+\+[ \t]*\r?\n?(?P<body>.*)\Z", re.DOTALL | re.MULTILINE)


def read_page(path: Path, file: str) -> tuple[Page | None, list[Fault]]:
    """The page in this file; None where a fault leaves nothing to show."""
    findings = Findings(file)
    try:
        parts = FRONT.match(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError:
        findings.add("the file", "save it as UTF-8")
        return None, findings.faults
    if parts is None:
        findings.add("the file", "begin it with its keys between two lines of +++")
        return None, findings.faults
    if not re.fullmatch(KEBAB, path.stem):
        findings.add("the file", "name it in lower-case letters, digits and single hyphens")
    try:
        keys = tomllib.loads(parts["keys"])
    except tomllib.TOMLDecodeError as problem:
        findings.add("the keys", f"are not TOML: {problem}")
        return None, findings.faults
    held = checked(PageSchema(), keys, findings)
    for remedy in _faults_of_words(parts["body"]):
        findings.add("the words", remedy)
    return (Page(slug=path.stem, body=parts["body"].strip(), **held) if held else None), findings.faults


@cache
def _commonmark() -> MarkdownIt:
    return MarkdownIt("commonmark")


def _tokens(body: str) -> Iterator[Token]:
    for token in _commonmark().parse(body):
        yield token
        yield from token.children or ()


def _faults_of_words(body: str) -> Iterator[str]:
    if not body.strip():
        yield "are missing; write the page"
    for word, instead in NEVER_SAID.items():
        if re.search(rf"\b{word}\b", body):
            yield f"take {word!r} out; {instead}"
    for token in _tokens(body):
        if token.type in ("html_block", "html_inline"):
            yield f"write {token.content.strip()!r} in Markdown; pages hold no HTML"
        if token.type == "heading_open" and token.tag == "h1":
            yield "begin headings at ##; the title is the page's first heading"


def links_in(body: str) -> list[str]:
    """Every link and picture address in the words, in order."""
    found = (token.attrGet("href") or token.attrGet("src") for token in _tokens(body))
    return [str(address) for address in found if address]


def anchored(tokens: Iterable[Token]) -> Iterator[tuple[Token, str]]:
    """Each heading of a page with the word after the # by which a link reaches it; no two alike."""
    given = set(OF_THE_PAGE)
    for opening, token in pairwise(tokens):
        if opening.type == "heading_open":
            anchor = re.sub(
                r"[^a-z0-9]+", "-", token.content.lower().replace("’", "").replace("'", "")
            ).strip("-")
            number = next(n for n in count(1) if _numbered(anchor, n) not in given)
            given.add(_numbered(anchor, number))
            yield opening, _numbered(anchor, number)


def _numbered(anchor: str, number: int) -> str:
    return anchor if number == 1 else f"{anchor}-{number}"


def anchor_fault(address: str, pages: Mapping[str, Page], own: str) -> str | None:
    """Why this link to a heading leads nowhere, with the remedy; None where it leads to one or to none."""
    slug, sharp, anchor = address.removeprefix("page:").partition("#")
    slug = slug or own
    if not sharp or not address.startswith(("page:", "#")) or slug not in pages:
        return None
    headings = [each for _, each in anchored(_commonmark().parse(pages[slug].body))]
    return (
        None
        if anchor in headings
        else f"{address} leads nowhere; {slug} has: {', '.join(headings) or 'no heading'}"
    )


def link_fault(address: str, page_slugs: frozenset[str], *, has_email: bool, has_website: bool) -> str | None:
    """Why this link leads nowhere, with the remedy; None where it leads somewhere."""
    if address.startswith("page:"):
        slug = address.removeprefix("page:").partition("#")[0]
        return (
            None
            if slug in page_slugs
            else f"{address} leads nowhere; the pages are: {', '.join(sorted(page_slugs))}"
        )
    if address == "contact:email" and not has_email:
        return "contact:email leads nowhere; [contact] has no email"
    if address == "contact:website" and not has_website:
        return "contact:website leads nowhere; [contact] has no website"
    if address in MEANINGS or address.startswith(ELSEWHERE) or address.startswith("#"):
        return None
    return f"{address} leads nowhere; write page:SLUG, {', '.join(MEANINGS)} or a complete https:// address"
