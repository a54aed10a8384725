"""How is what happens to a case itself told?"""

from __future__ import annotations

from datetime import date

from flask import current_app

from portal.domain.moved_days import Because
from portal.domain.vocabulary import Role
from portal.models.event import Event
from portal.web.happenings import Lane, register_words
from portal.web.steps import ANSWER_THE_PANEL, PANEL_REPLY
from portal.web.wording import date_words


def clock_told(event: Event) -> str:
    """Say of which clock an event tells, when it was and is due, and why it moved or to whom it was passed."""
    if "due_before" not in event.facts:
        role = f", passed to: {Role(event.facts['role']).label.lower()}" if "role" in event.facts else ""
        return f"{clock_words(event)}, due {date_words(date.fromisoformat(event.facts['due_on']))}{role}"
    before = date_words(date.fromisoformat(event.facts["due_before"]))
    if event.what == "clock-ended":
        return f"{clock_words(event)}: it was due {before}"
    now, why = date_words(date.fromisoformat(event.facts["due_on"])), Because(event.facts["because"]).label
    return f"{clock_words(event)}: it was due {before} and is due {now}, because {why}"


def clock_words(event: Event) -> str:
    """Return what a clock times, as its partnership says it; its code where it has no such clock any more."""
    code = event.facts["clock"]
    rule = current_app.extensions["tenants"].by_slug[event.tenant].clocks.get(code)
    return ANSWER_THE_PANEL.label if code == PANEL_REPLY else rule.label if rule else code


register_words(
    "case",
    Lane.CASE,
    {
        "clock-moved": "Due day worked out anew",
        "clock-ended": "A clock counts no longer",
        "clock-passed-on": "A clock ended here, since another area has the case and counts its own",
        "clock-reminded": "Reminder given",
        "clock-passed-up": "Passed up because it is late",
    },
    text=clock_told,
)

register_words(
    "case",
    Lane.CASE,
    {
        "opened": "Case opened",
        "opened-to-notify": "Case opened to notify the National Panel, with no referral taken in",
        "closed": "Case closed",
        "reopened": "Case reopened",
        "corrected": "What is known was corrected",
        "child-corrected": "What is known of a child was corrected",
        "child-added": "Child added",
        "access-granted": "Access given to a person",
        "access-ended": "A person’s access ended",
        "person-excluded": "Closed to a person who is involved",
        "exclusion-ended": "Opened again to a person who is not involved",
        "opened-in-emergency": "Opened in an emergency",
        "emergency-looked-at": "An opening in an emergency was looked at",
    },
)
