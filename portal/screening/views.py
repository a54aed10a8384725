"""Which modules hold the pages of screenings and decisions, and what they show elsewhere?"""

from __future__ import annotations

from portal.screening import (
    advice_views,
    decision_views,
    delegate_views,
    desk_lines,
    disagreement_views,
    elsewhere_views,
    happenings,
    member_views,
    next_steps,
    panels,
)
from portal.screening.blueprint import blueprint

__all__ = [
    "advice_views", "blueprint", "decision_views", "delegate_views", "desk_lines", "disagreement_views",
    "elsewhere_views", "happenings", "member_views", "next_steps", "panels",
]  # fmt: skip
