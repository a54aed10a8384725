"""How is the portal put together from its settings, its partnerships and its faces?"""

from __future__ import annotations

from flask import Flask

from portal import cli, faces
from portal.config import Settings, refuse_unanswered, settings_from
from portal.extensions import csrf, db, migrate
from portal.models import audit, engines, keystore
from portal.tenancy.loader import load
from portal.web import (
    access,
    errors,
    headers,
    log,
    page_cache,
    places,
    rendering,
    sending,
    sign_in_session,
    static_files,
)


def create_app(settings: Settings | None = None) -> Flask:
    """Return the portal serving the faces that the settings name; UnsafeSettings or a faulty tenant stops it."""
    settings = settings or settings_from()
    app = Flask("portal", template_folder="../templates", static_folder="static")
    app.jinja_environment = rendering.PortalEnvironment
    app.config.from_mapping(faces.flask_settings(settings))
    app.extensions["settings"] = settings
    tenants = app.extensions["tenants"] = load(settings.tenants_directory)
    refuse_unanswered(settings, {slug: tenant.hostname for slug, tenant in tenants.by_slug.items()})
    db.init_app(app)
    migrate.init_app(app, db, directory="migrations")
    engines.install(app, db)
    keystore.init_app(app)
    sign_in_session.init_app(app)
    csrf.init_app(app)
    places.init_app(app)
    access.init_app(app)
    headers.init_app(app)
    sending.init_app(app)
    rendering.init_app(app)
    static_files.init_app(app)
    errors.init_app(app)
    log.init_app(app)
    # Last, so that its look at every answer comes first: what it puts in an answer's place gets the headers too.
    audit.init_app(app)
    faces.register(app, settings.faces)
    page_cache.install(app)
    faces.behind_proxies(app, settings.proxy_hops)
    cli.init_app(app)
    return app
