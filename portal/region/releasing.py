"""How are frozen figures laid side by side, and what does each hidden one say?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from portal.domain.releasing import FAMILIES, MEDIANS, Figure, Hidden, Measure, window_words
from portal.region.release_queries import Release, may_sum

ABSENT = "Not signed off"
# Releases that were frozen before a figure was thought of say nothing of it.
UNCOUNTED = "Not counted"
COUNTS = tuple(each for each in Measure if each not in (*MEDIANS.values(), Measure.IN_TIME_SHARE))
FAMILY_OF = {measure: family for family, measures in FAMILIES.items() for measure in measures}


@dataclass(frozen=True)
class Cell:
    """One figure in a table: a number, or the mark in its place with the number of the note that explains it."""

    number: int | None
    words: str
    note: int = 0
    why: str = ""


@dataclass(frozen=True)
class Row:
    """One line of a table, a cell for each partnership, and the sum of them where there may be one."""

    key: str
    words: str
    cells: tuple[Cell, ...]
    together: Cell | None = None

    @property
    def is_count(self) -> bool:
        """Whether its numbers can be drawn beside those of other counts."""
        return self.key in COUNTS


def cell_in(release: Release, slug: str, measure: Measure, years: int) -> Cell:
    """Return a partnership's figure of a release as a table shows it, or why it has none there."""
    if slug in release.parts and release.figure(slug, measure, years) is None:
        return Cell(None, UNCOUNTED)
    return cell_of(release.figure(slug, measure, years))


def cell_of(figure: Figure | None) -> Cell:
    """Return a figure as a table shows it."""
    if figure is None:
        return Cell(None, ABSENT)
    if figure.number is not None:
        return Cell(
            figure.number,
            f"{figure.number}%" if figure.measure is Measure.IN_TIME_SHARE else str(figure.number),
        )
    why = figure.hidden or Hidden.SMALL
    return Cell(None, "Hidden", list(Hidden).index(why) + 1, why.label)


def by_measure(release: Release, columns: Sequence[str], years: int) -> list[Row]:
    """Return a row for each measure over one run of years."""
    return [
        Row(
            measure.value,
            measure.label,
            tuple(cell_in(release, slug, measure, years) for slug in columns),
            sum_of(release, measure, years),
        )
        for measure in Measure
    ]


def over_releases(
    releases: Sequence[Release], columns: Sequence[str], measure: Measure, years: int
) -> list[Row]:
    """Return a row for each release, the latest first."""
    return [
        Row(
            str(release.through),
            window_words(release.through, years),
            tuple(cell_in(release, slug, measure, years) for slug in columns),
            sum_of(release, measure, years),
        )
        for release in releases
    ]


def sum_of(release: Release, measure: Measure, years: int) -> Cell | None:
    """Return the sum over the partnerships that signed off; None where there is none to be had."""
    if measure not in COUNTS or not may_sum(release):
        return None
    number = release.together(list(release.parts), measure, years)
    return (
        Cell(number, str(number))
        if number is not None
        else Cell(None, "Hidden", len(Hidden) + 1, "One of the numbers that it is the sum of is hidden")
    )


def notes(rows: Sequence[Row], *, with_sums: bool = False) -> list[tuple[int, str]]:
    """Return the notes that these rows refer to, and their sums where those are shown, by their numbers."""
    cells = [cell for row in rows for cell in (*row.cells, row.together if with_sums else None) if cell]
    return sorted({(cell.note, cell.why) for cell in cells if cell.note})
