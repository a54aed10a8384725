"""What does the portal write to its log? One JSON line an event: kinds and identifiers, never anybody's words."""

from __future__ import annotations

import sys
from typing import Any

import structlog
from flask import Flask


def init_app(app: Flask) -> None:
    """Write every event as a line of JSON to the standard error stream, where a command's own report is not."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(),
        ],
        logger_factory=to_standard_error,
    )


def to_standard_error(*names: Any) -> structlog.PrintLogger:
    """Return a logger on the stream as it is at this moment."""
    return structlog.PrintLogger(sys.stderr)
