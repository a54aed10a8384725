"""Is a child's age band what it was on the day of the incident?"""

from datetime import date

import pytest

from portal.domain.ages import age_band
from portal.domain.codes import AgeBand

AT = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("born_on", "band"),
    [
        (date(2026, 11, 20), AgeBand.UNDER_THREE_MONTHS),
        (date(2026, 8, 21), AgeBand.UNDER_THREE_MONTHS),
        (date(2026, 8, 20), AgeBand.THREE_TO_ELEVEN_MONTHS),
        (date(2025, 11, 21), AgeBand.THREE_TO_ELEVEN_MONTHS),
        (date(2025, 11, 20), AgeBand.ONE_TO_FIVE),
        (date(2020, 11, 21), AgeBand.ONE_TO_FIVE),
        (date(2020, 11, 20), AgeBand.SIX_TO_TEN),
        (date(2015, 11, 20), AgeBand.ELEVEN_TO_FIFTEEN),
        (date(2010, 11, 20), AgeBand.SIXTEEN_TO_SEVENTEEN),
        (date(2008, 11, 20), AgeBand.CARE_LEAVER),
        (date(2001, 11, 21), AgeBand.CARE_LEAVER),
        (date(2001, 11, 20), AgeBand.NOT_KNOWN),
        (date(2026, 11, 21), AgeBand.UNBORN),
    ],
)
def test_a_band_begins_on_the_birthday(born_on: date, band: AgeBand) -> None:
    assert age_band(born_on, AT) is band


def test_what_is_not_known_is_said_to_be_so() -> None:
    assert age_band(None, AT) is AgeBand.NOT_KNOWN
    assert age_band(AT, None) is AgeBand.NOT_KNOWN
    assert age_band(None, None, is_unborn=True) is AgeBand.UNBORN
