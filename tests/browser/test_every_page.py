"""Is every page of every role and partnership right for everybody, in every state that it has? (design, section 8)"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, abort

from portal.domain.errors import Conflict
from portal.domain.vocabulary import Role
from tests.browser.every_page import SMALLEST, Seen, asked, assert_right, pages_at, sent_empty
from tests.browser.looking import HOME, Look, left_on_paper, shown_in_print, width_beyond
from tests.browser.test_public_pages import is_staff, links_of
from tests.conftest import ENGINES
from tests.people import signed_in, somebody
from tests.walls.conftest import Furnished, furnished_on
from tests.walls.crossing import ANONYMOUS, OWN, Asker, Crossing, words_of_pdf

PARTNERSHIPS = ("manchester", "salford", "north-tyneside")
REFUSALS = (400, 404, 413, 429, 500)
Figure = Callable[[str, object], None]
pytestmark = [pytest.mark.prove, pytest.mark.browser]


def public_pages(look: Look, slug: str) -> Iterator[Seen]:
    """Yield every page that a partnership's public pages lead to, and searches."""
    client = look.crossing.browser(Asker(slug, ANONYMOUS))[0]
    searches = [f"/{slug}/reviews?q={words}" for words in ("review+chidl", "zzzzqqq", "neglect")]
    waiting = ["/", f"/{slug}/", *searches, f"/{slug}/pages/nothing-here"]
    seen = set(waiting)
    while waiting:
        path = waiting.pop(0)
        answer, template = asked(look.furnished, client, path)
        if not template or is_staff(path):
            continue
        yield Seen(path, path, answer.text)
        for link in links_of(answer.get_data(), path):
            if link not in seen and link.startswith(f"/{slug}/"):
                seen.add(link)
                waiting.append(link)


@pytest.mark.parametrize("slug", PARTNERSHIPS)
def test_every_public_page_is_right_on_every_screen(
    look: Look, slug: str, tmp_path: Path, figure: Figure
) -> None:
    count = assert_right(look, public_pages(look, slug), tmp_path, 375, SMALLEST)
    assert count > 20
    figure(f"public pages of {slug}, each accessible, valid, and whole at 375 and 320 pixels", count)


@pytest.mark.parametrize("slug", PARTNERSHIPS)
def test_every_page_of_every_role_is_right(look: Look, slug: str, tmp_path: Path, figure: Figure) -> None:
    askers = look.crossing.askers_at(slug)
    count = assert_right(look, pages_at(look.furnished, look.crossing, askers), tmp_path, 375)
    assert count > 200
    figure(
        f"pages of every role at {slug} that look unlike, each accessible, valid, and whole at 375 pixels",
        count,
    )


def test_every_page_of_every_regional_lead_is_right(look: Look, tmp_path: Path, figure: Figure) -> None:
    leads = [look.crossing.lead(region) for region in look.furnished.portal.extensions["tenants"].regions]
    count = assert_right(look, pages_at(look.furnished, look.crossing, leads), tmp_path, 375)
    figure("pages of regional leads that look unlike, each accessible, valid, and whole at 375 pixels", count)


@pytest.mark.parametrize("engine_name", ENGINES[:1])
def test_every_page_is_right_where_nothing_has_happened_yet(
    look: Look, portal: Flask, tmp_path: Path
) -> None:
    count = assert_right(look, first_pages(Furnished(portal, {}, "sqlite")), tmp_path, 375)
    assert count > 30


def first_pages(empty: Furnished) -> Iterator[Seen]:
    """Yield what everybody sees on the first day, of the pages that name nothing: "No release yet" among them."""
    places = [(f"tenant:{HOME}", [role]) for role in Role if role is not Role.REGIONAL_LEAD]
    places += [(f"region:{slug}", []) for slug in empty.portal.extensions["tenants"].regions]
    for place, roles in places:
        kind, _, slug = place.partition(":")
        client = signed_in(empty.portal, somebody(empty.portal, place, roles), place)
        for rule in empty.portal.url_map.iter_rules():
            if rule.arguments == {kind} and "GET" in (rule.methods or ()):
                path = rule.rule.replace(f"<{kind}:{kind}>", slug)
                answer, template = asked(empty, client, path)
                if template and answer.status_code == 200:
                    yield Seen(template, path, answer.text)


