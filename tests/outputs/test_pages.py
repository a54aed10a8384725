"""Is every page of reviews, outputs and retention, in every state, valid and accessible, and right on a telephone?"""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page

from portal.outputs import operations, publishing
from portal.reviews import operations as reviewing
from portal.web.working_days import today
from tests.pages import assert_accessible, assert_valid
from tests.people import session_cookie
from tests.reading import BRIEFING, REPORT, Reading

# The short run looks at a page of every template (`tests/browser`); this is every state of them.
pytestmark = [pytest.mark.prove, pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)]


class Eyes:
    """Looks at pages as one person after another, and remembers what they were made of."""

    def __init__(self, portal: Flask, reading: Reading, browser: Browser, address: str) -> None:
        self.portal, self.reading, self.browser, self.address = portal, reading, browser, address
        self.pages: dict[str, Page] = {}
        self.seen: dict[str, str] = {}

    def page(self, role: str) -> Page:
        """Return the page that the person of a role has open."""
        if role not in self.pages:
            place = f"tenant:{self.reading.slug}"
            cookie = session_cookie(self.portal, self.reading.person(role), place)
            context = self.browser.new_context(base_url=self.address, viewport={"width": 375, "height": 800})
            name = self.portal.config["SESSION_COOKIE_NAME"]
            context.add_cookies([{"name": name, "value": cookie, "url": self.address}])
            self.pages[role] = context.new_page()
        return self.pages[role]

    def look(self, role: str, path: str, name: str) -> Page:
        """Open a page and check it."""
        page = self.page(role)
        answer = page.goto(f"/{self.reading.slug}{path}")
        self.check(page, answer, name)
        return page

    def send(self, page: Page, name: str) -> None:
        """Press the page's button, and check what comes back."""
        with page.expect_navigation() as going:
            page.locator("main form button[type=submit]").first.click()
        self.check(page, going.value, name)

    def check(self, page: Page, answer: Any, name: str) -> None:
        """Run axe, and see that nothing stands beyond the edge of a telephone."""
        assert_accessible(page, answer)
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= 375, f"{name}: {width} pixels wide on a screen of 375"
        self.seen[name] = answer.text()

    def leave(self) -> None:
        """Close every browser."""
        for page in self.pages.values():
            page.context.close()


def test_every_page_is_valid_accessible_and_fits_a_telephone(
    portal: Flask, browser: Browser, portal_address: str, tmp_path: Path
) -> None:
    reading = Reading(portal, "north-tyneside")
    eyes = Eyes(portal, reading, browser, portal_address)
    look_at_reviews(eyes, reading)
    look_at_writing(eyes, reading)
    look_at_publishing(eyes, reading)
    look_at_retention(eyes, reading)
    eyes.leave()
    assert_valid(eyes.seen, tmp_path)


def look_at_reviews(eyes: Eyes, reading: Reading) -> None:
    eyes.look("coordinator", "/work/reviews", "reviews-none")
    eyes.look("coordinator", "/work/outputs", "outputs-none")
    eyes.look("coordinator", "/work/retention", "retention-none")
    reference = reading.decided_case()
    eyes.look("coordinator", "/work/reviews", "reviews-waiting")
    page = eyes.look("coordinator", f"/cases/{reference}/open-review", "review-open")
    eyes.send(page, "review-open-errors")
    review_id = reading.review()
    eyes.look("coordinator", f"/work/reviews/{review_id}", "review")
    eyes.look("coordinator", f"/work/reviews/{review_id}/complete", "review-complete")
    with reading.session() as session:
        reviewing.complete(session, reading.tenant, reading.actor("coordinator"), review_id)
    eyes.look("coordinator", f"/work/reviews/{review_id}/reopen", "review-reopen")
    page = eyes.look("coordinator", f"/work/reviews/{review_id}/outputs/new", "output-begin")
    eyes.send(page, "output-begin-errors")


def look_at_writing(eyes: Eyes, reading: Reading) -> None:
    with reading.session() as session:
        review_id = session.scalars(reviews()).first()
        assert review_id is not None
        empty = operations.begin(
            session, reading.tenant, reading.actor("coordinator"), review_id, BRIEFING, "Not written yet"
        ).id
    eyes.look("coordinator", f"/work/outputs/{empty}", "output-empty")
    for kind in (BRIEFING, REPORT):
        output_id = reading.draft_of(kind, review_id)
        eyes.look("coordinator", f"/work/outputs/{output_id}/edit", f"{kind}-edit")
        eyes.look("coordinator", f"/work/outputs/{output_id}", f"{kind}-draft")
        with reading.session() as session:
            operations.submit(session, reading.tenant, reading.actor("coordinator"), output_id)
        eyes.look("chair", f"/work/outputs/{output_id}", f"{kind}-to-approve")
        page = eyes.look("chair", f"/work/outputs/{output_id}/return", f"{kind}-return")
        eyes.send(page, f"{kind}-return-errors")
        with reading.session() as session:
            operations.return_to_author(
                session, reading.tenant, reading.actor("chair"), output_id, "Say more."
            )
        eyes.look("coordinator", f"/work/outputs/{output_id}/edit", f"{kind}-edit-returned")
    eyes.look("coordinator", "/work/outputs", "outputs")


def look_at_publishing(eyes: Eyes, reading: Reading) -> None:
    output_id = reading.approved(BRIEFING)
    path = f"/work/outputs/{output_id}"
    eyes.look("coordinator", path, "output-approved")
    eyes.look("coordinator", f"{path}/revise", "output-revise")
    page = eyes.look("coordinator", f"{path}/prepare-publication", "output-prepare")
    page.fill("[id='appears_on-day']", "99")
    eyes.send(page, "output-prepare-errors")
    with reading.session() as session:
        publishing.prepare(session, reading.tenant, reading.actor("coordinator"), output_id, today())
    eyes.look("publisher", f"{path}/publish", "output-publish")
    with reading.session() as session:
        publishing.publish(
            session, reading.tenant, reading.actor("publisher"), output_id, reading.hash_of(output_id)
        )
    eyes.look("publisher", path, "output-published")
    page = eyes.look("publisher", f"{path}/take-down", "output-take-down")
    eyes.send(page, "output-take-down-errors")
    with reading.session() as session:
        publishing.take_down_now(session, reading.tenant, reading.actor("publisher"), output_id, "A doubt.")
    eyes.look("coordinator", path, "output-taken-down")
    eyes.look("coordinator", f"{path}/confirm-withdrawal", "output-confirm")
    eyes.look("coordinator", f"{path}/put-back", "output-put-back")


def look_at_retention(eyes: Eyes, reading: Reading) -> None:
    over = reading.published(date(2025, 1, 10))
    reading.published(today() - timedelta(days=350))
    eyes.look("publisher", "/work/retention", "retention")
    eyes.look("publisher", "/desk", "desk-of-publisher")
    page = eyes.look("publisher", f"/work/retention/{over}/keep-longer", "retention-keep")
    eyes.send(page, "retention-keep-errors")
    page = eyes.look("publisher", f"/work/retention/{over}/end", "retention-end")
    eyes.send(page, "retention-end-errors")


def reviews() -> Any:
    from sqlalchemy import select

    from portal.models.review import Review

    return select(Review.id)
