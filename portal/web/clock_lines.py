"""When is a step due, who says so, how was that day counted, and was it met: what a page shows of a clock?"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from portal.domain.clocks import ClockRule, Reckoning, in_words
from portal.domain.errors import BeyondHorizon, InvalidAnswer
from portal.domain.steps import OF_SOMEBODY_ELSE, Standing, standing
from portal.tenancy.model import Tenant
from portal.web.working_days import known_holidays

HOLIDAYS_NOT_KNOWN = "The bank holidays of that year are not known yet."
# How a page marks each standing; the words beside it say the same.
STATE = {
    Standing.RUNNING: "",
    Standing.DUE_SOON: "soon",
    Standing.LATE: "overdue",
    Standing.MET: "done",
    Standing.MET_LATE: "done",
    Standing.AWAITED: "",
}


@dataclass(frozen=True)
class Revised:
    """A day now expected for a late step; the day it was due stays beside it, and why is case content."""

    revised_on: date
    explanation: str = ""


@dataclass(frozen=True)
class Moved:
    """That a step was due on another day before, until when that was told, and why it is another now."""

    due_before: date
    moved_at: datetime
    why: str


@dataclass(frozen=True)
class ClockLine:
    """A clock of the partnership's on a page; with nothing reckoned or given, `missing` says why."""

    rule: ClockRule
    reckoning: Reckoning | None = None
    missing: str = ""
    # What is to be known of it beside its day.
    note: str = ""
    # A day that somebody outside named, where nothing is counted.
    given_on: date | None = None
    met_on: date | None = None
    # Which of a case's things the clock runs on, and on which day this is looked at.
    thing_id: UUID | None = None
    today: date | None = None
    revised: tuple[Revised, ...] = ()
    moved: Moved | None = None
    # What the person who looks can do about it: words and address.
    links: tuple[tuple[str, str], ...] = ()

    @property
    def due_on(self) -> date | None:
        """The day it is due; a revised day never takes its place."""
        return self.reckoning.due_on if self.reckoning else self.given_on

    @property
    def due_words(self) -> str:
        """The day it is due, with its weekday; empty where there is none."""
        return in_words(self.due_on) if self.due_on else ""

    @property
    def standing(self) -> Standing | None:
        """Whether it is met, running or late; None where it has no day or is looked at on none."""
        if self.due_on is None or self.today is None:
            return None
        found = standing(self.due_on, self.met_on, self.today)
        return found if self.rule.is_ours else OF_SOMEBODY_ELSE.get(found, found)

    @property
    def state(self) -> str:
        """How the page marks it."""
        return STATE[self.standing] if self.standing else ""

    @property
    def explained(self) -> tuple[str, ...]:
        """How the day was counted, a sentence a line; the name of the clock's start is the rule's."""
        return self.reckoning.explain() if self.reckoning else ()


def clock_lines(
    tenant: Tenant, code: str, start: date | None, missing: str, *, met_on: date | None = None,
    thing_id: UUID | None = None, today: date | None = None,
) -> list[ClockLine]:  # fmt: skip
    """Return the partnership's clock of this code, counted from a day; nothing where it has no such clock."""
    rule = tenant.clocks.get(code)
    if rule is None:
        return []
    line = ClockLine(rule, met_on=met_on, thing_id=thing_id, today=today)
    if start is None:
        return [replace(line, missing=missing)]
    try:
        return [replace(line, reckoning=rule.reckon(start, known_holidays()))]
    except BeyondHorizon:
        return [replace(line, missing=HOLIDAYS_NOT_KNOWN)]
    except InvalidAnswer as error:
        return [replace(line, missing=error.message)]
