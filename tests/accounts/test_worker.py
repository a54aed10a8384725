"""Does the worker, as a process of its own, send what waits and stop when it is told to?"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from flask import Flask

from tests.accounts.test_mail import outbox, write
from tests.databases import Environment
from tests.people import somebody

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 90


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_the_worker_sends_within_seconds_and_ends_when_told(portal: Flask, environment: Environment) -> None:
    worker = subprocess.Popen(
        [sys.executable, "-m", "flask", "--app", "wsgi", "worker", "run"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    try:
        folder = portal.extensions["settings"].mail_folder
        for count in (1, 2):
            write(portal, somebody(portal))
            assert wait_for(lambda count=count: len(list(folder.glob("*.eml"))) == count), (
                "no letter was sent"
            )
        assert wait_for(lambda: all(sent for sent, *_ in outbox(portal)))
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(PATIENCE) == 0
    finally:
        worker.kill()
        worker.communicate()


def wait_for(is_so: object) -> bool:
    """Return whether it became so in good time."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if is_so():  # type: ignore[operator]
            return True
        time.sleep(0.2)
    return False
