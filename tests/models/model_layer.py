"""What do tests of the models' layer run in, without the pages above it?"""

from __future__ import annotations

from types import SimpleNamespace

from flask import Flask
from sqlalchemy import Engine

from portal import cli, faces
from portal.config import Settings
from portal.extensions import db
from portal.models import audit, engines, every_model, keystore, owner


def model_layer(settings: Settings, *tenants: str) -> Flask:
    """Return an application with the portal's database, keys and record, and not a single page."""
    every_model.load()
    app = Flask("model-layer")
    app.config.from_mapping(faces.flask_settings(settings))
    app.extensions["settings"] = settings
    app.extensions["tenants"] = SimpleNamespace(by_slug=dict.fromkeys(tenants))
    db.init_app(app)
    engines.install(app, db)
    keystore.init_app(app)
    audit.init_app(app)
    cli.init_app(app)
    return app


def let_go(app: Flask) -> None:
    """Close every pooled connection."""
    with app.app_context():
        for engine in db.engines.values():
            engine.dispose()
    app.extensions["keystore"].close()


def owner_engine(app: Flask) -> Engine:
    """Return an engine that the portal's walls do not watch, as a database administrator has it."""
    return owner.engine(app.extensions["settings"].owner_url)
