"""Do recommendations of several areas stand side by side as they should?"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from portal.domain.factors import PracticeTheme
from portal.domain.quality_markers import Marker, Score
from portal.domain.vocabulary import Method
from portal.region import comparing, quarterly
from portal.region.asked import Asked, asked
from portal.region.learning_queries import Recommendation
from portal.region.quarterly import Placed
from portal.region.queries import Count, Scored, Used
from portal.tenancy.model import Region

SHARING, CURIOSITY = PracticeTheme.INFORMATION_SHARING, PracticeTheme.PROFESSIONAL_CURIOSITY
HERE, THERE = "eastmere", "westmere"
REGION = Region("meres", "The Meres", (HERE, THERE))


def made(
    tenant: str, text: str, themes: Any = (SHARING,), bodies: Any = ("Mere Police",), year: int = 2025
) -> Any:
    """Return a recommendation."""
    return Recommendation(
        tenant,
        "review",
        "Review",
        text,
        datetime(year, 5, 4, tzinfo=UTC),
        None,
        False,
        tuple(themes),
        tuple(bodies),
    )


def wanted(**args: str) -> Asked:
    """Return what an address asks for."""
    return asked(REGION, datetime(2026, 1, 1, tzinfo=UTC), args, is_demonstration=True)


def test_a_recommendation_recurs_where_two_partnerships_share_its_theme_and_its_body() -> None:
    lines = [
        made(HERE, "a"),
        made(THERE, "b"),
        made(HERE, "c", bodies=["Mere Health"]),
        made(THERE, "d", [CURIOSITY]),
    ]
    (found,) = comparing.recurring(lines)
    assert (found.theme, found.body, [line.text for line in found.lines]) == (
        SHARING,
        "Mere Police",
        ["a", "b"],
    )


def test_one_partnership_alone_recurs_in_another_year_and_not_in_the_same() -> None:
    assert comparing.recurring([made(HERE, "a"), made(HERE, "b")]) == []
    (again,) = found = comparing.recurring([made(HERE, "later", year=2025), made(HERE, "first", year=2023)])
    assert [line.text for line in again.lines] == ["first", "later"]
    assert (again.years, again.partnerships) == ([2023, 2025], 1)
    years = comparing.years_recurring(found)
    assert years == [2023, 2024, 2025]
    assert [row.numbers for row in comparing.over_years_recurring(found, years)] == [(1, 0, 1)]


def test_a_body_is_one_whatever_its_capitals_and_spaces() -> None:
    lines = [made(HERE, "a", bodies=["Mere  Police"]), made(THERE, "b", bodies=["MERE police"])]
    (row,) = comparing.by_body(lines, [HERE, THERE])
    assert row.numbers == (1, 1)
    assert comparing.is_shared(row)
    assert len(comparing.narrowed(lines, wanted(body="mere police"))) == 2


def test_years_without_anything_stand_in_the_table_and_the_undated_stand_last() -> None:
    counts = [Count(HERE, 2022, "", 2), Count(THERE, 2024, "", 1), Count(HERE, None, "", 3)]
    rows = comparing.over_years(counts, [HERE, THERE])
    assert [(row.words, row.numbers) for row in rows] == [
        ("2024", (0, 1)), ("2023", (0, 0)), ("2022", (2, 0)), ("No date given", (3, 0)),
    ]  # fmt: skip


def test_a_review_stands_under_each_of_its_methods_and_one_without_stands_last() -> None:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    used = [Used(HERE, at, None), Used(THERE, at, Method.PEER_REVIEW), Used(THERE, at, Method.AUDIT)]
    rows = comparing.by_method(used, [HERE, THERE])
    assert [(row.words, row.numbers) for row in rows] == [
        (Method.PEER_REVIEW.label, (0, 1)), (Method.AUDIT.label, (0, 1)), (comparing.NO_METHOD, (1, 0)),
    ]  # fmt: skip


def test_each_score_has_a_table_of_every_marker_and_one_that_nobody_gave_has_none() -> None:
    found = [Scored(HERE, Marker.ANALYSIS, Score.MET, 2), Scored(THERE, Marker.REPORT, Score.MET, 1)]
    ((score, rows),) = comparing.by_score(found, [HERE, THERE])
    assert (score, len(rows)) == (Score.MET, 18)
    assert {row.key: row.numbers for row in rows if any(row.numbers)} == {"analysis": (2, 0), "report": (0, 1)}
    assert comparing.scores_together(found, [HERE, THERE])[0].numbers == (2, 1)


def test_each_partnership_has_its_own_quarters_and_what_is_older_than_two_years_stands_in_the_file_alone() -> None:
    placed = [
        Placed(HERE, "Reviews", "Audit", date(2025, 12, 31)), Placed(HERE, "Reviews", "Audit", date(2026, 1, 1)),
        Placed(THERE, "Reviews", "Event", date(2021, 5, 4)),
    ]  # fmt: skip
    here, there = quarterly.heats(placed, wanted(), [HERE, THERE])
    assert [(row.words, row.numbers) for row in here.rows] == [("Audit", (0, 0, 0, 0, 0, 0, 1, 1))]
    assert (there.tenant, there.rows) == (THERE, [])
    counted = [(quarter.code, each.tenant, number) for quarter, each, number in quarterly.counted(placed)]
    assert counted == [("2021-Q2", THERE, 1), ("2025-Q4", HERE, 1), ("2026-Q1", HERE, 1)]


def test_nothing_published_makes_no_rows() -> None:
    assert comparing.over_years([], [HERE]) == []
    assert comparing.by_kind([], [HERE], {"report": "Report"}) == []


def test_a_list_is_grouped_under_each_theme_and_what_has_none_stands_last() -> None:
    lines = [made(HERE, "both", [SHARING, CURIOSITY]), made(THERE, "none", [])]
    found = [
        (group.heading, [line.text for line in group.lines]) for group in comparing.grouped(lines, "theme")
    ]
    assert found == [
        (CURIOSITY.label, ["both"]), (SHARING.label, ["both"]), (comparing.NO_THEME, ["none"]),
    ]  # fmt: skip


def test_a_list_is_narrowed_by_year_theme_and_partnership() -> None:
    lines = [made(HERE, "a", year=2024), made(THERE, "b"), made(HERE, "c", [CURIOSITY])]
    for args, texts in (
        ({"year": "2024"}, ["a"]),
        ({"theme": CURIOSITY.value}, ["c"]),
        ({"partnership": THERE}, ["b"]),
        ({"partnership": "elsewhere"}, ["a", "b", "c"]),
    ):
        assert [line.text for line in comparing.narrowed(lines, wanted(**args))] == texts


def test_an_address_carries_what_was_chosen_and_nothing_else() -> None:
    here = wanted(invented="no", theme=SHARING.value, body=" Mere\tPolice\x00 ", year="1x")
    assert here.kept("theme", "body", "year") == {
        "invented": "no",
        "theme": SHARING.value,
        "body": "Mere Police",
    }
    assert here.kept(invented="") == {}


def test_production_never_counts_an_invented_entry() -> None:
    for said in ("", "yes", "no"):
        here = asked(REGION, datetime(2026, 1, 1, tzinfo=UTC), {"invented": said}, is_demonstration=False)
        assert not here.with_invented
        assert here.kept() == {}
