"""Is a release of the right years, and does each figure say a number or why there is none?"""

from __future__ import annotations

from datetime import date

import pytest

from portal.domain.errata import changed_families, corrected_families, counted_by, erratum
from portal.domain.errors import InvalidAnswer
from portal.domain.releasing import (
    FAMILIES,
    Facts,
    Figure,
    Hidden,
    Measure,
    last_settled,
    prepare,
    quarter_of,
    require_settled,
    window_words,
    year_of,
)
from portal.domain.suppression import Series

M = Measure


def test_a_reporting_year_runs_from_april_to_march_in_quarters() -> None:
    assert (year_of(date(2025, 3, 31)), year_of(date(2025, 4, 1))) == (2025, 2026)
    assert [quarter_of(date(2025, month, 1)) for month in (4, 6, 7, 12, 1, 3)] == [0, 0, 1, 2, 3, 3]
    assert window_words(2026, 3) == "April 2023 to March 2026"


def test_a_year_is_released_only_once_it_has_settled() -> None:
    assert (last_settled(date(2026, 6, 30)), last_settled(date(2026, 7, 1))) == (2025, 2026)
    require_settled(2026, date(2026, 7, 1))
    with pytest.raises(InvalidAnswer):
        require_settled(2026, date(2026, 6, 30))


def facts(each_year: int, medians: int | None = 20) -> Facts:
    totals = ((each_year // 2, each_year - each_year // 2),) * 5
    series = {
        M.REFERRALS: Series((each_year,) * 5),
        M.IN_TIME: Series((each_year * 3 // 4,) * 5, totals=totals),
        M.RAPID_REVIEWS: Series((each_year,) * 5, most=(each_year * 2,) * 5),
        M.NO_REVIEW: Series((0,) * 5),
        M.AUDITS: Series((each_year // 4,) * 5),
        M.LOCAL_REVIEWS: Series((0,) * 5),
    }
    return Facts(2022, series, {(measure, years): medians for measure in M for years in (3, 5)})


def of(listed: tuple[Figure, ...], years: int = 5) -> dict[Measure, int | Hidden | None]:
    return {
        each.measure: each.number if each.hidden is None else each.hidden
        for each in listed
        if each.years == years
    }


def test_a_busy_partnership_is_shown_every_figure_and_a_quiet_one_hardly_any() -> None:
    assert of(prepare(facts(20), 2026, {}).figures) == {
        M.REFERRALS: 100, M.DAYS_TO_DECISION: 20, M.NOTIFICATIONS: 100, M.IN_TIME: 75, M.LATER: 25,
        M.IN_TIME_SHARE: 75, M.RAPID_REVIEWS: 100, M.RAPID_REVIEW_DAYS: 20, M.NO_REVIEW: 0,
        M.AUDITS: 25, M.LOCAL_REVIEWS: 0,
    }  # fmt: skip
    quiet = of(prepare(facts(1), 2026, {}).figures)
    assert {quiet[M.REFERRALS], quiet[M.IN_TIME], quiet[M.LATER], quiet[M.RAPID_REVIEWS]} == {Hidden.SMALL}
    assert quiet[M.IN_TIME_SHARE] is Hidden.BASE and quiet[M.DAYS_TO_DECISION] is Hidden.FEW
    assert of(prepare(facts(20, None), 2026, {}).figures)[M.DAYS_TO_DECISION] is Hidden.UNFINISHED


def test_an_erratum_leaves_out_the_whole_family_of_what_was_corrected_and_no_other() -> None:
    before = prepare(facts(20), 2026, {}).figures
    then = counted_by(facts(20), 2026)
    again = {**then, M.RAPID_REVIEWS.value: [[19] * 5, *then[M.RAPID_REVIEWS.value][1:]]}
    assert corrected_families(then, again) == [M.RAPID_REVIEWS]
    # A median moves as what was unfinished is finished: neither a correction nor a change that nobody announced.
    assert then != counted_by(facts(20, 21), 2026)
    assert corrected_families(then, counted_by(facts(20, 21), 2026)) == []
    assert changed_families(then, facts(20, 21), 2026) == []
    after = of(erratum(before, [M.RAPID_REVIEWS]))
    assert after[M.RAPID_REVIEWS] is after[M.RAPID_REVIEW_DAYS] is Hidden.CORRECTED
    assert after[M.REFERRALS] == 100
    assert {measure for family in FAMILIES.values() for measure in family} == set(Measure)
