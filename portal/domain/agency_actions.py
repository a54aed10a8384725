"""How does an action stand that an agency takes for a recommendation: under way, late, done, or no longer asked?

An action has one agency, a named role there and a day (domain 3.9). “Overdue” is no status: it follows from the day.
"""

from datetime import date

from portal.domain.coded import Coded


class ActionStatus(Coded):
    """How an action stands, as somebody recorded it."""

    UNDER_WAY = "under-way", "Under way"
    DONE = "done", "Done"
    NO_LONGER_ASKED = "no-longer-asked", "No longer asked"


class ActionStanding(Coded):
    """How an action stands on a day: its status, and how that stands to its day."""

    UNDER_WAY = "under-way", "Under way"
    OVERDUE = "overdue", "Overdue"
    DONE_IN_TIME = "done-in-time", "Done in time"
    DONE_LATE = "done-late", "Done late"
    NO_LONGER_ASKED = "no-longer-asked", "No longer asked"


def action_standing(day: date, due_on: date, status: ActionStatus, ended_on: date | None) -> ActionStanding:
    """Return how an action stood at the end of a day; what ended later was under way then."""
    if ended_on is None or ended_on > day:
        return ActionStanding.OVERDUE if due_on < day else ActionStanding.UNDER_WAY
    if status is ActionStatus.NO_LONGER_ASKED:
        return ActionStanding.NO_LONGER_ASKED
    return ActionStanding.DONE_IN_TIME if ended_on <= due_on else ActionStanding.DONE_LATE