def test_every_form_that_is_sent_empty_says_what_is_missing_accessibly(
    look: Look, tmp_path: Path, figure: Figure
) -> None:
    (tmp_path / "sent").mkdir()
    (tmp_path / "checked").mkdir()
    with furnished_on("sqlite", tmp_path / "sent") as furnished:
        found = list(sent_empty(furnished, Crossing(furnished.portal, furnished.places), HOME))
    count = assert_right(look, found, tmp_path / "checked", 375)
    figure("forms sent empty whose answer is accessible, valid, and whole at 375 pixels", count)
    assert count > 50


def test_every_refusal_is_right(look: Look, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert_right(look, refusals(look, monkeypatch), tmp_path, 375, SMALLEST)


def refusals(look: Look, monkeypatch: pytest.MonkeyPatch) -> Iterator[Seen]:
    """Yield the page of each refusal, as a reader and as the coordinator get it."""
    portal = look.furnished.portal

    def conflict(**_: Any) -> None:
        raise Conflict("Somebody else has done this in the meantime.")

    def refuse(status: int) -> Callable[..., None]:
        return lambda **_: abort(status)

    views: list[tuple[int, Callable[..., None]]] = [
        (409, conflict),
        *((each, refuse(each)) for each in REFUSALS),
    ]
    asks = (
        (ANONYMOUS, "library.front", f"/{HOME}/"),
        (Role.COORDINATOR.value, "accounts.desk", f"/{HOME}/desk"),
    )
    for role, endpoint, path in asks:
        client = look.crossing.browser(Asker(HOME, role))[0]
        for status, view in views:
            with monkeypatch.context() as patch:
                patch.setitem(portal.view_functions, endpoint, view)
                answer, template = asked(look.furnished, client, path)
            assert (answer.status_code, template.split("/")[0]) == (status, "errors"), answer.status
            yield Seen(f"{role} {status}", path, answer.text)


def test_the_code_of_a_link_is_shown_accessibly(look: Look, tmp_path: Path) -> None:
    assert_right(look, [link_sent(tmp_path)], checked(tmp_path), 375)


def checked(folder: Path) -> Path:
    """Return a folder of its own for what html-validate reads."""
    (folder / "checked").mkdir()
    return folder / "checked"


def link_sent(folder: Path) -> Seen:
    """Send a one-off link, and return the page that shows its code once."""
    with furnished_on("sqlite", folder) as furnished:
        crossing, asker = Crossing(furnished.portal, furnished.places), Asker(HOME, Role.COORDINATOR.value)
        rule = next(rule for rule in crossing.rules if rule.endpoint == "information.send_link")
        for values in crossing.values_at(rule, HOME):
            client, token = crossing.browser(asker)
            path = crossing.question(asker, rule, "POST", values, OWN).path
            form = {"csrf_token": token, "name": "Somebody made up", "email": "somebody@agency.example"}
            answer, template = asked(furnished, client, path, **form)
            if template == "information/link_sent.html":
                return Seen(template, path, answer.text)
    raise AssertionError("no return may be asked for by a link")


def longest_read(look: Look) -> str:
    """Return the address of the longest thing that readers may read here."""
    read = [each for each in public_pages(look, HOME) if "https://schema.org/Report" in each.text]
    return max(read, key=lambda each: len(each.text)).path


def test_what_is_published_is_whole_on_paper_and_at_four_hundred_per_cent(look: Look) -> None:
    page = look.page(Asker("", ANONYMOUS))
    page.goto(longest_read(look))
    assert width_beyond(page, SMALLEST) == 0
    said = page.locator("article").inner_text()
    page.emulate_media(media="print")
    try:
        assert shown_in_print(page) == []
        printed = " ".join(words_of_pdf(page.pdf(format="A4")).split())
        assert [word for word in re.findall(r"[A-Za-z]{4,}", said) if word not in printed] == []
    finally:
        page.emulate_media(media="screen")


def test_a_regional_leads_narrowed_page_says_on_paper_what_it_is_narrowed_to(look: Look) -> None:
    region = look.furnished.portal.extensions["tenants"].regions["greater-manchester"]
    page = look.page(look.crossing.lead(region.slug))
    for name in ("published", "reviews", "recommendations", "progress", "progress/overdue"):
        page.goto(f"/regions/{region.slug}/{name}?partnership={HOME}")
        page.emulate_media(media="print")
        assert [*shown_in_print(page), *left_on_paper(page, ".portal-no-print")] == [], name
        assert "Narrowed to" in page.locator("main").inner_text(), name
