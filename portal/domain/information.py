"""Why and by which power is an agency asked what it knows, and what happens, on which day, while it does not answer?

The ladder of a rapid review is the order in which partnerships chase an answer against fifteen working days; a
partnership may write its own. Each step is counted in working days from the day on which the return is due.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from portal.domain.bank_holidays import BankHolidays
from portal.domain.clocks import ClockRule, ClockUnit, Direction, Force, count
from portal.domain.coded import Coded


class Purpose(Coded):
    """What an agency's return is for: to decide whether to review, or to carry out a rapid review."""

    BEFORE_SCREENING = "before-screening", "Before screening"
    RAPID_REVIEW = "rapid-review", "For the rapid review"


class Power(Coded):
    """What the request relies on.

    Children Act 2004 s.16H: a safeguarding partner may ask a person or body for information that helps it with its
    functions, and whoever is asked must comply. Partnerships name it in their privacy notices, beside s.16C, s.16F
    and SI 2018/789 Part 3. Some bodies are asked without it, as a matter of working together.
    """

    SECTION_16H = "section-16h", "Children Act 2004, section 16H"
    WORKING_TOGETHER = "working-together", "No statutory power: asked as a matter of working together"


POWER_SAYS: Mapping[Power, str] = {
    Power.SECTION_16H: "A safeguarding partner asks for this information under section 16H of the Children Act 2004, "
    "to enable or help it to carry out its functions. Whoever is asked under that section must provide it.",
    Power.WORKING_TOGETHER: "This is asked under the partnership’s arrangements for working together. It does not rely "
    "on a statutory power, and section 16H of the Children Act 2004 may be relied on if it is not answered.",
}
POWER_SOURCE: Mapping[Power, str] = {
    Power.SECTION_16H: "Children Act 2004 s.16H",
    Power.WORKING_TOGETHER: "Working Together to Safeguard Children; Children Act 2004 s.16H",
}


class ReturnWay(Coded):
    """How an agency answers: on the portal, through a one-off link, or on paper, entered by the coordinator."""

    ACCOUNT = "account", "On the portal"
    LINK = "link", "Through a one-off link"
    ENTERED = "entered", "Entered by the coordinator for the agency"


class LadderStep(Coded):
    """What is done while an agency has not answered; nobody does one twice."""

    RECEIPT = "receipt", "Ask whether the request was received"
    REMINDER = "reminder", "Remind the agency"
    DUE_TODAY = "due-today", "Remind the agency that it is due today"
    LATE = "late", "Tell the agency that it is late"
    AGENCY_LEAD = "agency-lead", "Turn to the agency’s safeguarding lead"
    ESCALATION = "escalation", "Tell whoever hears of an agency that does not answer"
    FORMAL_LETTER = "formal-letter", "Ask the coordinator to send the formal letter"


class ContactKind(Coded):
    """How the coordinator turned to an agency that had not answered; the portal cannot see it and is told."""

    TELEPHONED = "telephoned", "Telephoned"
    LETTER_SENT = "letter-sent", "Sent the formal letter"


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of the ladder, so many working days after the due day; before it where the number is negative."""

    step: LadderStep
    working_days: int
    source: str = ""


_S = LadderStep
_USUAL = "The portal’s default; a partnership can write its own"
# Due on day 5: receipts on day 2, a reminder on day 3, the lead on day 4, the executive on day 5, the letter on day 6.
LADDERS: Mapping[Purpose, tuple[Rung, ...]] = {
    Purpose.RAPID_REVIEW: (
        Rung(_S.RECEIPT, -3, _USUAL),
        Rung(_S.REMINDER, -2, _USUAL),
        Rung(_S.AGENCY_LEAD, -1, _USUAL),
        Rung(_S.DUE_TODAY, 0, _USUAL),
        Rung(_S.ESCALATION, 0, _USUAL),
        Rung(_S.LATE, 1, _USUAL),
        Rung(_S.FORMAL_LETTER, 1, _USUAL),
    ),
    Purpose.BEFORE_SCREENING: (
        Rung(_S.REMINDER, -1, _USUAL),
        Rung(_S.DUE_TODAY, 0, _USUAL),
        Rung(_S.LATE, 1, _USUAL),
        Rung(_S.AGENCY_LEAD, 2, _USUAL),
        Rung(_S.ESCALATION, 3, _USUAL),
        Rung(_S.FORMAL_LETTER, 4, _USUAL),
    ),
}

_CLOCKS = (
    ClockRule(
        "information-before-screening", "Agencies say what they know before screening",
        "the day the request is sent", 5, ClockUnit.WORKING_DAYS, Direction.FORWARD, Force.LOCAL, _USUAL,
    ),
    ClockRule(
        "information-rapid-review", "Agencies say what they know for the rapid review",
        "the day the notification was sent to the National Panel", 5, ClockUnit.WORKING_DAYS, Direction.FORWARD,
        Force.LOCAL, _USUAL,
    ),
)  # fmt: skip
INFORMATION_CLOCKS: dict[str, ClockRule] = {rule.code: rule for rule in _CLOCKS}


@dataclass(frozen=True, slots=True)
class DatedRung:
    """A step with the day on which it falls."""

    step: LadderStep
    on: date


def clock_of(purpose: Purpose) -> str:
    """The code of the clock by which a return of this purpose is due."""
    return f"information-{purpose.value}"


def climbed(
    ladder: Iterable[Rung], asked_on: date, due_on: date, holidays: BankHolidays
) -> tuple[DatedRung, ...]:
    """The steps with their days, the earliest first; none on or before the day of asking, which is no reminder.

    Raises BeyondHorizon where bank holidays are not known.
    """
    dated = [
        DatedRung(rung.step, count(due_on, rung.working_days, ClockUnit.WORKING_DAYS, holidays).due_on)
        for rung in ladder
    ]
    order = {step: at for at, step in enumerate(LadderStep)}
    later = [each for each in dated if each.on > asked_on]
    return tuple(sorted(later, key=lambda each: (each.on, order[each.step])))


def to_take(
    rungs: Sequence[DatedRung], taken: Collection[LadderStep], today: date, *, is_received: bool
) -> tuple[DatedRung, ...]:
    """The steps whose day has come and that nobody has taken, the earliest first.

    A receipt that is known is not asked for. Whoever looks late finds every step that was missed, each once.
    """
    return tuple(
        rung
        for rung in rungs
        if rung.on <= today
        and rung.step not in taken
        and not (rung.step is LadderStep.RECEIPT and is_received)
    )


def is_late(due_on: date, returned_on: date | None, today: date) -> bool:
    """Whether a return came after its day, or has not come and the day is over."""
    return (returned_on or today) > due_on
