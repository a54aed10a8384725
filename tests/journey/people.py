"""Who walks the path in a real browser? The fictional people, each in a browser of their own, all at once."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, expect

from portal.accounts.demonstration import Fictional, make_person
from portal.commands.fictional_people import PASSWORD, gather, lead_of, people_of
from portal.domain.vocabulary import Role
from portal.models.account import account_with
from portal.models.sign_in import for_accounts
from portal.tenancy.answers import Reader
from portal.tenancy.model import Question, Region, Tenant
from portal.web.working_days import today
from tests.people import SomeBody, session_cookie

# A folder for pictures of every page on the way, for whoever wants to look; none are taken otherwise.
PICTURES = os.environ.get("PORTAL_PICTURES", "")
WIDTHS = (1280, 375)


@dataclass
class Walkers:
    """The people of one partnership, signed in as they are needed, and a visitor who never is."""

    portal: Flask
    browser: Browser
    address: str
    slug: str
    # Whether people sign in, each in a browser of their own; else they take turns at one, signed in already.
    signs_in: bool = True
    whose_turn: str = ""
    contexts: dict[str, BrowserContext] = field(default_factory=dict)
    pages: dict[str, Page] = field(default_factory=dict)
    pictures: int = 0

    def __post_init__(self) -> None:
        settings = self.portal.extensions["settings"]
        with self.portal.app_context():
            gather(settings, self.tenant)
            make_person(settings, lead_of(self.region))

    @property
    def tenant(self) -> Tenant:
        found = self.portal.extensions["tenants"].by_slug[self.slug]
        assert isinstance(found, Tenant)
        return found

    @property
    def region(self) -> Region:
        """The region that compares the partnership with its neighbours."""
        regions = self.portal.extensions["tenants"].regions.values()
        return next(each for each in regions if self.slug in each.tenants)

    def page(self, who: str) -> Page:
        """Return the page that one of them has open; JavaScript is off, since the portal is whole without it."""
        if who not in self.pages:
            context = self.browser.new_context(
                base_url=self.address, viewport={"width": WIDTHS[0], "height": 900}, java_script_enabled=False
            )
            self.contexts[who] = context
            self.pages[who] = context.new_page()
        return self.pages[who]

    def visitor(self) -> Page:
        """Return a reader's page."""
        return self.page("visitor")

    def signed_in(self, role: Role) -> Page:
        """Return the page of somebody who has signed in to the partnership."""
        person = next(each for each in people_of(self.tenant) if each.roles == (role,))
        if not self.signs_in:
            return self.in_turn(person)
        page = self.page(role.value)
        if page.url == "about:blank":
            sign_in(page, person, f"/{self.slug}/sign-in")
            expect(page).to_have_url(re.compile(rf"/{self.slug}/desk$"))
        return page

    def in_turn(self, person: Fictional) -> Page:
        """Return the one page at which people take turns, each signed in just now."""
        page = self.page("in-turn")
        if self.whose_turn != person.email:
            self.whose_turn = person.email
            name, kept = self.portal.config["SESSION_COOKIE_NAME"], self.session_of(person)
            page.context.add_cookies([{"name": name, "value": kept, "url": self.address}])
        return page

    def session_of(self, person: Fictional) -> str:
        """Return what the cookie holds of a browser in which somebody has signed in just now."""
        with self.portal.app_context(), for_accounts(writes=False) as session:
            account = account_with(session, person.email)
            assert account is not None
            somebody = SomeBody(account.id, person.email, person.secret)
        return session_cookie(self.portal, somebody, person.place)

    def at_desk(self, role: Role, words: str) -> Page:
        """Return the page of somebody who has found on their desk, and opened, what waits there in these words."""
        page = self.desk_of(role)
        press(page, words)
        return page

    def desk_of(self, role: Role) -> Page:
        """Return the page of somebody who is at their desk as it is now; whoever signs in arrives there."""
        is_new = self.signs_in and role.value not in self.pages
        page = self.signed_in(role)
        if not is_new:
            page.goto(f"/{self.slug}/desk")
        return page

    def regional_lead(self) -> Page:
        """Return the page of a lead who has signed in to the partnership's region."""
        page = self.page(Role.REGIONAL_LEAD.value)
        if page.url == "about:blank":
            sign_in(page, lead_of(self.region), "/sign-in")
        return page

    def leave(self) -> None:
        """Close every browser."""
        for context in self.contexts.values():
            context.close()
        self.contexts.clear()
        self.pages.clear()
        self.whose_turn = ""

    def picture(self, page: Page, name: str) -> None:
        """Take a picture at each width, where somebody asked for pictures."""
        if not PICTURES:
            return
        self.pictures += 1
        Path(PICTURES).mkdir(parents=True, exist_ok=True)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            file = f"{self.slug}-{self.pictures:02}-{name}-{width}.png"
            page.screenshot(path=str(Path(PICTURES, file)), full_page=True)
        page.set_viewport_size({"width": WIDTHS[0], "height": 900})


def sign_in(page: Page, person: Fictional, address: str) -> None:
    """Sign in by password and the code that the demonstration shows."""
    page.goto(address)
    page.fill("#email", person.email)
    page.fill("#password", PASSWORD)
    page.click("main button[type=submit]")
    page.fill("#one_time_code", page.locator(".govuk-inset-text strong").inner_text())
    page.click("main button[type=submit]")


def press(page: Page, words: str) -> None:
    """Press the button, or follow the link, with exactly these words."""
    named = re.compile(rf"^\s*{re.escape(words)}\s*$")
    found = (
        page.locator("main")
        .get_by_role("button", name=named)
        .or_(page.locator("main").get_by_role("link", name=named))
    )
    found.first.click()


def fill_day(page: Page, name: str, day: date) -> None:
    """Write a day into its three fields."""
    for part in ("day", "month", "year"):
        page.fill(f"[id='{name}-{part}']", str(getattr(day, part)))


def fill(page: Page, question: Question, name: str, answer: Any) -> None:
    """Answer one question as a person would."""
    match question.kind:
        case "group":
            fill_rows(page, question, name, answer)
        case "date":
            for part, text in zip(("year", "month", "day"), answer.split("-"), strict=False):
                page.fill(f"[name='{name}-{part}']", text)
        case "many-of":
            for code in answer:
                page.check(f"[name='{name}'][value='{code}']", force=True)
        case "declaration":
            page.check(f"[name='{name}']", force=True)
        case "agency" | "one-of" | "yes-no-not-known":
            choose(page, name, answer)
        case _:
            page.fill(f"[name='{name}']", str(answer))


def choose(page: Page, name: str, answer: str) -> None:
    """Choose one of several, from a list or among buttons: long lists fold into one field."""
    if page.locator(f"select[name='{name}']").count():
        page.select_option(f"select[name='{name}']", answer)
    else:
        page.check(f"[name='{name}'][value='{answer}']", force=True)


def fill_rows(page: Page, question: Question, name: str, rows: list[dict[str, Any]]) -> None:
    """Add an entry for each row, and answer its questions; adding one saves the page so far."""
    for at, row in enumerate(rows):
        page.click(f"[id='{name}-add']")
        for inner in question.questions:
            if row.get(inner.code) is not None:
                fill(page, inner, f"{name}-{at}-{inner.code}", row[inner.code])


def reader_for(tenant: Tenant) -> Reader:
    """Return what answers are read against today."""
    return Reader(tenant.agencies, today())
