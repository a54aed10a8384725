"""Is every page of referrals, cases and decisions valid, accessible, and whole at the width of a telephone?"""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from playwright.sync_api import Browser

from portal.referrals import operations
from tests.pages import assert_accessible, assert_valid, axe_faults
from tests.people import session_cookie
from tests.work import DECISION_MAKERS, Work

ASSURING = "salford"


@pytest.fixture
def engine_name() -> str:
    """What a page looks like does not hang on the engine."""
    return "sqlite"


# Pages that say what is missing when nothing is filled in, with the button that asks them to.
LEFT_EMPTY = {
    "about-you": "Save and continue",
    "decline": "Read the letter",
    "grant": "Give access",
    "new": "Put it to the partners",
    "position": "Record",
}


def pages_of(work: Work) -> list[tuple[str, str]]:
    """Return a role and an address for each page and each state worth seeing."""
    draft, sent, received, reference = work.draft(), work.sent(), work.received(), work.case()
    decided, empty = work.case(), begun(work)
    decision_id = work.prepared(decided)
    work.answered(decided, decision_id)
    decision = f"cases/{decided}/decisions/{decision_id}"
    return [
        ("referrer", "referrals"), ("referrer", "referrals/new"), ("referrer", f"referrals/{empty}/"),
        *(("referrer", f"referrals/{empty}/{each.code}") for each in work.tenant.main_form.sections[:3]),
        ("referrer", f"referrals/{draft}/family"), ("referrer", f"referrals/{draft}/check"),
        ("referrer", f"referrals/{empty}/check"), ("referrer", f"referrals/{sent}/receipt"),
        ("referrer", f"referrals/{sent}/"), ("referrer", f"referrals/{empty}/withdraw"),
        ("screening-member", f"referrals/{sent}/quality-assurance"),
        ("coordinator", "referrals"), ("coordinator", f"referrals/{received}/"),
        ("coordinator", f"referrals/{received}/accept"), ("coordinator", f"referrals/{received}/decline"),
        ("data-protection-officer", "looks?reference=none"), ("data-protection-officer", f"cases/{reference}/looks"),
        ("coordinator", "cases"), ("coordinator", "cases?mine=yes&stage=closed"), ("coordinator", f"cases/{reference}"),
        ("coordinator", f"cases/{decided}"), ("coordinator", f"cases/{decided}/known"),
        ("coordinator", f"cases/{decided}/history"), ("coordinator", "cases?reference=none"), ("coordinator", "desk"),
        ("coordinator", f"cases/{reference}/people"), ("coordinator", f"cases/{reference}/people/grant"),
        ("coordinator", f"cases/{reference}/people/exclude"), ("coordinator", f"cases/{reference}/decisions/new"),
        ("coordinator", decision), (DECISION_MAKERS[0], f"{decision}/position"),
        (DECISION_MAKERS[0], f"{decision}/sign"),
    ]  # fmt: skip


def begun(work: Work) -> UUID:
    """Begin a referral and answer nothing."""
    with work.session() as session:
        return operations.begin(session, work.tenant, work.actor("referrer"), work.tenant.main_form.code).id


# The short run looks at a page of every template (`tests/browser`); this is every state of them.
@pytest.mark.prove
@pytest.mark.browser
def test_every_page_is_valid_accessible_and_whole(
    portal: Flask, portal_address: str, browser: Browser, tmp_path: Path
) -> None:
    work = Work(portal, ASSURING)
    htmls: dict[str, str] = {}
    pages: dict[str, Any] = {}
    for number, (role, path) in enumerate(pages_of(work)):
        if role not in pages:
            pages[role] = signed_in_page(work, browser, portal_address, role)
        page = pages[role]
        page.set_viewport_size({"width": 1280, "height": 900})
        answer = page.goto(f"/{ASSURING}/{path}")
        assert_accessible(page, answer)
        htmls[f"{number:02}-{role}"] = answer.text()
        page.set_viewport_size({"width": 375, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= 375, path
        if path.rsplit("/", 1)[-1] in LEFT_EMPTY and path != "referrals/new":
            button = LEFT_EMPTY[path.rsplit("/", 1)[-1]]
            with page.expect_navigation():
                page.get_by_role("button", name=button, exact=True).click()
            assert page.title().startswith("Error: "), path
            assert not axe_faults(page), path
            htmls[f"{number:02}-{role}-error"] = page.content()
    for page in pages.values():
        page.context.close()
    assert_valid(htmls, tmp_path)


def signed_in_page(work: Work, browser: Browser, address: str, role: str) -> Any:
    """Return a page of a real browser in which the person with this role is signed in."""
    cookie = session_cookie(work.portal, work.person(role), f"tenant:{work.slug}")
    context = browser.new_context(base_url=address)
    context.add_cookies(
        [{"name": work.portal.config["SESSION_COOKIE_NAME"], "value": cookie, "url": address}]
    )
    return context.new_page()
