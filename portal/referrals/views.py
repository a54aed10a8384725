"""Which addresses do referrals have? Those of the referrer, and those of whoever receives."""

from __future__ import annotations

from portal.referrals import (
    colleague_views,
    desk_lines,
    file_views,
    happenings,
    receiving_views,
    referring_views,
)
from portal.referrals.blueprint import blueprint

__all__ = [
    "blueprint",
    "colleague_views",
    "desk_lines",
    "file_views",
    "happenings",
    "receiving_views",
    "referring_views",
]
