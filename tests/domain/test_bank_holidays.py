"""Is the table of bank holidays right, and does it refuse to guess?"""

import json
from datetime import date

import holidays
import pytest
from govuk_bank_holidays.bank_holidays import BankHolidays as PublishedBankHolidays

from portal.domain.bank_holidays import FIRST, HORIZON, bank_holidays, read_bank_holidays
from portal.domain.errors import BeyondHorizon, InvalidAnswer

TABLE = bank_holidays()
YEARS = range(FIRST.year, HORIZON.year + 1)
NEXT_YEAR = {
    date(2029, month, day): f"Holiday {month}-{day}"
    for month, day in [(1, 1), (3, 30), (4, 2), (5, 7), (5, 28), (8, 27), (12, 25), (12, 26)]
}


def test_the_table_agrees_with_the_holidays_package_on_every_weekday() -> None:
    calculated = holidays.country_holidays("GB", subdiv="ENG", years=YEARS)
    assert set(TABLE.days) == {day for day in calculated if day.weekday() < 5}


def test_the_table_agrees_with_the_page_on_gov_uk_as_packaged() -> None:
    published = PublishedBankHolidays(use_cached_holidays=True)
    days = {event["date"] for event in published.get_holidays(division=published.ENGLAND_AND_WALES)}
    assert days == {day for day in TABLE.days if min(days).year <= day.year <= max(days).year}


def test_every_year_has_eight_days_and_no_weekend_day() -> None:
    for year in YEARS:
        assert len([day for day in TABLE.days if day.year == year]) >= 8
    assert all(day.weekday() < 5 for day in TABLE.days)


@pytest.mark.parametrize("day", [date(2011, 12, 31), date(2029, 1, 1)])
def test_a_day_outside_the_table_is_an_error_that_says_how_to_extend_it(day: date) -> None:
    with pytest.raises(BeyondHorizon, match=r"PORTAL_BANK_HOLIDAYS") as refused:
        TABLE.name_of(day)
    assert "gov.uk/bank-holidays.json" in str(refused.value)


def test_a_day_is_skipped_by_its_name_or_its_weekday() -> None:
    assert TABLE.why_skipped(date(2026, 4, 3)) == "Good Friday"
    assert TABLE.why_skipped(date(2026, 4, 4)) == "Saturday"
    assert TABLE.why_skipped(date(2026, 4, 7)) is None


def test_one_proclaimed_day_is_added_and_moves_no_horizon() -> None:
    extended = bank_holidays({date(2027, 6, 14): "A proclaimed day"})
    assert extended.name_of(date(2027, 6, 14)) == "A proclaimed day"
    assert extended.name_of(date(2027, 5, 31)) == "Spring bank holiday"
    assert extended.horizon == HORIZON
    assert extended.edition != TABLE.edition


def test_a_single_day_of_a_later_year_does_not_pretend_to_know_that_year() -> None:
    with pytest.raises(BeyondHorizon):
        bank_holidays({date(2029, 1, 1): "New Year's Day"}).name_of(date(2029, 6, 1))


def test_a_whole_later_year_extends_the_horizon() -> None:
    extended = bank_holidays(NEXT_YEAR)
    assert extended.horizon == date(2029, 12, 31)
    assert extended.why_skipped(date(2029, 3, 30)) == "Holiday 3-30"


def test_a_whole_year_replaces_the_tables_year_so_that_a_holiday_can_move() -> None:
    moved = {day: name for day, name in TABLE.days.items() if day.year == 2027 and day != date(2027, 5, 3)}
    extended = bank_holidays(moved | {date(2027, 5, 7): "Early May bank holiday"})
    assert extended.name_of(date(2027, 5, 3)) is None
    assert extended.name_of(date(2027, 5, 7)) == "Early May bank holiday"


def test_a_gap_of_years_extends_nothing() -> None:
    later = {day.replace(year=2031): name for day, name in NEXT_YEAR.items()}
    assert bank_holidays(later).horizon == HORIZON


def test_the_page_on_gov_uk_can_be_read_as_it_is() -> None:
    page = {"england-and-wales": {"events": [{"title": "A day", "date": "2029-01-01", "notes": ""}]}}
    assert read_bank_holidays(json.dumps(page)) == {date(2029, 1, 1): "A day"}


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"england-and-wales": {"events": [{"date": "soon"}]}}'])
def test_an_unreadable_file_of_bank_holidays_is_refused_with_the_remedy(text: str) -> None:
    with pytest.raises(InvalidAnswer, match="PORTAL_BANK_HOLIDAYS"):
        read_bank_holidays(text)
