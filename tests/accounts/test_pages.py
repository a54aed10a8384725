"""Are the pages of accounts and people accessible and valid, wide and narrow, errors included?"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Any

import pytest
from flask import Flask

from tests.pages import assert_accessible
from tests.people import PASSWORD, form_token, send, session_cookie, signed_in, somebody

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)]
PEOPLE = "/manchester/settings/people"
PICTURES = os.environ.get("PORTAL_TEST_PICTURES", "")


def look(page: Page, path: str, name: str) -> str:
    """Open a page at both widths, run axe, and return its HTML."""
    html = ""
    for width in (1280, 375):
        page.set_viewport_size({"width": width, "height": 900})
        answer = page.goto(path)
        assert_accessible(page, answer)
        html = answer.text() if answer else ""
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{path} is wider than {width}"
        if PICTURES:
            page.screenshot(path=f"{PICTURES}/{name}-{width}.png", full_page=True)
    return html


def enter(page: Page, portal: Flask, person: Any, address: str) -> None:
    """Sign the browser in."""
    cookie = session_cookie(portal, person, "tenant:manchester")
    page.context.add_cookies([{"name": "portal", "value": cookie, "url": address}])


def test_pages_on_the_way_in(portal: Flask, page: Page, portal_address: str) -> None:
    for path in ("sign-in", "forgotten-password", "signed-out"):
        look(page, f"/manchester/{path}", path)
    look(page, "/sign-in", "sign-in-anywhere")
    person = somebody(portal, is_demonstration=True)
    page.goto("/manchester/sign-in")
    page.get_by_role("button", name="Continue").click()
    assert page.get_by_role("alert").get_by_text("Enter an email address").is_visible()
    from tests.pages import axe_faults

    assert not axe_faults(page)
    page.get_by_label("Email address").fill(person.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Continue").click()
    for path in ("code", "recovery-code"):
        look(page, f"/manchester/sign-in/{path}", path)
    page.goto("/manchester/sign-in/code")
    page.get_by_label("One-time code").fill(person.code())
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/manchester/desk")


def test_pages_of_an_invitation(portal: Flask, page: Page) -> None:
    from tests.accounts.test_invitations import administrator, invite

    link = invite(portal, administrator(portal))
    look(page, link, "invitation")
    page.get_by_label("Choose a password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Continue").click()
    look(page, f"{link}/second-factor", "second-factor")
    secret = re.search(r"secret=([A-Z2-7]+)", page.content())
    assert secret
    import pyotp

    page.get_by_label("One-time code").fill(pyotp.TOTP(secret.group(1)).now())
    page.get_by_role("button", name="Continue").click()
    assert page.get_by_text("Keep your recovery codes").first.is_visible()
    if PICTURES:
        page.screenshot(path=f"{PICTURES}/codes.png", full_page=True)


def test_a_held_form_and_kept_letters(portal: Flask, page: Page, portal_address: str) -> None:
    person = somebody(portal, roles=["people-administrator"], name="Adi Ministrator")
    client = signed_in(portal, person, is_fresh=False)
    client.set_cookie("portal", session_cookie(portal, person, "tenant:manchester", is_fresh=False))
    token = form_token(client, f"{PEOPLE}/{somebody(portal).membership_id}/close")
    client.post(
        f"{PEOPLE}/invite",
        data={
            "csrf_token": token,
            "name": "Some Body",
            "email": "some@agency.example",
            "roles": ["chair"],
            "agency": "",
        },
    )
    enter(page, portal, person, portal_address)
    look(page, "/manchester/held-form", "held")
    page.get_by_role("button", name="Send it now").click()
    page.wait_for_url(f"**{PEOPLE}")
    send(portal.test_client(), "/forgotten-password", email=person.email)
    with portal.app_context():
        from portal.web.post import empty_outbox

        empty_outbox()
    look(page, "/demo/mail", "letters")
