"""Which pages do requests for information and agencies' returns have, and what do they tell elsewhere?"""

from __future__ import annotations

from portal.information import (
    agency_views,
    case_views,
    chasing_views,
    desk_lines,
    happenings,
    leaving,
    panels,
    visit_views,
)
from portal.information.blueprint import blueprint

__all__ = [
    "agency_views", "blueprint", "case_views", "chasing_views", "desk_lines", "happenings", "leaving", "panels",
    "visit_views",
]  # fmt: skip
