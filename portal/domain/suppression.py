"""How is a count shown so that nobody can work out a number from 1 to 7, even from everything shown before?

A number from 1 to 7 is hidden and any other is shown to the nearest 5. That is not enough: what is shown of one run of
years, set against another, can leave a hidden number hardly any room. So each figure is tried before it is shown. What
would leave any number from 1 to 7 less room than `ROOM` is hidden under the same mark, with as many of its neighbours
as it takes for the mark itself to say too little. Which numbers the mark stands for is worked out from what everybody
knows already and never from the number itself, so that whoever reads these rules learns no more from the mark than
`Shown.meaning` says, and that is what the next figure is tried against.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from portal.domain.inference import UNBOUNDED, Knowledge, Sums

HIDDEN_UP_TO = 7
NEAREST = 5
# The highest and the lowest that a hidden number can be differ by this at least.
ROOM = 3
SHARE_OVER = 20
MEDIAN_OVER = 8
FEWEST_MEMBERS = 4
# Beyond this many readings nobody can follow what is known, so nothing is said.
MOST_READINGS = 24

# The least and the most that a number can be.
Room = tuple[int, int]
Meaning = tuple[Room, ...]


@dataclass(frozen=True)
class Series:
    """One measure of one partnership, by year, with what the world knows of it or will.

    `least` is how many are told of in published reports; `most` how many there can be at all. `totals` are, for each
    year, the known numbers by quarter of which these are a part (the Department for Education's, of a council).
    """

    counts: tuple[int, ...]
    least: tuple[int, ...] = ()
    most: tuple[int, ...] = ()
    totals: tuple[tuple[int, ...], ...] = ()

    @cached_property
    def known_before(self) -> Knowledge:
        """What everybody knows though no release says anything."""
        years = len(self.counts)
        most = self.most or tuple(map(sum, self.totals)) or (UNBOUNDED,) * years
        return Knowledge([Sums.from_years(self.least or (0,) * years, most)])

    def count(self, start: int, end: int) -> int:
        """Return the sum of the years from `start` up to before `end`."""
        return sum(self.counts[start:end])

    def total(self, start: int, end: int) -> int | None:
        """Return of how many known to everybody these are a part; None where nobody knows."""
        return sum(map(sum, self.totals[start:end])) if self.totals else None


@dataclass(frozen=True)
class Shown:
    """What is shown of a run of years; without a number, `meaning` is what the mark in its place can stand for.

    No meaning at all: nothing is said, whatever the number is.
    """

    start: int
    end: int
    number: int | None
    rest: int | None = None
    meaning: Meaning = ()


@dataclass(frozen=True)
class Step:
    """Numbers that would be shown alike, and whether they are hidden."""

    low: int
    high: int
    is_hidden: bool


def rounded(number: int) -> int:
    """Return a number to the nearest 5."""
    return NEAREST * ((number + NEAREST // 2) // NEAREST)


def face(number: int, total: int | None = None) -> tuple[int, int | None] | None:
    """Return what a number, and what is left of its total, look like by themselves; None where either is hidden."""
    rest = None if total is None else total - number
    if any(part is not None and 1 <= part <= HIDDEN_UP_TO for part in (number, rest)):
        return None
    return rounded(number), None if rest is None else rounded(rest)


def release(
    series: Series,
    earlier: Sequence[Shown],
    windows: Sequence[tuple[int, int]],
    corrected: Sequence[tuple[int, int]] = (),
) -> list[Shown]:
    """Return what is shown of each run of years, in this order, after what earlier releases showed.

    Nothing is said of a run that shares a year with one in which a figure was `corrected`: what was shown first and
    what is shown now would be of two counts that everybody knows to differ, and could be set against each other.
    """
    known, found = recalled(series, earlier), []
    for start, end in windows:
        if shares_a_year(start, end, corrected):
            found.append(Shown(start, end, None))
            continue
        shown, known = show(series, known, start, end)
        found.append(shown)
    return found


def shares_a_year(start: int, end: int, others: Sequence[tuple[int, int]]) -> bool:
    """Whether a run of years shares one with any of the others."""
    return any(start < other_end and other_start < end for other_start, other_end in others)


def recalled(series: Series, earlier: Sequence[Shown]) -> Knowledge:
    """Return what everybody knows after earlier releases; what is not so any more was corrected, and says nothing."""
    known = series.known_before
    for each in earlier:
        count = series.count(each.start, each.end)
        if any(low <= count <= high for low, high in each.meaning):
            known = known.told(each.start, each.end, each.meaning)
    return known


def show(series: Series, known: Knowledge, start: int, end: int) -> tuple[Shown, Knowledge]:
    """Return what is shown of a run of years, and what everybody knows then."""
    steps = marked(series, known, start, end)
    hidden = runs([step for step in steps if step.is_hidden])
    if all(step.is_hidden for step in steps):
        return Shown(start, end, None), known
    count = series.count(start, end)
    if any(low <= count <= high for low, high in hidden):
        return Shown(start, end, None, meaning=hidden), known.told(start, end, hidden)
    number, rest = face(count, series.total(start, end)) or (None, None)
    meaning = next(((step.low, step.high) for step in steps if step.low <= count <= step.high), beyond(count))
    return Shown(start, end, number, rest, (meaning,)), known.told(start, end, (meaning,))


def marked(series: Series, known: Knowledge, start: int, end: int) -> list[Step]:
    """Return the numbers that everybody holds possible, and which of them are hidden; the true one has no part in it.

    All of them are hidden where no smaller choice leaves enough room, or what is known could no longer be followed.
    """
    kept = secrets(series, known)
    steps = [
        Step(low, high, is_hidden or leaves_no_room(kept, then))
        for low, high, is_hidden in alike(series, known, start, end)
        if (then := known.told(start, end, ((low, high),))).readings
    ]
    while not all(step.is_hidden for step in steps):
        mark = known.told(start, end, runs([step for step in steps if step.is_hidden]))
        if len(mark.readings) > MOST_READINGS:
            return [_hide(step) for step in steps]
        if not mark.readings or not leaves_no_room(kept, mark):
            break
        steps = with_neighbours(steps)
    return steps


def alike(series: Series, known: Knowledge, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
    """Yield the possible numbers in runs that look alike by themselves, and whether each run is hidden.

    Numbers far beyond everything known are left out: they bear on nothing that is hidden, and are shown.
    """
    total, (least, most) = series.total(start, end), known.bounds(start, end)
    furthest = min(most, beyond(known.finite() + 6 * NEAREST)[1])
    low = least
    for number in range(least, furthest + 1):
        if number == furthest or face(number + 1, total) != face(low, total):
            yield low, number, face(low, total) is None
            low = number + 1


def beyond(number: int) -> tuple[int, int]:
    """Return the numbers that look like this one, where nothing else is known of it."""
    return rounded(number) - NEAREST // 2, rounded(number) + NEAREST // 2


def with_neighbours(steps: Sequence[Step]) -> list[Step]:
    """Hide, beside every run of hidden numbers, the next that would be shown on either side."""
    beside = {at for (at, a), (_, b) in pairwise(enumerate(steps)) if b.is_hidden}
    beside |= {at for (_, a), (at, b) in pairwise(enumerate(steps)) if a.is_hidden}
    return [_hide(step) if at in beside else step for at, step in enumerate(steps)]


def _hide(step: Step) -> Step:
    return Step(step.low, step.high, True)


def runs(steps: Sequence[Step]) -> Meaning:
    """Return numbers as few runs of neighbours."""
    found: list[tuple[int, int]] = []
    for step in steps:
        if found and found[-1][1] + 1 == step.low:
            found[-1] = found[-1][0], step.high
        else:
            found.append((step.low, step.high))
    return tuple(found)


@dataclass(frozen=True)
class Secret:
    """One run of years with the room that its number has, and the known numbers of which it is a part."""

    start: int
    end: int
    room: Room
    total: int | None
    # For a single year, the known numbers of its quarters.
    quarters: tuple[int, ...]


def secrets(series: Series, known: Knowledge) -> list[Secret]:
    """Return what nobody may work out: every run of years, what is left of its total, and the parts of its quarters."""
    years = len(series.counts)
    return [
        Secret(
            start,
            end,
            known.bounds(start, end),
            series.total(start, end),
            series.totals[start] if series.totals and end == start + 1 else (),
        )
        for start in range(years)
        for end in range(start + 1, years + 1)
    ]


def leaves_no_room(kept: Sequence[Secret], after: Knowledge) -> bool:
    """Whether saying something takes room from a number that may be from 1 to 7, and leaves it less than `ROOM`.

    A number that has less room already, from what others publish, may not lose any of it.
    """
    return any(
        any(is_cramped(*pair) for pair in rooms(secret, now))
        for secret in kept
        if (now := after.bounds(secret.start, secret.end)) != secret.room
    )


def rooms(secret: Secret, now: Room) -> Iterator[tuple[Room, Room]]:
    """Yield the room of each number of a secret as it was and as it is now."""
    yield secret.room, now
    if secret.total is not None:
        yield rest_of(secret.total, secret.room), rest_of(secret.total, now)
    for quarter in secret.quarters:
        was, is_now = (part_of(quarter, sum(secret.quarters), room) for room in (secret.room, now))
        yield was, is_now
        yield rest_of(quarter, was), rest_of(quarter, is_now)


def rest_of(total: int, room: Room) -> Room:
    """Return the room of what is left of a known number."""
    return total - room[1], total - room[0]


def part_of(quarter: int, year: int, room: Room) -> Room:
    """Return the room of what falls into one quarter, where only the whole year's number is spoken of."""
    return max(0, room[0] - (year - quarter)), min(quarter, room[1])


def is_cramped(was: Room, now: Room) -> bool:
    """Whether a number that may be from 1 to 7 has lost room, and has less than `ROOM` left."""
    left = now[1] - now[0]
    return left < ROOM and now[1] >= 1 and now[0] <= HIDDEN_UP_TO and left < was[1] - was[0]


def share(part: int | None, total: int | None) -> int | None:
    """Return a percentage of two shown numbers; None where either is hidden or the total is not over 20."""
    if part is None or total is None or total - NEAREST // 2 <= SHARE_OVER:
        return None
    return min(100, round(100 * part / total))


def carries_median(shown: int | None) -> bool:
    """Whether a shown number is surely over 8, so that the median of what it counts may stand beside it."""
    return shown is not None and shown - NEAREST // 2 > MEDIAN_OVER


def together(numbers: Sequence[int | None]) -> int | None:
    """Return the sum of shown numbers; None for fewer than four partnerships, or where one is hidden.

    It is a sum of what is shown, so it can say nothing that does not stand there already.
    """
    if len(numbers) < FEWEST_MEMBERS or any(number is None for number in numbers):
        return None
    return sum(number for number in numbers if number is not None)
