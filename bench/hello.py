"""What does the least that Flask can answer cost? Every other figure is a ratio to this page."""

from __future__ import annotations

from flask import Flask

app = Flask(__name__)


@app.get("/")
def hello() -> str:
    """Answer with a few words."""
    return "Hello from a bare Flask page."
