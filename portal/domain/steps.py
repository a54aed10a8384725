"""Is a timed step met, running or late?"""

from datetime import date

from portal.domain.coded import Coded


class Standing(Coded):
    """Where a step stands against the day on which it is due; a revised date never moves that day."""

    RUNNING = "running", "Running"
    DUE_SOON = "due-soon", "Due soon"
    LATE = "late", "Late"
    MET = "met", "Done in time"
    MET_LATE = "met-late", "Done late"
    AWAITED = "awaited", "Not here yet"


# A working week: long enough to call the people who are needed.
SOON_DAYS = 5


# Of a step that somebody else takes: where it stands, said without anybody's being late.
OF_SOMEBODY_ELSE = {
    Standing.DUE_SOON: Standing.RUNNING,
    Standing.LATE: Standing.AWAITED,
    Standing.MET_LATE: Standing.MET,
}


def standing(due_on: date, met_on: date | None, today: date) -> Standing:
    """Where a step stands today; the due day itself is still in time."""
    if met_on is not None:
        return Standing.MET if met_on <= due_on else Standing.MET_LATE
    if today > due_on:
        return Standing.LATE
    return Standing.DUE_SOON if (due_on - today).days <= SOON_DAYS else Standing.RUNNING
