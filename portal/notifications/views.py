"""Which modules hold the pages about the National Panel and late steps, and what they show elsewhere?"""

from __future__ import annotations

from portal.notifications import (
    desk_lines,
    happenings,
    next_steps,
    notification_views,
    panel_views,
    panels,
    telling_views,
)
from portal.notifications.blueprint import blueprint

__all__ = [
    "blueprint", "desk_lines", "happenings", "next_steps", "notification_views", "panel_views", "panels",
    "telling_views",
]  # fmt: skip
