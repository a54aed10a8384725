"""What can be worked out about yearly counts from what was said of their sums over runs of years?

Sums over runs are differences between running totals, so that everything said bounds one running total against
another. The tightest bounds are then shortest paths between them, and they are reached by whole numbers: what is
computed here is exactly what anybody could work out, neither more nor less.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import accumulate

# More than any count; sums of it stay recognisable.
UNBOUNDED = 10**9

Runs = Iterable[tuple[int, int]]


class Sums:
    """What one reading of everything said leaves possible; never changed, `told` returns another."""

    __slots__ = ("_most",)

    def __init__(self, most: list[list[int]]) -> None:
        # most[i][j]: how much the running total before year j can exceed that before year i.
        self._most = most

    @classmethod
    def from_years(cls, least: Sequence[int], most: Sequence[int]) -> Sums:
        """Return what is known where each year lies between two numbers; UNBOUNDED is no bound."""
        low, high = list(accumulate(least, initial=0)), list(accumulate(most, initial=0))
        places = range(len(low))
        return cls(
            [
                [min(high[j] - high[i], UNBOUNDED) if j >= i else low[j] - low[i] for j in places]
                for i in places
            ]
        )

    @property
    def years(self) -> int:
        """How many years there are."""
        return len(self._most) - 1

    def bounds(self, start: int, end: int) -> tuple[int, int]:
        """Return the least and the most that the years from `start` up to before `end` can sum to."""
        return -self._most[end][start], self._most[start][end]

    def finite(self) -> int:
        """Return the largest bound there is."""
        return max(abs(bound) for row in self._most for bound in row if abs(bound) < UNBOUNDED // 2)

    def told(self, start: int, end: int, low: int, high: int) -> Sums | None:
        """Return what is known once the sum of these years lies between two numbers; None where it cannot."""
        if low > self._most[start][end] or high < -self._most[end][start]:
            return None
        # Lists that nothing changes are shared between readings.
        most = _tightened(self._most, start, end, high)
        return Sums(_tightened(most, end, start, -low))


def _tightened(most: list[list[int]], start: int, end: int, bound: int) -> list[list[int]]:
    if bound >= most[start][end]:
        return most
    onward = most[end]
    found = []
    for row in most:
        reach = row[start] + bound
        found.append(
            [
                known if known <= reach + step else reach + step
                for known, step in zip(row, onward, strict=True)
            ]
            if reach < UNBOUNDED
            else row
        )
    return found


class Knowledge:
    """Everything that anybody can know: one or more readings, of which one is true and nobody can say which."""

    __slots__ = ("readings",)

    def __init__(self, readings: Sequence[Sums]) -> None:
        self.readings = tuple(readings)

    def bounds(self, start: int, end: int) -> tuple[int, int]:
        """Return the least and the most that these years can sum to in any reading."""
        if len(self.readings) == 1:
            return self.readings[0].bounds(start, end)
        found = [each.bounds(start, end) for each in self.readings]
        return min(low for low, _ in found), max(high for _, high in found)

    def told(self, start: int, end: int, runs: Runs) -> Knowledge:
        """Return what is known once the sum of these years lies in one of the runs of numbers; it may be nothing."""
        listed = tuple(runs)
        told = (each.told(start, end, low, high) for each in self.readings for low, high in listed)
        return Knowledge([each for each in told if each is not None])

    def finite(self) -> int:
        """Return the largest bound there is."""
        return max(each.finite() for each in self.readings)
