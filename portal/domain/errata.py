"""Which releases may be shown beside one another, and what is done about one whose figures turn out to be wrong?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from portal.domain.errors import Conflict
from portal.domain.releasing import FAMILIES, WINDOWS, Facts, Figure, Hidden, Measure
from portal.domain.vocabulary import ReleaseStatus

# Where a release can still come to be shown as it was prepared.
WAITS = frozenset({ReleaseStatus.PREPARED, ReleaseStatus.SIGNED})


def require_turn(through: int, standing: Mapping[int, ReleaseStatus]) -> None:
    """Refuse to prepare a release that would not be tried against every other that is shown. Raises Conflict.

    `standing` holds where the partnership's first edition of each release stands, by the year with which it ends.
    """
    for other, status in sorted(standing.items()):
        if other > through and status is ReleaseStatus.FROZEN:
            raise Conflict(
                "A later release is frozen already. Releases are prepared in the order of their years."
            )
        if other != through and status in WAITS:
            raise Conflict(
                f"The release to March {other} waits here still, and the two must be tried against each other. Close "
                f"it first with `releases freeze --through {other}`, which leaves out whoever has not signed it off."
            )


def require_none_waits(standing: Mapping[int, ReleaseStatus]) -> None:
    """Refuse a correction while a release waits that was counted before it was known. Raises Conflict."""
    for other, status in sorted(standing.items()):
        if status in WAITS:
            raise Conflict(
                f"The release to March {other} waits here still, and was counted before this correction. Where nobody "
                f"has signed it off yet, `releases prepare --through {other}` counts it again. Close it with "
                f"`releases freeze --through {other}`, and then prepare the correction of each release that needs one."
            )


def counted_by(facts: Facts, through: int) -> dict[str, list[Any]]:
    """Return what a release counts, by family: its years' counts, the known numbers of its quarters, its medians."""
    end = through - facts.first + 1
    years = slice(end - max(WINDOWS), end)
    return {
        family.value: [
            list(series.counts[years]),
            [list(quarters) for quarters in series.totals[years]],
            [
                [each.value, window, facts.medians[each, window]]
                for each in FAMILIES[family]
                for window in WINDOWS
                if (each, window) in facts.medians
            ],
        ]
        for family, series in facts.series.items()
    }


def changed_families(then: Mapping[str, Sequence[Any]], facts: Facts, through: int) -> list[Measure]:
    """Return the families of which a release to `through` would count anything but what it counted `then`."""
    return corrected_families(then, counted_by(facts, through))


def corrected_families(
    before: Mapping[str, Sequence[Any]], now: Mapping[str, Sequence[Any]]
) -> list[Measure]:
    """Return the families of which anything that an earlier release counted has been corrected since.

    A median is no reason: it moves as what was unfinished is finished, and no count can be worked out from it.
    """
    return [
        family
        for family in FAMILIES
        if family.value in before and list(before[family.value][:2]) != list(now[family.value][:2])
    ]


def erratum(before: Iterable[Figure], corrected: Sequence[Measure]) -> tuple[Figure, ...]:
    """Return a release again, without any figure of the families that were corrected."""
    wrong = {measure for family in corrected for measure in FAMILIES[family]}
    return tuple(
        Figure(each.measure, each.years, None, Hidden.CORRECTED) if each.measure in wrong else each
        for each in before
    )


def families_taken_away(before: Iterable[Figure], after: Iterable[Figure]) -> list[Measure]:
    """Return the families from which an erratum took any figure that was not taken away before."""
    gone = {(each.measure, each.years) for each in after if each.hidden is Hidden.CORRECTED}
    gone -= {(each.measure, each.years) for each in before if each.hidden is Hidden.CORRECTED}
    return [
        family for family, measures in FAMILIES.items() if any(measure in measures for measure, _ in gone)
    ]


def check_erratum(before: Iterable[Figure], after: Iterable[Figure]) -> None:
    """Refuse an erratum that shows any number which the release that it corrects did not show. Raises Conflict."""
    shown = {(each.measure, each.years): each.number for each in before}
    for each in after:
        if each.number is not None and shown.get((each.measure, each.years)) != each.number:
            raise Conflict(
                f"An erratum may take {each.measure.label} away, and may not show another number in its place."
            )
    if {(each.measure, each.years) for each in after} != set(shown):
        raise Conflict("An erratum has the same figures as the release that it corrects.")
