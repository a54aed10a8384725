"""Which days in England and Wales are bank holidays, and how far does the portal know?

The table is gov.uk/bank-holidays as it stood at `EDITION`; the last two years follow the rules of the Banking
and Financial Dealings Act 1971, as the page itself gives them. A proclamation may add or move a day, so a
settings file in the page's own JSON form adds to the table.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from portal.domain.errors import BeyondHorizon, InvalidAnswer

EDITION = "2026-11"
FIRST = date(2012, 1, 1)
HORIZON = date(2028, 12, 31)
REMEDY = (
    "Save https://www.gov.uk/bank-holidays.json, or a file of the same form, and name it in the setting "
    "PORTAL_BANK_HOLIDAYS."
)
# England and Wales have eight in every year, so a file with fewer for a year is adding to it.
DAYS_IN_A_YEAR = 8

_NAMES = (
    "New Year's Day",
    "Good Friday",
    "Easter Monday",
    "Early May bank holiday",
    "Spring bank holiday",
    "Summer bank holiday",
    "Christmas Day",
    "Boxing Day",
)

# One line a year in the order of _NAMES, each as month and day; a substitute day stands for its holiday.
_TABLE: dict[int, str] = {
    2012: "01-02 04-06 04-09 05-07 06-04 08-27 12-25 12-26",
    2013: "01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26",
    2014: "01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26",
    2015: "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28",
    2016: "01-01 03-25 03-28 05-02 05-30 08-29 12-27 12-26",
    2017: "01-02 04-14 04-17 05-01 05-29 08-28 12-25 12-26",
    2018: "01-01 03-30 04-02 05-07 05-28 08-27 12-25 12-26",
    2019: "01-01 04-19 04-22 05-06 05-27 08-26 12-25 12-26",
    2020: "01-01 04-10 04-13 05-08 05-25 08-31 12-25 12-28",
    2021: "01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28",
    2022: "01-03 04-15 04-18 05-02 06-02 08-29 12-27 12-26",
    2023: "01-02 04-07 04-10 05-01 05-29 08-28 12-25 12-26",
    2024: "01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26",
    2025: "01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26",
    2026: "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28",
    2027: "01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28",
    2028: "01-03 04-14 04-17 05-01 05-29 08-28 12-25 12-26",
}

# Days proclaimed once.
_PROCLAIMED: dict[date, str] = {
    date(2012, 6, 5): "Queen's Diamond Jubilee",
    date(2022, 6, 3): "Platinum Jubilee bank holiday",
    date(2022, 9, 19): "State funeral of Queen Elizabeth II",
    date(2023, 5, 8): "Coronation of King Charles III",
}


def _table_days() -> Iterator[tuple[date, str]]:
    for year, line in _TABLE.items():
        for name, day in zip(_NAMES, line.split(), strict=True):
            yield date.fromisoformat(f"{year}-{day}"), name
    yield from _PROCLAIMED.items()


@dataclass(frozen=True, slots=True)
class BankHolidays:
    """Every bank holiday from `first` to `horizon`, and which edition of the table said so."""

    days: Mapping[date, str]
    first: date
    horizon: date
    edition: str

    def name_of(self, day: date) -> str | None:
        """The bank holiday's name, or None on any other day.

        Raises BeyondHorizon outside the table: an empty answer there would be a wrong answer.
        """
        if not self.first <= day <= self.horizon:
            known = f"{self.first:%Y} to {self.horizon:%Y}"
            raise BeyondHorizon(
                f"Bank holidays are known for {known}, and {day:%Y} is not among them. {REMEDY}"
            )
        return self.days.get(day)

    def why_skipped(self, day: date) -> str | None:
        """Why this is not a working day: its bank holiday or its weekday; None if it is one."""
        name = self.name_of(day)
        if name is None and day.weekday() >= 5:
            return f"{day:%A}"
        return name


def bank_holidays(extra: Mapping[date, str] | None = None) -> BankHolidays:
    """The table, with the days of a settings file.

    A year for which the file has eight days or more is taken from the file alone, so that a moved holiday
    moves; the horizon goes forward by such years that follow one another. Fewer days are added to the year.
    """
    table = dict(_table_days())
    if not extra:
        return BankHolidays(table, FIRST, HORIZON, EDITION)
    whole_years = _whole_years(extra)
    kept = {day: name for day, name in table.items() if day.year not in whole_years}
    last = HORIZON.year
    while last + 1 in whole_years:
        last += 1
    return BankHolidays(kept | dict(extra), FIRST, date(last, 12, 31), f"{EDITION} with a settings file")


def _whole_years(extra: Mapping[date, str]) -> frozenset[int]:
    years = [day.year for day in extra]
    return frozenset(year for year in years if years.count(year) >= DAYS_IN_A_YEAR)


def read_bank_holidays(text: str) -> dict[date, str]:
    """The days of a settings file in the form of gov.uk/bank-holidays.json. Raises InvalidAnswer."""
    try:
        events = json.loads(text)["england-and-wales"]["events"]
        return {date.fromisoformat(event["date"]): str(event["title"]) for event in events}
    except (ValueError, KeyError, TypeError) as error:
        raise InvalidAnswer(f"The file of bank holidays cannot be read. {REMEDY}") from error
