"""How is what happens while agencies are asked told?"""

from __future__ import annotations

from portal.domain.information import LadderStep
from portal.information.queries import BEGUN
from portal.models.event import Event
from portal.web.happenings import Lane, register_words
from portal.web.places import current_tenant
from portal.web.wording import source_words

STEPS = {
    LadderStep.RECEIPT: "Asked whether the request was received",
    LadderStep.REMINDER: "Reminded",
    LadderStep.DUE_TODAY: "Reminded that it is due today",
    LadderStep.LATE: "Told that it is late",
    LadderStep.AGENCY_LEAD: "Its safeguarding lead was turned to",
    LadderStep.ESCALATION: "Whoever hears of an agency that does not answer was told",
    LadderStep.FORMAL_LETTER: "The formal letter was called for",
}
NOBODY_REACHED = {
    LadderStep.RECEIPT: "Nobody there could be asked whether the request was received",
    LadderStep.REMINDER: "Nobody there could be reminded",
    LadderStep.DUE_TODAY: "Nobody there could be reminded that it is due today",
    LadderStep.LATE: "Nobody there could be told that it is late",
    LadderStep.AGENCY_LEAD: "No safeguarding lead of it is known here",
    LadderStep.ESCALATION: "Nobody here could be told that it does not answer",
    LadderStep.FORMAL_LETTER: "Nobody here could be asked for the formal letter",
}


def agency_of(event: Event) -> str:
    """Return the agency that an event is about."""
    return source_words(event.facts.get("agency", ""), current_tenant())


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
        "agency-telephoned": "Telephoned",
        "formal-letter-sent": "The formal letter was sent",
        **{f"ladder-{step.value}": words for step, words in STEPS.items()},
        **{f"ladder-{step.value}-nobody": words for step, words in NOBODY_REACHED.items()},
    },
    about=agency_of,
)
