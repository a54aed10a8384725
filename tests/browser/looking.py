"""How does a test come to every page, signed in as whoever may see it?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import product
from typing import Any
from zlib import crc32

from flask import template_rendered
from playwright.sync_api import Browser, BrowserContext, Page, Response
from werkzeug.routing import Rule

from portal.domain.vocabulary import Role
from portal.web.policy import POLICY
from tests.people import PASSWORD
from tests.walls.conftest import Furnished
from tests.walls.crossing import ANONYMOUS, OWN, Asker, Crossing, roles_admitted

ELEMENT = re.compile(r'<([a-z0-9]+)(?:\s[^>]*?class="([^"]*)")?')
FILES = ("/pdf", "/word", ".ics", ".csv", ".xlsx", ":attachment_id>")
FEW, ALL = 8, 1000  # of the things at one address
HOME = "salford"  # it quality assures referrals, so every step is taken there
# Addresses that look different from thing to thing: several are asked for, and what shows the most is looked at.
OF_MANY_LOOKS = {
    "referrals.show", "casework.show", "casework.history", "screening.show", "screening.prepare",
    "screening.advice", "casework.emergency_asked", "notifications.show", "outputs.show", "outputs.edit",
    "reviews.show", "reviews.reviewer", "reviews.recommendations", "reviews.follow_up", "reviews.end_action",
    "reviews.working_days", "settings.form", "accounts.person", "releases.show", "information.index",
    "information.show", "information.return_show", "meetings.show", "meetings.minutes",
}  # fmt: skip


@dataclass(frozen=True)
class Address:
    """A page, and who sees it."""

    asker: Asker
    path: str
    status: int = 200
    text: str = ""

    @property
    def richness(self) -> tuple[int, int]:
        """How many kinds of element stand in it; of two pages with as many, the shorter one says as much."""
        return len(set(ELEMENT.findall(self.text))), -len(self.text)


@dataclass
class Look:
    """A portal that is served, and a browser for each person who looks at it."""

    furnished: Furnished
    browser: Browser
    address: str
    contexts: dict[Asker, BrowserContext] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.crossing = Crossing(self.furnished.portal, self.furnished.places)

    def close(self) -> None:
        """Close every browser."""
        for context in self.contexts.values():
            context.close()

    def page(self, asker: Asker) -> Page:
        """Return an open page of this person's browser."""
        if asker not in self.contexts:
            context = self.browser.new_context(base_url=self.address, viewport={"width": 1280, "height": 900})
            if asker.role != ANONYMOUS:
                name = self.furnished.portal.config["SESSION_COOKIE_NAME"]
                cookie = self.crossing.signed_in(asker).get_cookie(name)
                context.add_cookies([{"name": name, "value": cookie.value, "url": self.address}])
            self.contexts[asker] = context
        context = self.contexts[asker]
        return context.pages[0] if context.pages else context.new_page()

    def open(self, address: Address) -> tuple[Page, Response | None]:
        """Open a page as the person who sees it."""
        page = self.page(address.asker)
        return page, page.goto(address.path)

    def staff_pages(self, wanted: set[str]) -> dict[str, Address]:
        """Return an address for each template that people with an account see: the one with the most in it.

        Each address is asked for by somebody in turn at a partnership in turn; what that does not show of the wanted
        is looked for where things look different.
        """
        found: dict[str, Address] = {}
        for rule in self.page_rules():
            self.keep_richest(found, self.looks_in_turn(rule))
        for rule in self.page_rules():
            for role in roles_admitted(rule.endpoint) if rule.endpoint in OF_MANY_LOOKS else ():
                if {name for name in wanted - set(found) if name.startswith(rule.endpoint.split(".")[0])}:
                    self.keep_richest(found, self.looks_as(rule, self.asker(HOME, role)))
        return found

    def page_rules(self) -> list[Rule]:
        """Return what may be a page of people with an account: to print every file would take longer than all pages."""
        return [
            rule
            for rule in self.crossing.rules
            if POLICY[rule.endpoint].who != "anyone"
            and "GET" in (rule.methods or ())
            and not rule.rule.endswith(FILES)
        ]

    def keep_richest(self, found: dict[str, Address], looks: Iterator[tuple[Address, str]]) -> None:
        """Keep of each template the page that shows the most."""
        for address, template in looks:
            if template not in found or address.richness > found[template].richness:
                found[template] = address

    def looks_in_turn(self, rule: Rule) -> Iterator[tuple[Address, str]]:
        """Yield pages of one address, as the first in turn who sees any sees them."""
        turn = crc32(rule.endpoint.encode())
        places, roles = list(self.furnished.places), roles_admitted(rule.endpoint)
        for limit, place, role in product((FEW, ALL), rotated(places, turn), rotated(roles, turn)):
            looks = list(self.looks_as(rule, self.asker(place, role), limit))
            yield from looks
            if looks:
                return

    def asker(self, slug: str, role: str) -> Asker:
        """Return whoever has a role at a partnership, or leads its region."""
        regions = self.furnished.portal.extensions["tenants"].regions.values()
        region = next(each.slug for each in regions if slug in each.tenants)
        return self.crossing.lead(region) if role == Role.REGIONAL_LEAD.value else Asker(slug, role)

    def looks_as(self, rule: Rule, asker: Asker, limit: int = ALL) -> Iterator[tuple[Address, str]]:
        """Yield pages of one address as one person sees them, with their templates: one, or some where they differ."""
        values = self.crossing.values_at(rule, self.crossing.home_of(asker))
        for each in values[:: max(1, len(values) // limit)]:
            path = self.crossing.question(asker, rule, "GET", each, OWN).path
            with templates_of(self.furnished) as rendered:
                answer = self.crossing.browser(asker)[0].get(path)
                is_page = answer.mimetype == "text/html"
                text = answer.text if is_page else ""
                answer.close()
            if not is_page:
                return
            if answer.status_code == 200 and rendered:
                yield Address(asker, path, text=text), rendered[-1]
                if rule.endpoint not in OF_MANY_LOOKS:
                    return

    def half_signed_in(self) -> Address:
        """Return the page that asks for the code, in a browser that has given a password."""
        asker = Asker(HOME, ANONYMOUS, is_regional=True)
        page = self.page(asker)
        page.goto(f"/{HOME}/sign-in")
        page.fill("#email", self.furnished.places[HOME].members[Role.CHAIR].email)
        page.fill("#password", PASSWORD)
        page.click("main button[type=submit]")
        assert re.search(r"/sign-in/code$", page.url), page.url
        return Address(asker, f"/{HOME}/sign-in/code")


def rotated(things: list[str], turn: int) -> list[str]:
    """Return the same things, beginning with whichever has its turn."""
    first = turn % len(things)
    return things[first:] + things[:first]


@contextmanager
def templates_of(furnished: Furnished) -> Iterator[list[str]]:
    """Give the names of the templates that are rendered, the page's own last."""
    names: list[str] = []

    def keep(sender: Any, template: Any, **_: Any) -> None:
        names.append(template.name)

    with template_rendered.connected_to(keep, furnished.portal):
        yield names


def width_beyond(page: Page, width: int) -> int:
    """Return how far a page is wider than a window of this width."""
    page.set_viewport_size({"width": width, "height": 800})
    beyond = beyond_the_window(page)
    page.set_viewport_size({"width": 1280, "height": 900})
    return beyond


def beyond_the_window(page: Page) -> int:
    """Return how far a page is wider than its window as it is."""
    beyond: int = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    return max(0, beyond)


def shown_in_print(page: Page) -> list[str]:
    """Return what helps on a screen only and stands on the paper all the same."""
    useless = ("nav a", ".govuk-breadcrumbs", ".govuk-skip-link", "form", ".govuk-button")
    return left_on_paper(page, *useless)


def left_on_paper(page: Page, *selectors: str) -> list[str]:
    """Return which of these can be seen."""
    return [each for each in selectors if page.locator(each).locator("visible=true").count()]
