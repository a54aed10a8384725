"""How do styles and scripts reach a browser packed, and stay there until they change?"""

from __future__ import annotations

import gzip
import os
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from flask import Flask, Response, current_app, request

from portal.web.page_forms import TEXT, unpacks

A_YEAR = 31_536_000  # seconds; nothing may be kept for longer (RFC 9111)


def init_app(app: Flask) -> None:
    """Send static files as they are best kept."""
    app.after_request(keep_and_pack)


def keep_and_pack(response: Response) -> Response:
    """Let a file be kept for a year at the address that names its content, and pack it for who unpacks it."""
    if request.endpoint != "static" or response.status_code not in (200, 304):
        return response
    filename = (request.view_args or {})["filename"]
    if request.args.get("v") == digest_of(filename):
        kept_for_long(response)
    if TEXT.search(response.headers.get("Content-Type", "")):
        response.vary.add("Accept-Encoding")
        if response.status_code == 200 and unpacks(request.environ):
            pack(response, filename)
    return response


def kept_for_long(response: Response) -> Response:
    """Say that what stands at the address of this response never changes."""
    response.cache_control.no_cache = None
    response.cache_control.public = True
    response.cache_control.max_age = A_YEAR
    response.cache_control.immutable = True
    return response


def pack(response: Response, filename: str) -> None:
    """Put the packed file in the place of the plain one; another form has another ETag (RFC 9110, 8.8.3)."""
    response.close()  # the plain file was opened already
    response.direct_passthrough = False
    response.set_data(packed(*state_of(filename)))
    response.headers["Content-Encoding"] = "gzip"
    response.headers.pop("Accept-Ranges", None)
    response.set_etag(f"{digest_of(filename)}-packed")
    response.make_conditional(request)


def digest_of(filename: str) -> str:
    """Return a short digest of a static file's content; "missing" before the assets are built."""
    return digest(*state_of(filename))


def state_of(filename: str) -> tuple[str, int]:
    """Return where a static file is, and when it changed last: 0 where there is none."""
    path = f"{current_app.static_folder}/{filename}"
    try:
        return path, os.stat(path).st_mtime_ns
    except FileNotFoundError:
        return path, 0


@lru_cache(64)
def digest(path: str, changed_at: int) -> str:
    """Return a short digest of a file as it was then."""
    return sha256(Path(path).read_bytes()).hexdigest()[:12] if changed_at else "missing"


@lru_cache(64)
def packed(path: str, changed_at: int) -> bytes:
    """Return a file as it was then, packed as small as it goes."""
    return gzip.compress(Path(path).read_bytes(), 9, mtime=0)
