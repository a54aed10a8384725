"""Which pages does something for readers have while it is written, approved and published?"""

from __future__ import annotations

from portal.outputs import (
    desk_lines,
    happenings,
    leaving,
    next_steps,
    publishing_views,
    sending_views,
    writing_views,
)
from portal.outputs.blueprint import blueprint

__all__ = [
    "blueprint",
    "desk_lines",
    "happenings",
    "leaving",
    "next_steps",
    "publishing_views",
    "sending_views",
    "writing_views",
]
