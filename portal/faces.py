"""Which slices does each face of the portal serve, and with which Flask settings?"""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module
from typing import Any

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from portal.config import Settings

# A public host never imports the code for casework: slices are imported only for the faces it serves.
SLICES: dict[str, tuple[str, ...]] = {
    "public": ("library", "api"),
    "staff": (
        "accounts", "referrals", "screening", "notifications", "casework", "documents", "information", "reviews",
        "outputs", "retention", "settings", "releases", "meetings", "learning",
    ),
    "region": ("accounts", "region"),
}
EVERY_FACE = ("portal.web.health", "portal.web.theme")


def register(app: Flask, faces: tuple[str, ...]) -> None:
    """Register the blueprint of each slice of these faces."""
    slices = dict.fromkeys(f"portal.{name}.views" for face in faces for name in SLICES[face])
    for module in (*EVERY_FACE, *slices):
        app.register_blueprint(import_module(module).blueprint)


def flask_settings(settings: Settings) -> dict[str, Any]:
    """Return what Flask and its extensions are told."""
    return {
        "SECRET_KEY": settings.secret_key,
        "SQLALCHEMY_DATABASE_URI": settings.database_url,
        "SQLALCHEMY_BINDS": {"public": settings.public_url, "region": settings.region_url},
        "TRUSTED_HOSTS": list(settings.trusted_hosts),
        "MAX_CONTENT_LENGTH": settings.request_bytes,
        "MAX_FORM_MEMORY_SIZE": 2_000_000,
        "MAX_FORM_PARTS": 2_000,
        "SESSION_COOKIE_NAME": "portal" if settings.is_demonstration else "__Host-portal",
        "SESSION_COOKIE_SECURE": not settings.is_demonstration,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "PERMANENT_SESSION_LIFETIME": timedelta(hours=settings.session_hours),
        # A form token lasts as long as its session's row, so that a form sent too late can still be held.
        "WTF_CSRF_TIME_LIMIT": None,
        "PREFERRED_URL_SCHEME": "http" if settings.is_demonstration else "https",
    }


def behind_proxies(app: Flask, hops: int) -> None:
    """Trust exactly this many proxies for the client's address, scheme and host; none by default."""
    if hops:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
