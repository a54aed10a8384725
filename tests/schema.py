"""How does the suite make the portal and its tables?"""

from __future__ import annotations

from flask import Flask

from portal import create_app
from portal.config import Settings, settings_from
from portal.models.schema import create_schema
from tests.databases import Environment
from tests.pages import CheckedClient


def new_portal(settings: Settings) -> Flask:
    """Return the portal as its server would make it, with exceptions passed on to the test."""
    portal = create_app(settings)
    portal.testing = True
    portal.test_client_class = CheckedClient
    return portal


def build_schema(environment: Environment) -> None:
    """Make every table and wall in an empty database, as its owner."""
    create_schema(settings_from(environment))


def dispose(portal: Flask) -> None:
    """Close every pooled connection, so that the database can be copied or dropped."""
    with portal.app_context():
        for engine in portal.extensions["sqlalchemy"].engines.values():
            engine.dispose()
