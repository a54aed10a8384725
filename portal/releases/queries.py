"""Which releases wait for this partnership, what would each show of it, and what are its exact figures?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.bank_holidays import BankHolidays
from portal.domain.errata import WAITS, changed_families, counted_by, erratum, families_taken_away
from portal.domain.errors import NotFound
from portal.domain.releasing import FAMILIES, WINDOWS, Facts, Figure, Hidden, Measure, last_settled
from portal.domain.suppression import Shown
from portal.domain.vocabulary import ReleaseStatus
from portal.models.release_part import ReleasePart, parts_of
from portal.models.released import ReleasedEdition, ReleasedFigure
from portal.releases import counting

STANDS_OR_WAITS = (ReleaseStatus.FROZEN, ReleaseStatus.SIGNED, ReleaseStatus.PREPARED)


@dataclass(frozen=True)
class Line:
    """One figure as the partnership sees it: as it would be shown, and exactly."""

    figure: Figure
    exact: int | None


def part(session: Session, part_id: UUID, *, locked: bool = False) -> ReleasePart:
    """Return one part of the partnership's; NotFound where there is none with this id."""
    wanted = select(ReleasePart).where(ReleasePart.id == part_id)
    if locked:
        wanted = wanted.with_for_update()
    found = session.scalars(wanted.execution_options(populate_existing=True)).one_or_none()
    if found is None:
        raise NotFound("There is no such release.")
    return found


def all_parts(session: Session) -> list[ReleasePart]:
    """Return the partnership's parts, the latest first."""
    return list(reversed(parts_of(session)))


def waiting(session: Session) -> Sequence[ReleasePart]:
    """Return the parts that wait for a sign-off, the earliest first."""
    wanted = select(ReleasePart).where(ReleasePart.status == ReleaseStatus.PREPARED)
    return session.scalars(wanted.order_by(ReleasePart.through, ReleasePart.edition)).all()


def lines_of(kept: ReleasePart, years: int) -> list[Line]:
    """Return the figures of one run of years beside the exact ones."""
    exact = (kept.exact or {})["figures"]
    return [
        Line(each, exact.get(f"{each.measure.value}|{years}"))
        for each in figures_of(kept.figures)
        if each.years == years
    ]


def figures_of(written: Sequence[Sequence[Any]] | None) -> tuple[Figure, ...]:
    """Return figures as they were kept."""
    return tuple(
        Figure(Measure(measure), years, number, Hidden(hidden) if hidden else None)
        for measure, years, number, hidden in written or ()
    )


def written(figures: Sequence[Figure]) -> list[list[Any]]:
    """Return figures as they are kept."""
    return [
        [each.measure.value, each.years, each.number, each.hidden and each.hidden.value] for each in figures
    ]


def meanings(first: int, shown: Mapping[Measure, Sequence[Shown]]) -> dict[str, list[list[Any]]]:
    """Return what each number was shown as, by reporting years, as it is kept."""
    return {
        family.value: [
            [
                each.start + first,
                each.end + first,
                each.number,
                each.rest,
                [list(run) for run in each.meaning],
            ]
            for each in found
        ]
        for family, found in shown.items()
    }


def said_before(parts: Sequence[ReleasePart], first: int) -> dict[Measure, list[Shown]]:
    """Return everything that was frozen of this partnership, corrected or not, as places from the year `first`."""
    found: dict[Measure, list[Shown]] = {family: [] for family in FAMILIES}
    for kept in parts:
        if kept.status is ReleaseStatus.FROZEN:
            for family, listed in (kept.meanings or {}).items():
                found[Measure(family)] += [
                    Shown(start - first, end - first, number, rest, tuple((low, high) for low, high in runs))
                    for start, end, number, rest, runs in listed
                ]
    return found


def corrected_runs(parts: Sequence[ReleasePart], first: int) -> dict[Measure, list[tuple[int, int]]]:
    """Return the years of every release from which an erratum takes a family's figures, counted from `first`.

    They are all the years that the release looks at: which of them was wrong is nobody's to know. An erratum that
    waits for its sign-off counts already, or what is prepared meanwhile would stand beside it.
    """
    found: dict[Measure, list[tuple[int, int]]] = {family: [] for family in FAMILIES}
    last: dict[int, ReleasePart] = {}
    for kept in (each for each in parts if each.status in STANDS_OR_WAITS):
        before, end = last.get(kept.through), kept.through - first + 1
        for family in (
            families_taken_away(figures_of(before.figures), figures_of(kept.figures)) if before else ()
        ):
            found[family].append((end - max(WINDOWS), end))
        last[kept.through] = kept
    return found


