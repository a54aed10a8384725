"""Is every public page right for everybody, and does every link lead somewhere?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urldefrag, urljoin, urlsplit
from xml.etree import ElementTree

import feedparser
import html5lib
import pytest

from tests.browser.looking import HOME, Address, Look, shown_in_print, width_beyond
from tests.pages import assert_valid, assert_well_formed, axe_faults
from tests.walls.crossing import ANONYMOUS, Asker
from tests.walls.places import letters

READER = Asker("salford", ANONYMOUS)
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def kinds_of(look: Look, slug: str) -> Iterator[tuple[str, Address]]:
    """Yield each kind of public page of a partnership."""
    place = look.furnished.places[slug]
    yield "front", Address(READER, f"/{slug}/")
    yield "reviews", Address(READER, f"/{slug}/reviews")
    yield "search", Address(READER, f"/{slug}/reviews?q=review+chidl")
    yield "nothing found", Address(READER, f"/{slug}/reviews?q=zzzzqqq")
    yield "briefings", Address(READER, f"/{slug}/briefings")
    yield "review", Address(READER, f"/{slug}/reviews/zp{letters(slug)}-review")
    yield "missing", Address(READER, f"/{slug}/pages/nothing-here", 404)
    for page in [*list(place.tenant.pages)[:2], "what-changed"]:
        yield page, Address(READER, f"/{slug}/pages/{page}")
    client, seen = look.crossing.browser(READER)[0], set()
    for values in place.known[frozenset({"slug", "output"})]:
        path = f"/{slug}/reviews/{values['slug']}/{values['output']}"
        status = client.get(path).status_code
        kind = (status, values["output"].rstrip("-0123456789"))
        if kind not in seen and status in (200, 410):
            seen.add(kind)
            yield f"{kind[1]} {status}", Address(READER, path, status)


def listed_in_catalogue(look: Look, slug: str) -> str:
    """Return the address of something that the partnership published before the portal."""
    page = look.crossing.browser(READER)[0].get(f"/{slug}/reviews").text
    found = re.findall(rf'href="(/{slug}/reviews/[a-z0-9-]+)"', page)
    return next(path for path in found if "zp" not in path)


def each_kind_once(look: Look) -> dict[str, Address]:
    """Return each kind of page at one partnership, and of the others what each has in its own style."""
    pages = {"home": Address(READER, "/"), **dict(kinds_of(look, HOME))}
    pages |= {f"the portal's {name}": Address(READER, f"/{name}") for name in ("accessibility", "privacy")}
    for slug in ("manchester", "salford", "north-tyneside"):
        own = {listed_in_catalogue(look, slug)} | (
            {f"/{slug}/", f"/{slug}/reviews"} if slug != HOME else set()
        )
        pages |= {path: Address(READER, path) for path in own}
    return pages


def test_every_kind_of_public_page_is_accessible_valid_and_fits_a_telephone_and_paper(
    look: Look, tmp_path: Path
) -> None:
    pages, wrong, texts = each_kind_once(look), [], {}
    for kind, address in pages.items():
        page, response = look.open(address)
        assert response is not None
        assert response.status == address.status, (kind, address.path, response.status)
        wrong += [f"{kind} {address.path}: {fault}" for fault in axe_faults(page)]
        # A telephone, and what is left of 1280 pixels at 400%.
        beyond = {width: width_beyond(page, width) for width in (375, 320)}
        wrong += [f"{kind} {address.path} is {by} pixels wider than {at}" for at, by in beyond.items() if by]
        page.emulate_media(media="print")
        wrong += [f"{kind} {address.path} prints {each}" for each in shown_in_print(page)]
        page.emulate_media(media="screen")
        texts[re.sub(r"[^a-z0-9]+", "-", kind)] = response.text()
    assert not wrong, "\n".join(wrong)
    assert page.context.cookies() == []
    assert_valid(texts, tmp_path)


def test_every_link_of_the_public_site_leads_somewhere_and_no_page_sets_a_cookie_or_styles_itself(
    look: Look,
) -> None:
    client = look.furnished.portal.test_client()
    waiting, seen, wrong = ["/"], {"/"}, []
    parts: dict[str, set[str]] = {}
    meant: set[tuple[str, str, str]] = set()
    while waiting:
        path = waiting.pop()
        answer = client.get(path)
        status, text, kind = answer.status_code, answer.get_data(), answer.mimetype
        answer.close()
        if status not in (200, 303, 410):
            wrong.append(f"{path} answered {status}")
        if "Set-Cookie" in answer.headers and not is_staff(path):
            wrong.append(f"{path} sets a cookie")
        if kind != "text/html" or is_staff(path):
            continue
        wrong += [f"{path}: {fault}" for fault in faults_in(text)]
        parts[path] = set(re.findall(r'\sid="([^"]+)"', text.decode()))
        meant |= parts_meant(text, path)
        for link in links_of(text, path):
            if link not in seen:
                seen.add(link)
                waiting.append(link)
    wrong += [
        f"{path}: {on}#{part} is no part" for path, on, part in meant if part not in parts.get(on, {part})
    ]
    assert not wrong, "\n".join(wrong[:40])
    assert len(seen) > 100
    assert any(path != on for path, on, _ in meant)


def is_staff(path: str) -> bool:
    """Whether an address is where staff sign in, which public pages link to."""
    return bool(re.search(r"/(sign-in|desk)(\?|$)", path)) or path == "/places"


def faults_in(text: bytes) -> Iterator[str]:
    """Yield what a page may not have in it."""
    assert_well_formed(text)
    if re.search(rb"<script(?![^>]*\bsrc=)(?![^>]*application/ld\+json)", text):
        yield "a script stands in the page"
    if re.search(rb"<style|\sstyle=\"", text):
        yield "a style stands in the page"
    if re.search(rb"\son[a-z]+=\"", text):
        yield "an event handler stands in the page"


def links_of(text: bytes, path: str) -> Iterator[str]:
    """Yield the addresses of this portal that a page names: links, styles, pictures, other forms of it."""
    tree = html5lib.parse(text, transport_encoding="utf-8", namespaceHTMLElements=False)
    for element in tree.iter():
        for name in ("href", "src"):
            target = urldefrag(urljoin(f"http://localhost{path}", element.get(name) or "#"))[0]
            parts = urlsplit(target)
            # Every search for something else is the same page again.
            if parts.netloc in ("localhost", "127.0.0.1:8000") and parts.path != path.split("?")[0]:
                yield parts.path + (f"?{parts.query}" if "page=" in parts.query else "")


def parts_meant(text: bytes, path: str) -> set[tuple[str, str, str]]:
    """Return the parts of pages that a page's links lead to: from where, on which page, which part."""
    links = re.findall(r'href="([^"]*#[^"]+)"', text.decode())
    split = (urlsplit(urljoin(f"http://localhost{path}", link)) for link in links)
    return {(path, each.path, each.fragment) for each in split if each.netloc == "localhost"}


