"""How old was a child, in the bands that are compared between partnerships?"""

from datetime import date

from portal.domain.clocks import add_months
from portal.domain.codes import AgeBand

_UNDER = (
    (3, AgeBand.UNDER_THREE_MONTHS),
    (12, AgeBand.THREE_TO_ELEVEN_MONTHS),
    (6 * 12, AgeBand.ONE_TO_FIVE),
    (11 * 12, AgeBand.SIX_TO_TEN),
    (16 * 12, AgeBand.ELEVEN_TO_FIFTEEN),
    (18 * 12, AgeBand.SIXTEEN_TO_SEVENTEEN),
    (25 * 12, AgeBand.CARE_LEAVER),
)


def age_band(born_on: date | None, at: date | None, *, is_unborn: bool = False) -> AgeBand:
    """The band of a child's age on the day of the incident; it never changes afterwards."""
    if is_unborn:
        return AgeBand.UNBORN
    if born_on is None or at is None:
        return AgeBand.NOT_KNOWN
    if at < born_on:
        return AgeBand.UNBORN
    reached = (band for months, band in _UNDER if at < add_months(born_on, months))
    return next(reached, AgeBand.NOT_KNOWN)
