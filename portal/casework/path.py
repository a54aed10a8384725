"""How far has a case come: referred, accepted, screened, decided, in review, published, closed?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from portal.domain.vocabulary import CaseStage
from portal.web.happenings import Happening
from portal.web.wording import in_london

# The step's name, and what happens to which kind of thing when it is taken.
STEPS = (
    ("Referred", "referral", "sent"),
    ("Accepted", "case", "opened"),
    ("Screened", "case", "screening-recorded"),
    ("Decided", "case", "decision-signed"),
    ("In review", "review", "opened"),
    ("Published", "output", "published"),
    ("Closed", "case", "closed"),
)
# The step of a case that no referral opened: the council had to notify.
TO_NOTIFY = ("Opened to notify", "case", "opened-to-notify")


@dataclass(frozen=True)
class PathStep:
    """One step of a case's way: taken on a day, taken without this step, standing here now, or to come."""

    label: str
    state: Literal["done", "passed", "now", "to-come"]
    on: date | None = None


def path_of(stage: CaseStage, happenings: Sequence[Happening]) -> list[PathStep]:
    """Return the way of a case as its events tell it; a step that the work went past is not said to be taken."""
    steps = steps_of(happenings)
    days = [first_day(happenings, kind, what) for _, kind, what in steps]
    if stage is not CaseStage.CLOSED:
        days[-1] = None
    reached = max((at for at, day in enumerate(days) if day), default=-1)
    return [PathStep(step[0], state_of(at, days[at], reached), days[at]) for at, step in enumerate(steps)]


def steps_of(happenings: Sequence[Happening]) -> list[tuple[str, str, str]]:
    """Return the steps, with another in the place of the second where the council opened the case itself."""
    is_to_notify = first_day(happenings, *TO_NOTIFY[1:]) is not None
    return [TO_NOTIFY if step[0] == "Accepted" and is_to_notify else step for step in STEPS]


def state_of(at: int, day: date | None, reached: int) -> Literal["done", "passed", "now", "to-come"]:
    """Say where a step stands when the case has come as far as the step `reached`."""
    if day:
        return "now" if at == reached else "done"
    return "passed" if at < reached else "to-come"


def first_day(happenings: Sequence[Happening], kind: str, what: str) -> date | None:
    """Return the day on which something happened first; None where it has not."""
    found = (each.at for each in happenings if each.thing[0] == kind and each.what == what)
    first = next(found, None)
    return in_london(first).date() if first else None
