"""Which addresses do referrals have? Those of the referrer, and those of whoever receives."""

from __future__ import annotations

from portal.referrals import (
    asking_views,
    chasing,
    colleague_views,
    desk_lines,
    entering_views,
    file_views,
    following_desk_lines,
    following_views,
    happenings,
    intake_desk_lines,
    joining_views,
    leaving,
    letter_views,
    likeness_views,
    notifying_views,
    offering_views,
    quality_views,
    receiving_views,
    referring_views,
    sending_views,
)
from portal.referrals.blueprint import blueprint

__all__ = [
    "asking_views",
    "blueprint",
    "chasing",
    "colleague_views",
    "desk_lines",
    "entering_views",
    "file_views",
    "following_desk_lines",
    "following_views",
    "happenings",
    "intake_desk_lines",
    "joining_views",
    "leaving",
    "letter_views",
    "likeness_views",
    "notifying_views",
    "offering_views",
    "quality_views",
    "receiving_views",
    "referring_views",
    "sending_views",
]
