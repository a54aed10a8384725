"""Are there records of a partnership that no folder names any more?"""

from __future__ import annotations

import structlog
from flask import Flask, current_app

from portal.models.keystore import keystore


def hidden_records() -> list[str]:
    """Return each slug with records and without a folder, and what to do: every record is kept under its slug."""
    folders = current_app.extensions["tenants"].by_slug
    return [
        f"{slug}: records are kept under this name and no folder has it, so nobody reaches them and no clock or "
        f"retention runs for them; call the partnership's folder {slug!r} again"
        for slug in sorted(keystore().tenants() - set(folders))
    ]


def tell_at_start(app: Flask) -> None:
    """Warn of hidden records in the log of a portal that begins to serve; a public host has no keys to tell by."""
    if app.extensions["settings"].is_public_host:
        return
    with app.app_context():
        for said in hidden_records():
            structlog.get_logger().warning("hidden records", said=said)
