"""What can somebody work out who sets out to? A solver of its own, which calls nothing of the rules that it tries.

It is given what design section 10 says an attacker holds: every figure of every release, the Department for
Education's numbers of notifications by quarter, and how many of each year's cases published reports tell of. What a
shown number can be it works out for itself. What a hiding mark can stand for it reads in the rules, which are no
secret; that these say so truly is tried apart, on every possible past of small worlds (`test_suppression.py`). The
attacker's own partnership needs no solving: it is known exactly, and no figure mixes two partnerships' facts. Every
way of reading the marks is tried, and in each the least and the most of every run of years is found by relaxing the
differences between running totals until nothing moves.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

NOTHING = 10**6  # more than there can ever be
Edge = tuple[int, int, int]


@dataclass
class Attacker:
    """What is known of one measure of one partnership."""

    least: Sequence[int]
    most: Sequence[int]
    said: list[tuple[int, int, tuple[tuple[int, int], ...]]] = field(default_factory=list)

    def hears(self, start: int, end: int, meaning: tuple[tuple[int, int], ...]) -> None:
        """Keep what a figure can stand for; nothing where it says nothing."""
        if meaning:
            self.said.append((start, end, meaning))

    def bounds(self) -> dict[tuple[int, int], tuple[int, int]]:
        """Return the least and the most of every run of years, over every way of reading what was said."""
        years = len(self.least)
        found: dict[tuple[int, int], tuple[int, int]] = {}
        for edges in self.readings():
            for start in range(years):
                far = distances(years, edges, start)
                near = distances(years, [(b, a, w) for a, b, w in edges], start)
                assert far is not None and near is not None
                for end in range(start + 1, years + 1):
                    low, high = found.get((start, end), (NOTHING, -1))
                    found[start, end] = min(low, -near[end]), max(high, far[end])
        return found

    def readings(self) -> Iterator[list[Edge]]:
        """Yield the bounds of each reading that does not contradict itself."""
        first = [
            edge
            for at, pair in enumerate(zip(self.least, self.most, strict=True))
            for edge in between(at, at + 1, *pair)
        ]
        yield from self.going_on(first, 0)

    def going_on(self, edges: list[Edge], at: int) -> Iterator[list[Edge]]:
        """Yield what becomes of a reading as the rest of what was said is added."""
        if distances(len(self.least), edges, 0) is None:
            return
        if at == len(self.said):
            yield edges
            return
        start, end, meaning = self.said[at]
        for low, high in meaning:
            yield from self.going_on(edges + between(start, end, low, high), at + 1)


def can_be(number: int, rest: int | None, total: int | None) -> tuple[tuple[int, int], ...]:
    """Return what a shown number can be: to the nearest 5, none from 1 to 7, and so is what it leaves of its total."""
    found = [
        each
        for each in range(max(0, number - 2), number + 3)
        if looks_like(each, number) and (total is None or rest is None or looks_like(total - each, rest))
    ]
    return ((found[0], found[-1]),) if found else ()


def looks_like(number: int, shown: int) -> bool:
    """Whether a number would be shown so."""
    return number == shown == 0 or (number > 7 and abs(number - shown) <= 2 and shown % 5 == 0)


def between(start: int, end: int, low: int, high: int) -> list[Edge]:
    """Return that a running total exceeds another by so much at least and at most."""
    return [(start, end, high), (end, start, -low)]


def distances(years: int, edges: Sequence[Edge], source: int) -> list[int] | None:
    """Return by how much each running total can exceed one of them at most; None where the bounds contradict."""
    found = [NOTHING if place != source else 0 for place in range(years + 1)]
    for _ in range(years + 2):
        is_moved = False
        for start, end, weight in edges:
            reach = found[start] + weight
            if reach < found[end]:
                found[end], is_moved = reach, True
        if not is_moved:
            return found
    return None
