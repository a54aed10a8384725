"""Is a count shown only where nobody can work out a number from 1 to 7, whoever reads these rules?"""

from __future__ import annotations

from itertools import product

import pytest

from portal.domain.inference import Sums
from portal.domain.suppression import (
    HIDDEN_UP_TO,
    ROOM,
    Series,
    Shown,
    carries_median,
    face,
    recalled,
    release,
    rounded,
    share,
    together,
)


def years(*counts: int) -> Series:
    return Series(counts)


@pytest.mark.parametrize(
    ("number", "seen"), [(0, 0), (1, None), (7, None), (8, 10), (12, 10), (13, 15), (17, 15), (18, 20)]
)
def test_one_to_seven_is_hidden_and_the_rest_is_to_the_nearest_five(number: int, seen: int | None) -> None:
    (shown,) = release(years(0, 0, number), (), [(0, 3)])
    assert shown.number == seen
    assert rounded(number) == 5 * round(number / 5)


def test_a_part_of_a_known_number_is_hidden_with_what_is_left_of_it() -> None:
    assert face(20, 25) is None and face(5, 25) is None
    assert face(15, 25) == (15, 10) and face(25, 25) == (25, 0)


def test_a_percentage_needs_more_than_twenty_and_comes_from_what_is_shown() -> None:
    assert share(20, 20) is None and share(None, 100) is None and share(20, None) is None
    assert share(20, 25) == 80 and share(15, 40) == 38


def test_a_median_stands_only_beside_a_number_that_is_surely_over_eight() -> None:
    assert not carries_median(None) and not carries_median(0) and not carries_median(10)
    assert carries_median(15)


def test_there_is_no_sum_of_fewer_than_four_partnerships_or_over_a_hidden_number() -> None:
    assert together([10, 15, 20]) is None
    assert together([10, 15, None, 20]) is None
    assert together([10, 15, 0, 20]) == 45


def test_what_would_leave_a_hidden_number_two_readings_is_hidden_too() -> None:
    """Without this, 10 and later 20 for two years more would leave the six of the last three years 6 or 7."""
    counts = (4, 4, 4, 3, 3, 0)
    said = release(Series(counts[:3]), (), [(0, 3)])
    said += release(Series(counts[:5]), said, [(0, 5)])
    said += release(Series(counts), said, [(1, 6), (3, 6)])
    low, high = recalled(Series(counts), said).bounds(3, 6)
    assert low <= 6 <= high and high - low >= ROOM
    assert said[-1].number is None


def test_a_known_small_total_lets_nothing_be_said_of_its_parts() -> None:
    """The Department for Education says that there were three: to say that some were late would say too much."""
    for late in range(4):
        series = Series((0, 0, 3 - late), totals=((0, 0, 0, 0), (0, 0, 0, 0), (1, 0, 1, 1)))
        (shown,) = release(series, (), [(0, 3)])
        assert (shown.number, shown.rest, shown.meaning) == (None, None, ())


def test_published_reports_bound_a_number_and_it_is_hidden_whatever_it_is() -> None:
    """Five reports are out: hiding 5 to 7 and showing 8 would leave three readings."""
    for count in (5, 6, 7, 8, 12):
        (shown,) = release(Series((0, 0, count), least=(0, 0, 5)), (), [(0, 3)])
        assert shown.number is None


def test_an_earlier_figure_that_is_no_longer_so_is_not_counted_against_the_facts() -> None:
    earlier = [Shown(0, 3, 20, meaning=((18, 22),))]
    (shown,) = release(years(0, 0, 30), earlier, [(0, 3)])
    assert shown.number == 30


def test_bounds_are_exactly_those_of_the_whole_numbers_that_are_possible() -> None:
    said = [(0, 3, 2, 5), (1, 4, 4, 9), (0, 4, 6, 10)]
    known = Sums.from_years((0,) * 4, (6,) * 4)
    for start, end, low, high in said:
        told = known.told(start, end, low, high)
        assert told is not None
        known = told
    possible = [
        counts
        for counts in product(range(7), repeat=4)
        if all(low <= sum(counts[start:end]) <= high for start, end, low, high in said)
    ]
    for start in range(4):
        for end in range(start + 1, 5):
            sums = {sum(counts[start:end]) for counts in possible}
            assert known.bounds(start, end) == (min(sums), max(sums))
    assert known.told(0, 4, 20, 30) is None


