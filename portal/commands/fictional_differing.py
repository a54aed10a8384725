"""How do the people of a made-up case come to see it differently: members who advise, and partners who decide?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from portal.domain.deciding import MemberSays
from portal.domain.vocabulary import DecisionStage, Outcome, Role, StatutoryPartner
from portal.models.delegate import delegates
from portal.models.session import TenantSession
from portal.screening import delegating, disagreeing
from portal.screening.criteria_asked import REGARDED, criteria_at

if TYPE_CHECKING:
    from portal.commands.fictional_lot import Course
    from portal.commands.fictional_people import Cast
    from portal.commands.fictional_telling import Telling
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


EVIDENCE = "The referral, and what agencies returned."
NOT_ASKED = "The Panel has not been asked about it yet."


def weighed(stage: DecisionStage, kind: str, reason: str) -> dict[str, dict[str, str]]:
    """Return what is said of each criterion: rarer circumstances are absent, and so is a Panel that was not asked."""
    said = {
        each.code: {"answer": "yes", "reason": reason, "evidence": EVIDENCE}
        for each in criteria_at(stage, kind)
    }
    absent = {each.code: {"answer": "no", "reason": ""} for each in REGARDED if each.code in said}
    is_asked = stage is DecisionStage.AFTER_PANEL_REPLY or "panel-view" not in said
    panel = {} if is_asked else {"panel-view": {"answer": "no", "reason": NOT_ASKED}}
    return {**said, **absent, **panel}


def screened(course: Course, place: int, **says: str) -> Course:
    """Advice on a case, with a member's view beside it: one agrees, one sees it otherwise, one cannot say yet."""
    return course.then(2, "give-view", **VIEWS[place]).then(1, "screen", **says)


# On how many days before loading the three are referred: asked lately, asked and late, and settled otherwise.
DIFFERED = (4, 14, 21)
LEADS_TOLD = (
    "Robyn Figurehead, chief executive of the council, by telephone\n"
    "Sam Stopgap, chief executive of the integrated care board, by telephone\n"
    "Chris Cipher, chief constable, through their staff officer\nAll three are made up."
)
LEADS_DECIDED = "Robyn Figurehead, Sam Stopgap and Chris Cipher, at one table. All three are made up."
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
        LEADS_TOLD,
        step.says["reason"],
    )


def settle(telling: Telling, step: Step) -> None:
    """Record what they decided."""
    settled_as(telling, step.says["outcome"], step.says["reason"])


def settled_as(telling: Telling, outcome: str, reason: str) -> None:
    """Record that the lead safeguarding partners decided so on this day."""
    settled = disagreeing.Settlement(telling.day, outcome, LEADS_DECIDED, reason)
    disagreeing.settle(
        telling.session, telling.cast.tenant, telling.cast(Role.COORDINATOR), telling.reference, telling.decision,
        settled, telling.day,
    )  # fmt: skip


def settle_at_once(telling: Telling, step: Step) -> None:
    """Have the lead safeguarding partners decide as it was put, and every partner give its position again."""
    says: Mapping[str, Any] = step.says
    disagreeing.escalate(
        telling.session, telling.cast.tenant, telling.cast(Role.COORDINATOR), telling.reference, telling.decision,
        LEADS_TOLD, f"Two partners would decide so. One would not: {says['dissent_reason']}",
    )  # fmt: skip
    settled_as(telling, says["outcome"], WHY)
    for partner in StatutoryPartner:
        telling.speak(partner, {})


SPEAKS_TOO = "Made up: a letter of the chief executive leaves decisions to the deputy while they are away."
SPOKE = "Made up: the assistant chief constable was abroad, and their deputy spoke for the force."


def name_delegates(session: TenantSession, cast: Cast, today: date) -> None:
    """Put on record, once, who speaks for a partner now and who did: nobody of them is real."""
    if delegates(session):
        return
    since, until = today - timedelta(days=40), today - timedelta(days=12)
    for role, named in (
        (Role.ICB_DECISION_MAKER, delegating.Named(
            "", "Ellis Understudy, deputy director of nursing", "Jamie Madeup, director of nursing", SPEAKS_TOO,
            since, today + timedelta(days=120))),
        (Role.POLICE_DECISION_MAKER, delegating.Named(
            "", "Noor Proxy, superintendent", "Quinn Fictional, chief superintendent", SPOKE, since, until)),
    ):  # fmt: skip
        delegating.name_delegate(session, cast.tenant, cast(role), named)
