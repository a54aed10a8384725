"""What was written to people by e-mail on the way? Each letter as its receiver reads it."""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from email.message import EmailMessage
from unittest.mock import patch

from flask import Flask

from portal.web import post


def letters(portal: Flask) -> list[EmailMessage]:
    """Send what waits, as by day; return every letter that was kept, the earliest first."""
    with portal.app_context(), patch.object(post, "is_quiet", return_value=False):
        while post.empty_outbox():
            pass
    paths = portal.extensions["settings"].mail_folder.glob("*.eml")
    return [read(path.read_bytes()) for path in sorted(paths, key=lambda path: path.stat().st_mtime_ns)]


def read(kept: bytes) -> EmailMessage:
    """Return one letter."""
    letter = message_from_bytes(kept, policy=policy.default)
    assert isinstance(letter, EmailMessage)
    return letter


def link_to(portal: Flask, email: str) -> str:
    """Return the path to which the latest letter to an address leads."""
    latest = [letter for letter in letters(portal) if letter["To"] == email][-1]
    found = re.search(r"https?://[^/\s]+(/\S+)", latest.get_content())
    assert found
    return found[1]
