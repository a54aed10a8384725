"""Why is a step due on another day than people were told?"""

from dataclasses import dataclass
from datetime import date

from portal.domain.coded import Coded


class Because(Coded):
    """What changed, so that a due day was worked out anew."""

    FACT = "fact", "the day that it counts from was put right"
    HOLIDAYS = "holidays", "the bank holidays of England and Wales have changed"
    RULE = "rule", "the partnership’s clock has changed"


@dataclass(frozen=True, slots=True)
class Counted:
    """A due day as it was counted: from which day, by which rule."""

    starts_on: date
    rule: str
    due_on: date


def why_moved(told: Counted, now: Counted) -> Because | None:
    """What moved the due day; None where it stands. The first day outweighs the rule, and both the holidays."""
    if told.due_on == now.due_on:
        return None
    if told.starts_on != now.starts_on:
        return Because.FACT
    return Because.RULE if told.rule != now.rule else Because.HOLIDAYS
