"""How is what happens while agencies are asked told?"""

from __future__ import annotations

from portal.domain.information import LadderStep
from portal.information.queries import BEGUN
from portal.models.event import Event
from portal.web.happenings import Lane, register_words
from portal.web.places import current_tenant

STEPS = {
    LadderStep.RECEIPT: "Asked whether the request was received",
    LadderStep.REMINDER: "Reminded",
    LadderStep.DUE_TODAY: "Reminded that it is due today",
    LadderStep.LATE: "Told that it is late",
    LadderStep.AGENCY_LEAD: "Its safeguarding lead was turned to",
    LadderStep.ESCALATION: "Whoever hears of an agency that does not answer was told",
    LadderStep.FORMAL_LETTER: "The formal letter was called for",
}


def agency_of(event: Event) -> str:
    """Return the agency that an event is about."""
    code = event.facts.get("agency", "")
    return next((each.name for each in current_tenant().agencies if each.code == code), code)


register_words(
    "case",
    Lane.CASE,
    {
        "agency-asked": "Asked what it knows",
        "agency-received-request": "Request received",
        "return-author-named": "A colleague was named to write the return",
        BEGUN: "Began to write its return",
        "return-link-sent": "One-off link sent",
        "return-link-locked": "One-off link locked after wrong codes",
        "return-written": "Return written, waits for approval",
        "return-sent-back": "Return sent back to its writer",
        "agency-returned": "Returned what it knows",
        "agency-returned-nothing-known": "Returned that it knows nothing",
        "agency-request-withdrawn": "Asked no longer",
        "gone-on-without-agency": "The work went on without its return",
        **{f"ladder-{step.value}": words for step, words in STEPS.items()},
    },
    about=agency_of,
)
