"""How does a test come to every page, signed in as whoever may see it?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from flask import template_rendered
from playwright.sync_api import Browser, BrowserContext, Page, Response
from werkzeug.routing import Rule

from portal.domain.vocabulary import Role
from portal.web.policy import POLICY
from tests.people import PASSWORD
from tests.walls.conftest import Furnished
from tests.walls.crossing import ANONYMOUS, OWN, Asker, Crossing, roles_admitted

HOME = "salford"  # it quality assures referrals, so every step is taken there
# Addresses that look different from thing to thing: each of their things is asked for, and the fullest looked at.
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

    def staff_pages(self) -> dict[str, Address]:
        """Return an address for each template that people with an account see, found by asking for everything."""
        found: dict[str, Address] = {}
        for rule in self.crossing.rules:
            if POLICY[rule.endpoint].who != "anyone" and "GET" in (rule.methods or ()):
                for address, template in self.looks_of(rule):
                    if template not in found or len(address.text) > len(found[template].text):
                        found[template] = address
        return found

    def looks_of(self, rule: Rule) -> Iterator[tuple[Address, str]]:
        """Yield the pages of one address with their templates, as the first two roles that see any see them."""
        seen_by = set()
        # The coordinator sees most, and is asked for first; whoever refers comes next.
        for role in sorted(roles_admitted(rule.endpoint), key=lambda role: role != Role.COORDINATOR.value):
            asker = Asker(HOME, role)
            if role == Role.REGIONAL_LEAD.value:
                asker = self.crossing.lead(next(iter(self.furnished.portal.extensions["tenants"].regions)))
            for values in self.crossing.values_at(rule, HOME):
                path = self.crossing.question(asker, rule, "GET", values, OWN).path
                with templates_of(self.furnished) as rendered:
                    answer = self.crossing.browser(asker)[0].get(path)
                    is_page = answer.mimetype == "text/html"
                    text = answer.text if is_page else ""
                    answer.close()
                if answer.status_code != 200:
                    continue
                if not is_page:
                    return  # A file: to ask for every one would take longer than all the pages together.
                if rendered:
                    seen_by.add(role)
                    yield Address(asker, path, text=text), rendered[-1]
                    if rule.endpoint not in OF_MANY_LOOKS:
                        return
            if len(seen_by) == 2:
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
    beyond: int = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    page.set_viewport_size({"width": 1280, "height": 900})
    return max(0, beyond)


def shown_in_print(page: Page) -> list[str]:
    """Return what helps on a screen only and stands on the paper all the same."""
    useless = ("nav a", ".govuk-breadcrumbs", ".govuk-skip-link", "form", ".govuk-button")
    return left_on_paper(page, *useless)


def left_on_paper(page: Page, *selectors: str) -> list[str]:
    """Return which of these can be seen."""
    return [each for each in selectors if page.locator(each).locator("visible=true").count()]