def changed_runs(parts: Sequence[ReleasePart], facts: Facts) -> dict[Measure, list[tuple[int, int]]]:
    """Return the years of every frozen release that would count a family otherwise today, whether or not anybody said
    so: what is shown next must not stand beside it. Counted from the first year of these facts."""
    found: dict[Measure, list[tuple[int, int]]] = {family: [] for family in FAMILIES}
    for kept in newest_frozen(parts):
        end = kept.through - facts.first + 1
        for family in changed_families((kept.exact or {})["counted"], facts, kept.through):
            found[family].append((end - max(WINDOWS), end))
    return found


def newest_frozen(parts: Sequence[ReleasePart]) -> list[ReleasePart]:
    """Return the newest frozen edition of each release, the earliest release first."""
    return list({each.through: each for each in parts if each.status is ReleaseStatus.FROZEN}.values())


def to_correct(session: Session, holidays: BankHolidays, today: date) -> list[ReleasePart]:
    """Return the frozen editions that still show a figure whose count is another today, where no correction waits.

    One that no coming release shares a year with is left alone.
    """
    parts = parts_of(session)
    corrected = {each.through for each in parts if each.edition > 1 and each.status in WAITS}
    shown = [
        each
        for each in newest_frozen(parts)
        if each.through > last_settled(today) + 1 - max(WINDOWS) and each.through not in corrected
    ]
    if not shown:
        return []
    first = shown[0].through - max(WINDOWS) + 1
    facts = counting.facts(session, first, shown[-1].through, holidays)
    return [each for each in shown if still_shown(each, facts)]


def still_shown(kept: ReleasePart, facts: Facts) -> bool:
    """Whether an edition still shows anything of a family that would be counted otherwise today."""
    figures, changed = (
        figures_of(kept.figures),
        changed_families((kept.exact or {})["counted"], facts, kept.through),
    )
    return bool(families_taken_away(figures, erratum(figures, changed)))


def standing(parts: Sequence[ReleasePart]) -> dict[int, ReleaseStatus]:
    """Return where the first edition of each release stands."""
    return {each.through: each.status for each in parts if each.edition == 1}


def first_year(parts: Sequence[ReleasePart], through: int, longest: int) -> int:
    """Return the first reporting year that this release, or anything frozen before, speaks of."""
    earlier: list[int] = [
        start for kept in parts for listed in (kept.meanings or {}).values() for start, *_ in listed
    ]
    return min([through - longest + 1, *earlier])


def exact_of(facts: Facts, through: int, windows: Sequence[int]) -> dict[str, Any]:
    """Return the exact figures as they are kept: for the partnership's page, and to see later what was corrected."""
    figures: dict[str, int | None] = {}
    end = through - facts.first + 1
    for family, series in facts.series.items():
        for years in windows:
            count, total = series.count(end - years, end), series.total(end - years, end)
            figures[f"{family.value}|{years}"] = count
            if total is not None:
                figures[f"{Measure.NOTIFICATIONS.value}|{years}"] = total
                figures[f"{Measure.LATER.value}|{years}"] = total - count
                figures[f"{Measure.IN_TIME_SHARE.value}|{years}"] = (
                    round(100 * count / total) if total else None
                )
    figures |= {f"{measure.value}|{years}": days for (measure, years), days in facts.medians.items()}
    return {"figures": figures, "counted": counted_by(facts, through)}


def edition_of(session: Session, kept: ReleasePart) -> ReleasedEdition | None:
    """Return the frozen edition of a part; None while it is not frozen."""
    return session.scalars(
        select(ReleasedEdition).where(
            ReleasedEdition.through == kept.through, ReleasedEdition.edition == kept.edition
        )
    ).one_or_none()


def frozen_figures(session: Session, edition: ReleasedEdition) -> tuple[Figure, ...]:
    """Return the figures of an edition as they stand in its table."""
    wanted = select(ReleasedFigure).where(ReleasedFigure.edition_id == edition.id)
    return tuple(each.figure for each in session.scalars(wanted))