@pytest.mark.parametrize("slug", ["manchester", "salford", "north-tyneside"])
def test_the_feed_and_the_sitemap_are_valid_and_name_pages_that_are_there(look: Look, slug: str) -> None:
    client = look.furnished.portal.test_client()
    feed = feedparser.parse(client.get(f"/{slug}/feed.atom").data)
    assert not feed.bozo, feed.get("bozo_exception")
    assert feed.version == "atom10"
    assert all(entry.id and entry.title and entry.updated_parsed for entry in feed.entries)
    tree = ElementTree.fromstring(client.get(f"/{slug}/sitemap.xml").data)
    assert tree.tag == f"{SITEMAP}urlset"
    named = [each.text or "" for each in tree.iter(f"{SITEMAP}loc")]
    assert named
    assert len(named) == len(set(named))
    for address in [*named[:: max(1, len(named) // 20)], *[entry.link for entry in feed.entries[:5]]]:
        answer = client.get(urlsplit(address).path)
        assert answer.status_code == 200, address


def test_a_keyboard_reaches_the_content_first(look: Look) -> None:
    page, _ = look.open(Address(READER, "/salford/"))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent.trim()") == "Skip to main content"
    assert page.evaluate("document.activeElement.getBoundingClientRect().height") > 10
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")
    style = "getComputedStyle(document.activeElement)"
    shown = page.evaluate(f"{style}.outlineStyle !== 'none' || {style}.boxShadow !== 'none'")
    assert shown
