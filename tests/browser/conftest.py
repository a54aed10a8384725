"""Which portal do real browsers look at? One with work at every step and every catalogue, served."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from portal.commands.library import sync
from tests.browser.looking import Look
from tests.serving import serving
from tests.walls.conftest import furnished_on


@pytest.fixture(scope="session")
def look(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Look]:
    """A furnished portal, served, with a browser to look at it. One engine: pages are the same on both."""
    with furnished_on("sqlite", tmp_path_factory.mktemp("looked-at")) as furnished:
        with furnished.portal.app_context():
            sync()
        with serving(furnished.portal) as address:
            looking = Look(furnished, browser, address)
            yield looking
            looking.close()
