"""Does a newcomer's `make run` answer soon, the first time and the second?"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.test_architecture import ROOT, tracked_files

FIRST_SECONDS = 180
SECOND_SECONDS = 10


@pytest.mark.prove
def test_a_fresh_copy_answers_within_three_minutes_and_then_within_ten_seconds(
    tmp_path: Path, figure: Callable[[str, object], None]
) -> None:
    for path in tracked_files():
        (tmp_path / path.relative_to(ROOT)).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, tmp_path / path.relative_to(ROOT))
    first = seconds_until_ready(tmp_path, FIRST_SECONDS)
    second = seconds_until_ready(tmp_path, SECOND_SECONDS)
    figure("first make run answers /ready after seconds", f"{first:.1f} (at most {FIRST_SECONDS})")
    figure("second make run answers /ready after seconds", f"{second:.1f} (at most {SECOND_SECONDS})")


def seconds_until_ready(folder: Path, most: float) -> float:
    """Start `make run` there and return how long /ready took; end everything it started."""
    port = free_port()
    plain = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PORTAL_", "MAKE", "MFLAGS"))
    }
    began = time.monotonic()
    with (folder / "make-run.log").open("w") as log:
        started = subprocess.Popen(
            ["make", "run"],
            cwd=folder,
            env=plain | {"PORT": str(port)},
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    try:
        while time.monotonic() - began < most:
            if started.poll() is not None:
                break
            if answers(f"http://127.0.0.1:{port}/ready"):
                return time.monotonic() - began
            time.sleep(0.1)
        pytest.fail((folder / "make-run.log").read_text()[-3000:], pytrace=False)
    finally:
        os.killpg(started.pid, signal.SIGTERM)
        started.wait(30)


def answers(address: str) -> bool:
    """Return whether the address answers 200."""
    try:
        with urllib.request.urlopen(address, timeout=5) as response:
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def free_port() -> int:
    """Return a port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
