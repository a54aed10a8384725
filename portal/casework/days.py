"""Which days of a case count: of the incident, of learning of it, and those on which its steps are due?"""

from __future__ import annotations

from collections.abc import Sequence

from portal.models.case import Case
from portal.web.clock_lines import ClockLine
from portal.web.timeline_picture import DayThatCounts
from portal.web.wording import date_words


def days_that_count(case: Case, clocks: Sequence[ClockLine]) -> list[DayThatCounts]:
    """Return a case's own days and the due days of its clocks."""
    facts = (
        ("The incident" + about(case), case.incident_on),
        ("The agency became aware", case.agency_aware_on),
        ("The council became aware", case.council_aware_on),
    )
    days = [DayThatCounts(title, on) for title, on in facts if on]
    due = ((line.rule, line.due_on) for line in clocks if line.due_on)
    return days + [DayThatCounts(f"Due: {rule.label}", on, True, rule.force.label) for rule, on in due]


def about(case: Case) -> str:
    """Say how much of the incident's day is known, where it is not the day itself."""
    if case.incident_precision == "day" or case.incident_on is None:
        return ""
    return f" (known only as {date_words(case.incident_on, case.incident_precision)})"
