"""Which blueprint do the pages of accounts and people belong to?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint

blueprint = Blueprint("accounts", __name__)


def here_and_anywhere(path: str, **options: Any) -> Callable[[Any], Any]:
    """Serve an address in each partnership's brand, and without one for people who belong to several."""

    def decorate(view: Any) -> Any:
        blueprint.add_url_rule(f"/<tenant:tenant>{path}", view_func=view, **options)
        blueprint.add_url_rule(path, view_func=view, **options)
        return view

    return decorate
