"""The portal's real tables and walls in an empty database, without its pages: quick to make, for tests of the walls."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from sqlalchemy import Connection

from portal.config import Settings, settings_from
from portal.extensions import db
from portal.models import engines, owner
from portal.models.schema import create_schema
from tests.databases import settings_of
from tests.models.probe_database import empty_database


@dataclass
class RealTables:
    """An app that has the portal's database and nothing else of the portal."""

    app: Flask
    settings: Settings

    @contextmanager
    def owned(self) -> Iterator[Connection]:
        """Give a connection of the database's owner, whose changes nobody keeps."""
        engine = owner.engine(self.settings.owner_url)
        with engine.connect() as connection:
            yield connection
            connection.rollback()
        engine.dispose()


@contextmanager
def real_tables(engine_name: str, instance: Path) -> Iterator[RealTables]:
    """Make the real tables on one engine, and drop them in the end."""
    with ExitStack() as stack:
        urls = stack.enter_context(empty_database()) if engine_name == "postgresql" else {}
        names = {"owner": "PORTAL_OWNER_URL", "staff": "PORTAL_DATABASE_URL"}
        names |= {"public": "PORTAL_PUBLIC_URL", "region": "PORTAL_REGION_URL"}
        settings = settings_from(
            settings_of(instance, {names[who]: url for who, url in urls.items() if who in names})
        )
        create_schema(settings)
        app = Flask("tables")
        app.config.update(
            SQLALCHEMY_DATABASE_URI=settings.database_url,
            SQLALCHEMY_BINDS={"public": settings.public_url, "region": settings.region_url},
        )
        db.init_app(app)
        engines.install(app, db)
        yield RealTables(app, settings)
        with app.app_context():
            for engine in db.engines.values():
                engine.dispose()
