"""How is what happens to a decision told?"""

from __future__ import annotations

from portal.web.happenings import Lane, register_words

register_words(
    "case",
    Lane.DECISION,
    {
        "screening-begun": "Screening begun",
        "screening-recorded": "The screening body’s advice recorded",
        "decision-prepared": "Decision prepared",
        "decision-changed": "Decision put otherwise",
        "position-recorded": "A partner’s position recorded",
        "decision-signed": "Decision signed",
    },
)
