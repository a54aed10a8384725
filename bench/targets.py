"""Which pages does a run compare, and does each of them show what it should before it is measured?"""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import Request, urlopen

from bench import fictional
from bench.servers import NoAnswer, Server

FLOORS: Mapping[str, float] = {
    "cached page": 1.05,
    "cached page, 304": 1.1,
    "list page, made anew": 0.08,
    "search, rare word": 0.05,
    "search, common word": 0.05,
}
# How many times as long a page with many cases behind it may take as the same page with few.
MOST_SLOWER = 1.5
GROWING = ("case list", "case page")


@dataclass(frozen=True)
class Target:
    """One page under load: its addresses, asked in turn, and words that each answer must hold."""

    name: str
    server: Server
    paths: tuple[str, ...]
    expects: tuple[str, ...]
    floor: float | None = None
    is_fresh: bool = False
    etag: str = ""
    cookie: str = ""
    # As every browser asks; empty for a reader that takes a page plain only.
    unpacks: str = "gzip"
    bytes: int = field(default=0, compare=False)


def portal_pages(server: Server, engine: str, tenant: str, items: int) -> list[Target]:
    """Return the portal's pages; the floors are for SQLite."""
    page = f"/{tenant}/reviews"
    shown = (fictional.newest(items, 1)[0].title, "Fictional")
    etag = fetched(server, page).headers["ETag"]
    common, rare = (tuple(f"{page}?q={quote(word)}" for word in words) for words in WORDS)
    found = ("portal-output__note", "<mark>")
    pages = [
        Target("cached page", server, (page,), shown),
        Target("cached page, sent plain", server, (page,), shown, unpacks=""),
        Target("cached page, 304", server, (page,), shown, etag=etag),
        Target("list page, made anew", server, (f"{page}?made=",), shown, is_fresh=True),
        Target("search, rare word", server, rare, found),
        Target("search, common word", server, common, (*found, "More than 500 results")),
    ]
    floors = FLOORS if engine == "SQLite" else {}
    return [
        replace(each, name=f"portal on {engine}: {each.name}", floor=floors.get(each.name)) for each in pages
    ]


def staff_pages(server: Server, engine: str, ways_in: Mapping[str, Mapping[str, str]]) -> list[Target]:
    """Return the case list and a case's page of a coordinator, where there are few cases and where there are many."""
    pages = []
    for words, way in ways_in.items():
        base, cookie = f"/{way['tenant']}/cases", way["cookie"]
        pages += [
            Target(f"case list, {words} cases", server, (base,), (way["reference"],), cookie=cookie),
            Target(f"case page, {words} cases", server, (f"{base}/{way['reference']}",), ("Decision",), cookie=cookie),
        ]
    return [replace(each, name=f"portal on {engine}: {each.name}") for each in pages]


WORDS = (fictional.COMMON, fictional.RARE)


def datasette_pages(server: Server, items: int) -> list[Target]:
    """Return Datasette's table page and its search pages, thirty rows each."""
    newest = fictional.newest(items, 1)[0]
    common, rare = (tuple(f"/items/item?_search={quote(word)}&_size=30" for word in words) for words in WORDS)
    table = "/items/item?_sort_desc=published_on&_size=30&_nocol=words"
    return [
        Target("Datasette: table page", server, (table,), (newest.published_on.isoformat(),)),
        Target("Datasette: search, rare word", server, rare, ("rows where search matches",)),
        Target("Datasette: search, common word", server, common, ("rows where search matches",)),
    ]


def checked(target: Target) -> Target:
    """Return a target that answered as it should, with the size of its page; NoAnswer says what was wrong."""
    size = 0
    for path in target.paths:
        fresh = "0" if target.is_fresh else ""
        answer = fetched(target.server, path + fresh, target.etag, target.cookie, target.unpacks)
        expected = 304 if target.etag else 200
        missing = [] if target.etag else [words for words in target.expects if words not in answer.text]
        if answer.status != expected or missing:
            raise NoAnswer(
                f"{target.name}: {path} answered {answer.status} without {missing}\n{answer.text[:2000]}"
            )
        size = answer.bytes
    return replace(target, bytes=size)


@dataclass(frozen=True)
class Answer:
    """What a server answered."""

    status: int
    headers: Any
    text: str
    bytes: int


def fetched(server: Server, path: str, etag: str = "", cookie: str = "", unpacks: str = "") -> Answer:
    """Ask for a page once."""
    sent = {"If-None-Match": etag, "Cookie": cookie, "Accept-Encoding": unpacks}
    asked = Request(server.address + path, headers={name: value for name, value in sent.items() if value})
    try:
        with urlopen(asked, timeout=60) as answer:
            return answer_of(answer)
    except HTTPError as error:
        return answer_of(error)


def answer_of(answer: Any) -> Answer:
    """Return an answer with its text, however it was sent, and as many bytes as were sent."""
    body = answer.read()
    plain = gzip.decompress(body) if answer.headers.get("Content-Encoding") == "gzip" else body
    return Answer(answer.status, answer.headers, plain.decode(errors="replace"), len(body))
