"""How does a real browser reach the portal under test? Served on loopback, on a free port."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask
from playwright.sync_api import Browser, Playwright
from werkzeug.serving import make_server

# The same Chromium without the windows that nobody sees, which cost as much as the pages.
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium-headless-shell") or "/usr/bin/chromium"


@contextmanager
def serving(portal: Flask) -> Iterator[str]:
    """Serve the portal until the block ends; give its address without a slash at the end."""
    server = make_server("127.0.0.1", 0, portal, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join(10)
        server.server_close()


def chromium(playwright: Playwright) -> Browser:
    """Start Debian's Chromium, which finds no name beyond this machine."""
    return playwright.chromium.launch(
        executable_path=CHROMIUM,
        args=["--no-sandbox", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost"],
    )
