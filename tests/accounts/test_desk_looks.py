"""Does what waits on a desk fit a telephone, each line a block of its own?"""

from __future__ import annotations

import pytest
from flask import Flask
from playwright.sync_api import Browser

from tests.pages import axe_faults
from tests.people import session_cookie
from tests.work import Work

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)]


def test_on_a_telephone_the_cells_of_a_row_stand_under_one_another(
    portal: Flask, portal_address: str, browser: Browser
) -> None:
    work = Work(portal, "salford")
    work.draft()
    work.draft()
    context = browser.new_context(base_url=portal_address, viewport={"width": 375, "height": 800})
    cookie = session_cookie(portal, work.person("referrer"), "tenant:salford")
    name = portal.config["SESSION_COOKIE_NAME"]
    context.add_cookies([{"name": name, "value": cookie, "url": portal_address}])
    page = context.new_page()
    page.goto("/salford/desk")
    row = page.locator("tbody tr").first
    boxes = [cell.bounding_box() for cell in row.locator("th, td").all()]
    assert len(boxes) == 3 and all(box and box["width"] > 250 for box in boxes)
    assert len({box["x"] for box in boxes if box}) == 1
    assert row.get_by_text("By:").is_visible() and not axe_faults(page)
    page.set_viewport_size({"width": 1280, "height": 800})
    assert not row.get_by_text("By:").is_visible()
    context.close()