WORLDS = {
    "nothing known": ((3, 2), (3, 4), Series((0,) * 4, most=(4,) * 4)),
    "reports published": ((3, 2), (3, 4), Series((0,) * 4, least=(1, 0, 2, 0), most=(4,) * 4)),
    "totals known": ((3, 2), (3, 4), Series((0,) * 4, totals=((8, 1), (0,), (9,), (0, 2)))),
}
WIDER = {
    "wider": ((3, 1), (3, 4), Series((0,) * 4, most=(7,) * 4)),
    "longer": ((4, 2), (4, 5), Series((0,) * 5, most=(4,) * 5)),
    "totals over seven": ((3, 2), (3, 4), Series((0,) * 4, totals=((9,), (3, 4), (8,), (6,)))),
}


def cramped_readings(windows: tuple[int, ...], ends: tuple[int, ...], known: Series) -> list[object]:
    """Release every possible past by these rules; return what anybody who has them could work out too nearly.

    Pasts that look alike in every release cannot be told apart by anybody, whatever they know of the rules.
    """
    count = len(known.counts)
    most = known.most or tuple(map(sum, known.totals))
    possible = [range(low, high + 1) for low, high in zip(known.least or (0,) * count, most, strict=True)]
    alike: dict[object, list[tuple[int, ...]]] = {}
    for counts in product(*possible):
        series = Series(counts, known.least, known.most, known.totals)
        said: list[Shown] = []
        for end in ends:
            said += release(series, said, [(end - length, end) for length in windows])
        alike.setdefault(tuple((each.number, each.rest) for each in said), []).append(counts)
    assert len(alike) > 1, "these rules show next to nothing"
    runs = [(start, end) for start in range(count) for end in range(start + 1, count + 1)]
    return [
        (shown, start, end)
        for shown, pasts in alike.items()
        for start, end in runs
        if is_cramped({sum(past[start:end]) for past in pasts}, possible[start:end], known.total(start, end))
    ]


def is_cramped(sums: set[int], possible: list[range], total: int | None) -> bool:
    room, low, high = max(sums) - min(sums), min(sums), max(sums)
    was = sum(each[-1] for each in possible) - sum(each[0] for each in possible)
    small = high >= 1 and low <= HIDDEN_UP_TO
    small_rest = total is not None and total - low >= 1 and total - high <= HIDDEN_UP_TO
    return room < ROOM and room < was and (small or small_rest)


@pytest.mark.parametrize("world", WORLDS)
def test_of_all_pasts_that_look_alike_some_differ_enough_even_for_whoever_reads_the_rules(world: str) -> None:
    assert cramped_readings(*WORLDS[world]) == []


@pytest.mark.prove
@pytest.mark.parametrize("world", WIDER)
def test_of_all_pasts_of_larger_worlds_that_look_alike_some_differ_enough(world: str) -> None:
    assert cramped_readings(*WIDER[world]) == []


def test_an_erratum_lets_nobody_set_two_counts_of_the_same_years_against_each_other() -> None:
    """Every past with every correction of one year: a release, its erratum, and a release of what is right."""
    (longer, shorter), (first, then), known = WORLDS["nothing known"]
    possible = [range(most + 1) for most in known.most]
    alike: dict[object, list[tuple[tuple[int, ...], tuple[int, ...]]]] = {}
    for wrong in product(*possible):
        windows = [(first - longer, first), (first - shorter, first)]
        said = release(Series(wrong, most=known.most), (), windows)
        for at, count in product(range(first), possible[0]):
            right = (*wrong[:at], count, *wrong[at + 1 :])
            if right != wrong:
                later = [(then - longer, then), (then - shorter, then)]
                found = release(Series(right, most=known.most), said, later, windows[:1])
                look = tuple((each.number, each.rest) for each in (*said, *found))
                alike.setdefault(look, []).append((wrong, right))
    assert len(alike) > 1
    for pasts in alike.values():
        for version, start, end in product((0, 1), range(then), range(1, then + 1)):
            if start < end:
                sums = {sum(past[version][start:end]) for past in pasts}
                assert not is_cramped(sums, possible[start:end], None)
