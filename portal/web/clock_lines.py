"""When is a step due, who says so, and how was that day counted: what a page shows of a clock?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from portal.domain.clocks import ClockRule, Reckoning, in_words
from portal.domain.errors import BeyondHorizon, InvalidAnswer
from portal.tenancy.model import Tenant
from portal.web.working_days import known_holidays


@dataclass(frozen=True)
class ClockLine:
    """A clock of the partnership's on a page; with nothing reckoned, `missing` says why."""

    rule: ClockRule
    reckoning: Reckoning | None = None
    missing: str = ""

    @property
    def due_words(self) -> str:
        """The day it is due, with its weekday; empty where none was reckoned."""
        return in_words(self.reckoning.due_on) if self.reckoning else ""


def clock_lines(tenant: Tenant, code: str, start: date | None, missing: str) -> list[ClockLine]:
    """Return the partnership's clock of this code, counted from a day; nothing where it has no such clock."""
    rule = tenant.clocks.get(code)
    if rule is None:
        return []
    if start is None:
        return [ClockLine(rule, missing=missing)]
    try:
        return [ClockLine(rule, rule.reckon(start, known_holidays()))]
    except BeyondHorizon:
        return [ClockLine(rule, missing="The bank holidays of that year are not known yet.")]
    except InvalidAnswer as error:
        return [ClockLine(rule, missing=error.message)]
