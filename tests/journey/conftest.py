"""Whose portal do the journeys cross: every partnership's, and an invented one's beside them?"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser

from tests.databases import Environment
from tests.journey.people import Walkers
from tests.walls.places import folders_with_the_invented


@pytest.fixture
def environment(environment: Environment) -> Environment:
    """With the invented partnership beside the real ones: it exists as files and nowhere else."""
    folder = Path(environment["PORTAL_INSTANCE"]).parent
    return {**environment, "PORTAL_TENANTS": str(folders_with_the_invented(folder))}


@pytest.fixture
def walkers(
    request: pytest.FixtureRequest, portal: Flask, browser: Browser, portal_address: str
) -> Iterator[Walkers]:
    """The people of the partnership that a test is parametrized with."""
    walking = Walkers(portal, browser, portal_address, request.param)
    yield walking
    walking.leave()
