"""Does a delegate of a statutory partner speak for it on a day?"""

from datetime import date


def is_current(from_on: date, until_on: date | None, ended_on: date | None, day: date) -> bool:
    """Whether authority that was given from a day, perhaps until another, holds on this one; both days are within.

    Authority that was ended does not hold on the day on which it ended.
    """
    if day < from_on or (ended_on is not None and day >= ended_on):
        return False
    return until_on is None or day <= until_on
