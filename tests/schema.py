"""How does the suite make the portal and its tables?"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import pytest
from flask import Flask
from jinja2.bccache import Bucket, BytecodeCache
from sqlalchemy import Engine
from werkzeug.routing import Map, RuleFactory

from portal import create_app
from portal.config import Settings, settings_from
from portal.extensions import db
from portal.models.schema import create_schema
from portal.models.session import READERS
from portal.tenancy import loader
from portal.tenancy.model import Tenants
from tests import once
from tests.databases import Environment
from tests.pages import CheckedClient


def new_portal(settings: Settings) -> Flask:
    """Return the portal as its server would make it, with exceptions passed on to the test."""
    tenants = remembered(settings.tenants_directory)
    addresses = maps.setdefault((settings.faces, id(tenants)), MapMadeOnce(tenants))
    with pytest.MonkeyPatch.context() as patch:
        # Reading the partnerships' folders would take most of a short test; they are read again when touched.
        patch.setattr("portal.load", remembered)
        patch.setattr(Flask, "url_map_class", lambda *_, **__: addresses)
        addresses.is_open = True
        portal = create_app(settings)
        addresses.is_made, addresses.is_open = True, False
    portal.testing = True
    portal.test_client_class = CheckedClient
    portal.jinja_env.bytecode_cache = compiled
    share_statements(portal)
    return portal


class MapMadeOnce(Map):
    """The addresses of every portal of the same faces and partnerships: compiling them was most of making a portal."""

    def __init__(self, tenants: Tenants) -> None:
        super().__init__()
        self.tenants, self.is_made, self.is_open = tenants, False, True

    def add(self, rulefactory: RuleFactory) -> None:
        """Take in a rule of the first portal: later ones have the same. RuntimeError when no portal is being made."""
        if not self.is_open:
            raise RuntimeError("these addresses are those of other portals too: make one with create_app")
        if not self.is_made:
            super().add(rulefactory)


maps: dict[tuple[tuple[str, ...], int], MapMadeOnce] = {}


def share_statements(portal: Flask) -> None:
    """Let engines of one kind share the texts of their statements: making them anew was a sixth of a test."""
    with portal.app_context():
        for face, engine in db.engines.items():
            first = engines.setdefault((face, engine.dialect.name), engine)
            for each in (engine, portal.extensions[READERS][face]):
                each.dialect, each._compiled_cache = first.dialect, first._compiled_cache


engines: dict[tuple[str | None, str], Engine] = {}


class CompiledOnce(BytecodeCache):
    """Templates as compiled by any portal of this run: doing it again would be most of a short test."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill in what was compiled before, here or in another process; Jinja compares it with the template's text."""
        if bucket.key not in self.kept and (compiled := once.found("templates", bucket.key)):
            self.kept[bucket.key] = compiled
        if bucket.key in self.kept:
            bucket.bytecode_from_string(self.kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was just compiled."""
        self.kept[bucket.key] = bucket.bytecode_to_string()
        once.keep("templates", bucket.key, self.kept[bucket.key])


compiled = CompiledOnce()


def remembered(directory: Path) -> Tenants:
    """Return the partnerships of this folder, read once for each state of its files."""
    return _read_once(directory, frozenset((path, path.stat().st_mtime_ns) for path in directory.rglob("*")))


@lru_cache(8)
def _read_once(directory: Path, state: frozenset[tuple[Path, int]]) -> Tenants:
    return loader.load(directory)


def build_schema(environment: Environment) -> None:
    """Make every table and wall in an empty database, as its owner."""
    create_schema(settings_from(environment))


def dispose(portal: Flask) -> None:
    """Close every pooled connection, so that the database can be copied or dropped."""
    with portal.app_context():
        for engine in portal.extensions["sqlalchemy"].engines.values():
            engine.dispose()
