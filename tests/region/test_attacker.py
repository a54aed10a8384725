"""Can anybody work out a number from 1 to 7 from everything that is released, published and known?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

import pytest

from portal.domain.suppression import HIDDEN_UP_TO, ROOM, Meaning, Series, Shown
from tests.figures import added_up
from tests.region.attacker import NOTHING, Attacker, can_be
from tests.region.histories import FEWEST_RELEASES, History, history_of, prepared_together

SAMPLE, IN_ALL, GROUPS = 12, 1_000, 10
# A partnership of which too much would be said if its releases were not tried against each other.
TOGETHER = 11
Range = tuple[int, int]


def attacked(series: Series, said: Sequence[Shown]) -> Iterator[tuple[int, Range, Range]]:
    """Yield every number that is nobody's business: what it is, and its room before and after all the releases."""
    after, before = attacker_of(series, said).bounds(), attacker_of(series, []).bounds()
    for (start, end), room in after.items():
        number, prior = series.count(start, end), before[start, end]
        yield number, prior, room
        total = series.total(start, end)
        if total is not None:
            yield total - number, left_of(total, prior), left_of(total, room)
    for year, quarters in enumerate(series.totals):
        for quarter in quarters:
            rooms = [part_of(quarter, sum(quarters), known[year, year + 1]) for known in (before, after)]
            # What the quarter itself counted is not asked: whatever it was, it must keep its room.
            yield 1, rooms[0], rooms[1]
            yield 1, left_of(quarter, rooms[0]), left_of(quarter, rooms[1])


def attacker_of(series: Series, said: Sequence[Shown]) -> Attacker:
    """Return somebody who knows what the world knows, and heard what was said and is so of these counts.

    Where an erratum took figures away, this is somebody who holds both editions and was told which were right.
    """
    years = len(series.counts)
    most = series.most or tuple(map(sum, series.totals)) or (NOTHING,) * years
    attacker = Attacker(series.least or (0,) * years, most)
    for each in said:
        number, meaning = series.count(each.start, each.end), meant_by(each, series)
        if any(low <= number <= high for low, high in meaning):
            attacker.hears(each.start, each.end, meaning)
    return attacker


def meant_by(shown: Shown, series: Series) -> Meaning:
    """Return what a figure can stand for: a number as the attacker reads it, a mark as the rules explain it."""
    if shown.number is None:
        return shown.meaning
    return can_be(shown.number, shown.rest, series.total(shown.start, shown.end))


def left_of(total: int, room: Range) -> Range:
    """Return the room of what is left of a known number."""
    return total - room[1], total - room[0]


def part_of(quarter: int, year: int, room: Range) -> Range:
    """Return the room of a quarter's part of a year's number."""
    return max(0, room[0] - (year - quarter)), min(quarter, room[1])


def try_histories(histories: Iterable[History]) -> Counter[str]:
    """Attack these histories; return how many numbers were tried, and how many gave way."""
    found: Counter[str] = Counter()
    for history in histories:
        assert len(history.releases) >= FEWEST_RELEASES
        found["errata"] += history.errata
        found["refused"] += history.refused
        found["unannounced"] += history.unannounced
        found["figures"] += sum(map(len, history.said.values()))
        found["shown"] += sum(each.number is not None for said in history.said.values() for each in said)
        for version in history.versions:
            for number, before, after in attacked(version.series, version.said):
                assert after[0] >= before[0] and after[1] <= before[1]
                if 1 <= number <= HIDDEN_UP_TO:
                    room = after[1] - after[0]
                    is_touched = room < before[1] - before[0] and after[1] >= 1 and after[0] <= HIDDEN_UP_TO
                    found["tried"] += 1
                    found["pinned"] += is_touched and room == 0
                    found["narrow"] += is_touched and room < ROOM
    return found


def said_by(
    found: Counter[str], histories: int, figure: Callable[[str, object], None], part: str = ""
) -> None:
    """Write down what an attack came to."""
    figure(f"regional releases: histories attacked{part}", histories)
    figure(
        f"regional releases: numbers from 1 to 7 worked out{part}", f"{found['pinned']} of {found['tried']}"
    )
    figure(
        f"regional releases: numbers left less room than {ROOM}{part}",
        f"{found['narrow']} of {found['tried']}",
    )
    figure(f"regional releases: errata that the attacker held too{part}", found["errata"])
    figure(f"regional releases: changes of what was shown, with no erratum{part}", found["unannounced"])
    figure(f"regional releases: attempts out of turn that were refused{part}", found["refused"])
    figure(f"regional releases: figures shown{part}", f"{found['shown']} of {found['figures']}")


def test_nobody_works_out_a_small_number_from_eight_releases(figure: Callable[[str, object], None]) -> None:
    found = try_histories(map(history_of, range(SAMPLE)))
    said_by(found, SAMPLE, figure)
    assert found["tried"] > 1_000 and found["shown"] > 200 and found["errata"] > 5
    assert found["unannounced"] > 5 and found["refused"] > 10
    assert (found["pinned"], found["narrow"]) == (0, 0)


@pytest.mark.prove
@pytest.mark.parametrize("group", range(GROUPS))
def test_nobody_works_out_a_small_number_in_any_of_a_thousand_histories(
    group: int, figure: Callable[[str, object], None]
) -> None:
    size = IN_ALL // GROUPS
    found = try_histories(map(history_of, range(group * size, (group + 1) * size)))
    said_by(found, size, figure, f", group {group + 1} of {GROUPS}")
    assert (found["pinned"], found["narrow"]) == (0, 0)


def test_what_is_measured_in_groups_is_added_up_and_says_where_one_is_missing() -> None:
    lines = ["a, group 1 of 2: 0 of 3", "a, group 2 of 2: 1 of 4", "b, group 2 of 2: 5", "c: 7"]
    assert sorted(added_up(lines)) == ["a: 1 of 7", "b, 1 groups of 2: 5", "c: 7"]


def test_the_attacker_finds_what_releases_that_were_prepared_together_would_give_away() -> None:
    found = try_histories([prepared_together(TOGETHER)])
    assert found["narrow"] > found["pinned"] > 0


def test_the_attacker_finds_what_plain_rounding_would_give_away() -> None:
    """Without the trial, hiding 1 to 7 and rounding the rest is undone: here 6 is left two readings."""
    attacker = Attacker((0,) * 6, (NOTHING,) * 6)
    attacker.hears(0, 3, ((8, 12),))
    attacker.hears(0, 5, ((18, 22),))
    attacker.hears(3, 6, ((1, 7),))
    assert attacker.bounds()[3, 6] == (6, 7)
