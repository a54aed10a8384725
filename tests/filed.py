"""How does a test hand a file in through a page, and turn the virus scanner on and off?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

from flask import Flask

from tests import clamd
from tests.people import seen_on, token_on


def with_scanner(portal: Flask) -> None:
    """Let the portal ask the run's real scanner."""
    set_scanner(portal, clamd.scanner_address())


def set_scanner(portal: Flask, address: str) -> None:
    """Name another scanner to the portal."""
    portal.extensions["settings"] = replace(portal.extensions["settings"], scanner=address)


def hand_in(browser: Any, path: str, files: Mapping[str, Any], **fields: Any) -> Any:
    """Send files with a page's form as a browser would: pairs of name and bytes, one or a list a field."""
    page = browser.get(path)
    sent: dict[str, Any] = {"csrf_token": token_on(page, path), **seen_on(page), **fields}
    for field, chosen in files.items():
        several = chosen if isinstance(chosen, list) else [chosen]
        sent[field] = [(BytesIO(content), name) for name, content in several]
    return browser.post(path, data=sent, content_type="multipart/form-data")


def files_on_disk(portal: Flask) -> list[Path]:
    """Return every file that the portal's store holds."""
    folder = portal.extensions["settings"].instance / "files"
    return sorted(path for path in folder.rglob("*") if path.is_file())
