"""Which pages are there in all: of every role in every partnership, in every state that a template has?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Page
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from tests.browser.looking import ELEMENT, OF_MANY_LOOKS, Look, templates_of, width_beyond
from tests.pages import assert_valid, axe_faults
from tests.walls.conftest import Furnished
from tests.walls.crossing import ANONYMOUS, OWN, REGIONAL, Asker, Crossing

FEW = 4  # of the things that look alike, for each role
SMALLEST = 320  # pixels: what is left of 1280 at 400%


@dataclass(frozen=True)
class Seen:
    """A page as somebody was answered it."""

    name: str
    path: str
    text: str

    @property
    def look(self) -> tuple[str, frozenset[tuple[str, str]]]:
        """What makes it look like another: the template, and the elements that stand in it."""
        return self.name, frozenset(ELEMENT.findall(self.text))


def unlike(pages: Iterable[Seen]) -> list[Seen]:
    """Return one page of each look."""
    kept: dict[Any, Seen] = {}
    for each in pages:
        kept.setdefault(each.look, each)
    return list(kept.values())


def asked(furnished: Furnished, client: Any, path: str, **form: str) -> tuple[TestResponse, str]:
    """Ask for a page, or send a form; return the answer and the template of the page, if it is one."""
    with templates_of(furnished) as rendered:
        answer = client.post(path, data=form) if form else client.get(path)
        template = rendered[-1] if rendered and answer.mimetype == "text/html" else ""
        answer.close()
    return answer, template


def pages_at(furnished: Furnished, crossing: Crossing, askers: Iterable[Asker]) -> Iterator[Seen]:
    """Yield every page that these people see at their own place."""
    for asker in askers:
        for rule in crossing.rules:
            if "GET" in (rule.methods or ()) and crossing.may(asker, rule.endpoint) and is_of(asker, rule):
                yield from pages_of(furnished, crossing, asker, rule)


def is_of(asker: Asker, rule: Rule) -> bool:
    """Whether an address is one of the asker's part of the portal."""
    return asker.is_regional == (REGIONAL in rule.arguments) and rule.endpoint != "static"


def pages_of(furnished: Furnished, crossing: Crossing, asker: Asker, rule: Rule) -> Iterator[Seen]:
    """Yield the pages of one address: every one where things look different, else a few."""
    slug = next(iter(crossing.places)) if asker.is_regional else asker.place
    values = crossing.values_at(rule, slug)
    many = rule.endpoint in OF_MANY_LOOKS
    client, _ = crossing.browser(asker)
    for one in values if many else values[:: max(1, len(values) // FEW)]:
        path = crossing.question(asker, rule, "GET", one, OWN).path
        answer, template = asked(furnished, client, path)
        if answer.status_code == 200 and answer.mimetype != "text/html":
            return  # A file; its like has tests of its own.
        if template and answer.status_code == 200:
            yield Seen(template, path, answer.text)


def sent_empty(furnished: Furnished, crossing: Crossing, slug: str) -> Iterator[Seen]:
    """Yield what each form says to whoever sends it with nothing in it."""
    # What ends somebody's sessions or place is sent last, or nobody would be left to send the rest.
    for rule in sorted(crossing.rules, key=lambda rule: rule.endpoint.startswith("accounts.")):
        if {"GET", "POST"} <= (rule.methods or set()):
            yield from errors_of(furnished, crossing, slug, rule)


def errors_of(furnished: Furnished, crossing: Crossing, slug: str, rule: Rule) -> Iterator[Seen]:
    """Yield the first answer of this form that says what is missing."""
    # The coordinator may send most forms; a confirmation that needs nothing is carried out and shows none.
    askers = sorted(crossing.askers_at(slug), key=lambda each: each.role != "coordinator")
    for asker in (each for each in askers if crossing.may(each, rule.endpoint)):
        for values in crossing.writable_at(rule, slug)[:12]:
            client, token = crossing.browser(asker)
            path = crossing.question(asker, rule, "POST", values, OWN).path
            answer, template = asked(furnished, client, path, csrf_token=token)
            if rule.endpoint.startswith("accounts."):
                crossing.browsers.pop(asker, None)
            if template and "govuk-error-summary" in answer.text:
                yield Seen(template, path, answer.text)
                return


def show(look: Look, seen: Seen) -> Page:
    """Show a browser what somebody was answered, under the same address and with the portal's own styles."""
    page, address = look.page(Asker("", ANONYMOUS)), f"{look.address}{seen.path}"
    page.route(
        lambda url: url == address,
        lambda route: route.fulfill(body=seen.text, content_type="text/html; charset=utf-8"),
        times=1,
    )
    page.goto(address)
    return page


def assert_right(look: Look, pages: Iterable[Seen], folder: Path, *widths: int) -> int:
    """Look at one page of each look with axe, html-validate and on a small screen; return how many that were."""
    shown, wrong = unlike(pages), []
    for each in shown:
        page = show(look, each)
        faults = axe_faults(page)
        for width in widths:
            beyond = width_beyond(page, width)
            faults += [f"is {beyond} pixels wider than {width}"] if beyond else []
        wrong += [f"{each.name} {each.path}: {fault}" for fault in faults]
    assert not wrong, f"{len(wrong)} faults on {len(shown)} pages\n" + "\n".join(wrong[:80])
    assert_valid(
        {f"{number}-{each.name}".replace("/", "-"): each.text for number, each in enumerate(shown)}, folder
    )
    return len(shown)
