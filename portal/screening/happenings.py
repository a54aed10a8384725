"""How is what happens to a decision told?"""

from __future__ import annotations

from portal.web.happenings import Lane, register_words

register_words(
    "case",
    Lane.DECISION,
    {
        "view-given": "A member’s view given",
        "view-changed": "A member’s view changed",
        "interest-declared": "An agency’s interest declared",
        "screening-begun": "Screening begun",
        "screening-recorded": "The screening body’s advice recorded",
        "advice-confirmed": "The advice confirmed by the chair",
        "decision-prepared": "Decision prepared",
        "decision-changed": "Decision put otherwise",
        "position-recorded": "A partner’s position recorded",
        "partners-not-agreed": "The partners do not agree",
        "partners-agreed-since": "The partners are of one mind after all",
        "lead-partners-asked": "The lead safeguarding partners asked",
        "lead-partners-decided": "What the lead safeguarding partners decided recorded",
        "decision-signed": "Decision signed",
        "process-linked": "Another process linked",
        "process-changed": "What is said of another process changed",
        "panel-told-of-deferral": "The National Panel told why the decision is put off",
    },
)
