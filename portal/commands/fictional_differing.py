"""How do the people of a made-up case come to see it differently: members who advise, and partners who decide?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from portal.domain.deciding import MemberSays
from portal.domain.vocabulary import DecisionStage, Outcome, Role, StatutoryPartner
from portal.screening import disagreeing

if TYPE_CHECKING:
    from portal.commands.fictional_telling import Telling
    from portal.commands.fictional_years import Course
    from portal.tenancy.demonstration import Step

VIEWS: tuple[dict[str, str], ...] = (
    {
        "says": MemberSays.NEEDED.value,
        "outcome": Outcome.RAPID_REVIEW.value,
        "reason": "A child was seriously harmed and neglect is suspected. I would not wait.",
    },
    {
        "says": MemberSays.NOT_NEEDED.value,
        "reason": "The injury has been explained, and the agencies did what they should. I would close it here.",
        "interest": "Our school taught the child until the summer.",
    },
    {
        "says": MemberSays.CANNOT_SAY.value,
        "reason": "The hospital has not said how the injury came about. I would ask again before anybody advises.",
    },
)


def screened(course: Course, place: int, **says: str) -> Course:
    """Advice on a case, with a member's view beside it: one agrees, one sees it otherwise, one cannot say yet."""
    return course.then(2, "give-view", **VIEWS[place]).then(1, "screen", **says)


# On how many days before loading the three are referred: asked lately, asked and late, and settled otherwise.
DIFFERED = (4, 14, 21)
TOLD = (
    "Alex Stand-in, chief executive of the council, by telephone\n"
    "Sam Stopgap, chief executive of the integrated care board, by telephone\n"
    "Chris Cipher, chief constable, through their staff officer\nAll three are made up."
)
QUESTION = (
    "Two partners would begin the rapid review now; the police would wait. Does it begin, or does it wait?"
)
AGAINST = "An inquiry has begun. We would wait until the people who were there have been spoken to."
WHY = "Made-up reasons: the inquiry is kept safe by agreeing whom to speak to and when. The children cannot wait."

OTHERWISE = (
    "Made-up reasons: the hospital is asked for its words first, within two days. Then the three decide anew."
)


def differed(course: Course, place: int, **says: str) -> Course:
    """A decision on which partners differ: not taken further, with their lead partners, or settled otherwise."""
    stage = DecisionStage.SCREENING.value
    course.then(
        2, "prepare-decision", stage=stage, answered=3, dissent="police", dissent_reason=AGAINST, **says
    )
    if place:
        course.then(1, "tell-lead-partners", reason=QUESTION)
    if place > 1:
        course.then(1, "settle", outcome=Outcome.MORE_INFORMATION.value, reason=OTHERWISE)
    return course


def tell_lead_partners(telling: Telling, step: Step) -> None:
    """Record that the lead safeguarding partners are told and asked."""
    coordinator = telling.cast(Role.COORDINATOR)
    disagreeing.escalate(
        telling.session,
        telling.cast.tenant,
        coordinator,
        telling.reference,
        telling.decision,
        TOLD,
        step.says["reason"],
    )


def settle(telling: Telling, step: Step) -> None:
    """Record what they decided."""
    settled_as(telling, step.says["outcome"], step.says["reason"])


def settled_as(telling: Telling, outcome: str, reason: str) -> None:
    """Record that the lead safeguarding partners decided so on this day."""
    settled = disagreeing.Settlement(telling.day, outcome, TOLD, reason)
    disagreeing.settle(
        telling.session, telling.cast.tenant, telling.cast(Role.COORDINATOR), telling.reference, telling.decision,
        settled, telling.day,
    )  # fmt: skip


def settle_at_once(telling: Telling, step: Step) -> None:
    """Have the lead safeguarding partners decide as it was put, and every partner give its position again."""
    says: Mapping[str, Any] = step.says
    disagreeing.escalate(
        telling.session, telling.cast.tenant, telling.cast(Role.COORDINATOR), telling.reference, telling.decision,
        TOLD, f"Two partners would decide so. One would not: {says['dissent_reason']}",
    )  # fmt: skip
    settled_as(telling, says["outcome"], WHY)
    for partner in StatutoryPartner:
        telling.speak(partner, {})
