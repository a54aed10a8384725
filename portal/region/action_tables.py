"""What stands in the tables of agencies’ actions that a regional lead takes away?"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sqlalchemy.orm import Session

from portal.domain.agency_actions import ActionStanding
from portal.region import acting, comparing, following, learning_queries
from portal.region.acting import Stood
from portal.region.asked import Asked
from portal.region.sides import Table, in_order, names
from portal.tenancy.model import Tenants


def over_time(session: Session, asked: Asked, tenants: Tenants) -> Table:
    """Return how actions stood at the end of each quarter, one line for each way of standing."""
    lines = comparing.narrowed(learning_queries.acted(session, asked), asked)
    columns, rows = in_order(asked, tenants), []
    for quarter in following.quarters(asked):
        day = following.day_of(quarter, asked)
        for row in acting.counted(acting.stood(lines, day, asked), columns):
            rows += [
                (quarter.code, day.isoformat(), names(tenants)[slug], row.words, number)
                for slug, number in zip(columns, row.numbers, strict=True)
            ]
    return Table(("Quarter", "Counted on", "Partnership", "How they stand", "Actions"), rows)


def by_theme(session: Session, asked: Asked, tenants: Tenants) -> Table:
    """Return how the actions under each theme stood at the end of the quarter asked for."""
    return _grouped(session, asked, tenants, "Theme", acting.by_theme)


def by_organisation(session: Session, asked: Asked, tenants: Tenants) -> Table:
    """Return how the actions of each organisation stood at the end of the quarter asked for."""
    return _grouped(session, asked, tenants, "Organisation", acting.by_organisation)


def _grouped(
    session: Session, asked: Asked, tenants: Tenants, what: str,
    groups: Callable[[Sequence[Stood]], list[tuple[str, list[Stood]]]],
) -> Table:  # fmt: skip
    quarter = following.quarter_asked(asked)
    day, columns = following.day_of(quarter, asked), in_order(asked, tenants)
    lines = comparing.narrowed(learning_queries.acted(session, asked), asked)
    counts = {
        words: acting.counted(group, columns) for words, group in groups(acting.stood(lines, day, asked))
    }
    return Table(("Quarter", "Counted on", "Partnership", what, *(each.label for each in ActionStanding)), [
        (quarter.code, day.isoformat(), names(tenants)[slug], words, *(row.numbers[at] for row in rows))
        for words, rows in counts.items()
        for at, slug in enumerate(columns)
    ])  # fmt: skip
