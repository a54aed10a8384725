"""How is what happens to a meeting told, on its own page and on the cases that it considers?"""

from __future__ import annotations

from portal.web.happenings import Lane, register_words

register_words(
    "meeting",
    Lane.DECISION,
    {
        "planned": "Meeting planned",
        "cancelled": "Meeting cancelled",
        "rebooked": "Rebooked",
    },
)
register_words(
    "case",
    Lane.DECISION,
    {
        "put-on-agenda": "Put on the agenda of a meeting",
        "taken-off-agenda": "Taken off the agenda of a meeting",
    },
)
