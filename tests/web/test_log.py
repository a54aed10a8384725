"""Is what the portal logs a line that a machine can read, apart from what its commands report?"""

from __future__ import annotations

import json

import pytest
import structlog
from flask import Flask


def test_an_event_is_one_line_of_json_and_no_part_of_a_commands_report(
    portal: Flask, capsys: pytest.CaptureFixture[str]
) -> None:
    structlog.get_logger().error("unexpected", kind="ValueError")
    report, log = capsys.readouterr()
    said = json.loads(log.splitlines()[-1])
    assert (said["event"], said["kind"], said["level"]) == ("unexpected", "ValueError", "error")
    assert "unexpected" not in report
