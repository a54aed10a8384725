"""What do partners weigh when they decide whether, and how, to review?

The gate and the criteria are today's. 001_a9a6396a3ed5d02b.txt and 002_3aa3d5943d06e07a.txt print older tests
(concern about joint working as a condition, deaths in custody always reviewed); the portal states the present
law and keeps the list of deaths as circumstances in which not reviewing needs a recorded reason.
"""

from collections.abc import Collection
from dataclasses import dataclass

_REG_11 = "SI 2018/789 reg. 11"
_WORKING_TOGETHER = "Working Together 2018 ch. 4 and 2023 ch. 5"
_DEATHS = "001_a9a6396a3ed5d02b.txt, after Working Together 2015"


@dataclass(frozen=True, slots=True)
class Criterion:
    """One thing to weigh, in our own words, with the source of the rule."""

    code: str
    text: str
    source: str
    # What its words take in, for whoever answers it.
    meaning: str = ""


GATE: tuple[Criterion, ...] = (
    Criterion(
        "abuse-or-neglect",
        "Abuse or neglect of the child is known or suspected, as a cause or as a contributing factor.",
        "Children Act 2004 s.16C(1)",
    ),
    Criterion(
        "death-or-serious-harm",
        "The child has died or has been seriously harmed, in this area or, if normally resident here, "
        "outside England. A suspected suicide counts as a death.",
        "Children Act 2004 s.16C(1)",
        "Serious harm takes in serious or long-term impairment of a child's mental health or of their intellectual, "
        "emotional, social or behavioural development, and impairment of their physical health. Weigh what is likely "
        "in the long term, even where it is not certain yet. That a child has recovered does not rule it out.",
    ),
)

LOCAL_REVIEW_CRITERIA: tuple[Criterion, ...] = (
    Criterion(
        "improvements",
        "The case shows, or may show, improvements needed to safeguard and promote the welfare of children, "
        "including improvements identified before.",
        _REG_11,
    ),
    Criterion(
        "recurrent-themes",
        "The case shows, or may show, themes that recur in safeguarding and promoting the welfare of children.",
        _REG_11,
    ),
    Criterion(
        "working-together",
        "The case raises, or may raise, concerns about how well two or more organisations or agencies work "
        "together.",
        _REG_11,
    ),
    Criterion(
        "panel-view",
        "The National Panel has considered the case and concluded that a local review may be more fitting.",
        _REG_11,
    ),
)

REGARD_CIRCUMSTANCES: tuple[Criterion, ...] = (
    Criterion("single-agency", "There is concern about what a single agency did.", _WORKING_TOGETHER),
    Criterion(
        "no-agency", "No agency was involved, and that is itself a cause for concern.", _WORKING_TOGETHER
    ),
    Criterion(
        "several-areas",
        "More than one local authority, police area or integrated care board was involved, including where "
        "the family moved.",
        _WORKING_TOGETHER,
    ),
    Criterion(
        "institution",
        "The case may concern an institution: a children's home or other residential setting, custody, or "
        "detention under the Mental Health Act 1983 or the Mental Capacity Act 2005.",
        _WORKING_TOGETHER,
    ),
)

# Asked by those who advise and decide, and no circumstance that a referrer ticks.
BELOW_THE_DEFINITION: tuple[Criterion, ...] = (
    Criterion(
        "below-the-definition",
        "The case is not a serious child safeguarding case, and there is good practice, poor practice or a near miss "
        "from which several agencies can learn.",
        _WORKING_TOGETHER,
    ),
)

RECORDED_REASON_CIRCUMSTANCES: tuple[Criterion, ...] = (
    Criterion("death-in-custody", "A child died in custody.", _DEATHS),
    Criterion("death-in-police-custody", "A child died in police custody.", _DEATHS),
    Criterion("death-on-remand", "A child died on remand or after being sentenced.", _DEATHS),
    Criterion(
        "death-in-young-offender-institution", "A child died in a young offender institution.", _DEATHS
    ),
    Criterion("death-in-secure-training-centre", "A child died in a secure training centre.", _DEATHS),
    Criterion("death-in-secure-childrens-home", "A child died in a secure children's home.", _DEATHS),
    Criterion(
        "death-in-mental-health-detention",
        "A child died while detained under the Mental Health Act 1983.",
        _DEATHS,
    ),
    Criterion(
        "death-deprived-of-liberty",
        "A child of 16 or 17 died while deprived of their liberty under the Mental Capacity Act 2005.",
        _DEATHS,
    ),
)


def needs_recorded_reason(circumstances: Collection[str]) -> bool:
    """Whether any of these codes is a death after which not reviewing calls for a recorded reason."""
    return any(criterion.code in circumstances for criterion in RECORDED_REASON_CIRCUMSTANCES)
