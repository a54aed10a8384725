"""Which furnished portal do the tests of walls share? One for each engine, with every partnership full of canaries."""

from __future__ import annotations

import os
import pickle
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.models.haste import sparing_the_collector
from tests.conftest import ENGINES
from tests.databases import Builder, Environment, fresh_database
from tests.schema import build_schema, dispose, new_portal
from tests.walls.carrying import carry
from tests.walls.furnishing import furnish
from tests.walls.places import Place, folders_with_the_invented

PLACES, TEMPLATE = "places.pickle", "portal_furnished"


@dataclass
class Furnished:
    """A portal with work in every partnership."""

    portal: Flask
    places: dict[str, Place]
    engine: str


@pytest.fixture(scope="session", params=ENGINES)
def furnished(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Furnished]:
    """A portal on one engine whose three real partnerships and the invented one are full of canaries."""
    with furnished_on(request.param, tmp_path_factory.mktemp(f"furnished-{request.param}")) as made:
        yield made


@pytest.fixture(scope="session", params=ENGINES)
def battered(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Furnished]:
    """Another one, for whoever sends what changes it in no order."""
    with furnished_on(request.param, tmp_path_factory.mktemp(f"battered-{request.param}")) as made:
        yield made


@contextmanager
def furnished_on(engine: str, folder: Path) -> Iterator[Furnished]:
    """Give a furnished portal that answers as it would in production; one is furnished for each engine of a run."""
    with fresh_database(engine, folder / "instance", builder_for(engine), TEMPLATE) as environment:
        portal = portal_of(environment)
        places = pickle.loads((folder / "instance" / PLACES).read_bytes())
        for slug, place in places.items():
            place.tenant = portal.extensions["tenants"].by_slug[slug]
        # Thousands of answers are read here; whether pages are well formed is asked elsewhere.
        portal.test_client_class = FlaskClient
        # A fault must be answered as it would be in production.
        portal.testing = False
        portal.config["PROPAGATE_EXCEPTIONS"] = False
        yield Furnished(portal, places, engine)
        dispose(portal)


def builder_for(engine: str) -> Builder:
    """Return who furnishes an engine: in a short run PostgreSQL is given what SQLite was furnished with."""
    is_made_there = engine == "sqlite" or os.environ.get("PORTAL_PROVE") == "full"
    return build_furnished if is_made_there else build_carried


def build_carried(environment: Environment) -> None:
    """Carry what was furnished on SQLite over: rows, keys, files, and the identifiers of what stands there."""
    carry(environment, build_furnished, TEMPLATE)


def build_furnished(environment: Environment) -> None:
    """Furnish an empty database, and keep the identifiers of what stands in it beside it."""
    build_schema(environment)
    instance = Path(environment["PORTAL_INSTANCE"])
    folders_with_the_invented(instance)
    portal = portal_of(environment)
    with sparing_the_collector():
        places = furnish(portal)
    for place in places.values():
        place.tenant = None  # type: ignore[assignment]
    (instance / PLACES).write_bytes(pickle.dumps(places))
    dispose(portal)
    portal.extensions["keystore"].close()


def portal_of(environment: Environment) -> Flask:
    """Return the portal of the three real partnerships and the invented one."""
    from portal.config import settings_from

    environment["PORTAL_TENANTS"] = str(Path(environment["PORTAL_INSTANCE"], "tenants"))
    return new_portal(settings_from(environment))
