"""How is what happens to a meeting told, on its own page and on the cases that it considers?"""

from __future__ import annotations

from portal.web.happenings import Lane, register_words

register_words(
    "meeting",
    Lane.DECISION,
    {
        "planned": "Meeting planned",
        "place-changed": "Where it is, or how people join, changed",
        "cancelled": "Meeting cancelled",
        "rebooked": "Rebooked",
        "held": "Who took part recorded: it could advise",
        "held-without-quorum": "Who took part recorded: too few to advise",
        "attendance-corrected": "Who took part corrected: it could advise",
        "attendance-corrected-without-quorum": "Who took part corrected: too few to advise",
        "minutes-begun": "Minutes begun",
        "minutes-sent": "Minutes sent for approval",
        "minutes-returned": "Minutes returned with comments",
        "minutes-approved": "Minutes approved",
        "action-done": "An agreed action was done",
    },
)
register_words(
    "case",
    Lane.DECISION,
    {
        "put-on-agenda": "Put on the agenda of a meeting",
        "taken-off-agenda": "Taken off the agenda of a meeting",
        "considered-at-meeting": "Considered at a meeting",
        "considered-without-quorum": "On the agenda of a meeting without a quorum for it",
        "agency-interest-declared": "An agency’s interest declared",
        "personal-interest-declared": "Personal involvement declared",
    },
)
