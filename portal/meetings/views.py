"""Which modules hold the pages of the screening body, and what they show elsewhere?"""

from __future__ import annotations

from portal.meetings import (
    body_views,
    desk_lines,
    happenings,
    holding_views,
    minutes_views,
    pack_views,
    panels,
    planning_views,
)
from portal.meetings.blueprint import blueprint

__all__ = [
    "blueprint",
    "body_views",
    "desk_lines",
    "happenings",
    "holding_views",
    "minutes_views",
    "pack_views",
    "panels",
    "planning_views",
]
