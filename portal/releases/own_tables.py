"""Which tables of its own figures can a partnership read and take away, and what stands in each?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy.orm import Session

from portal.domain.agency_actions import ActionStanding
from portal.domain.bank_holidays import BankHolidays
from portal.domain.quality_markers import Score
from portal.domain.releasing import WINDOWS, year_of
from portal.releases import own_figures, own_quarters
from portal.releases.own_figures import Line
from portal.tenancy.model import Tenant

NOTHING = "–"


class Table(NamedTuple):
    """The words above a table, the names of its columns, and its rows."""

    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[object]]


class Asking(NamedTuple):
    """Whose figures are counted, and as of which day."""

    session: Session
    tenant: Tenant
    today: date
    holidays: BankHolidays

    @property
    def names(self) -> dict[str, str]:
        """The names of the partnership's agencies by their codes."""
        return {each.code: each.name for each in self.tenant.agencies}


def standing(asking: Asking) -> Table:
    """Return how recommendations stand."""
    own = own_figures.recommendations(asking.session, asking.today)
    rows = [(title, *pair) for title, pairs in own_figures.standing(own) for pair in pairs]
    return Table("How recommendations stand", ("What", "How it stands", "Recommendations"), rows)


def by_organisation(asking: Asking) -> Table:
    """Return how the recommendations to each organisation stand."""
    own = own_figures.recommendations(asking.session, asking.today)
    return lined(
        "By organisation", "Organisation", list(own_figures.COLUMNS), own_figures.by_agency(own, asking.names)
    )


def by_theme(asking: Asking) -> Table:
    """Return how the recommendations of each theme stand."""
    own = own_figures.recommendations(asking.session, asking.today)
    return lined("By theme", "Theme", list(own_figures.COLUMNS), own_figures.by_theme(own))


def actions(asking: Asking) -> Table:
    """Return how the actions of each organisation stand."""
    lines = own_figures.actions(asking.session, asking.today, asking.names)
    return lined(
        "Actions of each organisation", "Organisation", [each.label for each in ActionStanding], lines
    )


def scores(asking: Asking) -> Table:
    """Return in how many reviews each quality marker has each score."""
    lines = own_figures.scores(asking.session)
    return lined("Reviews by marker and score", "Marker", [each.label for each in Score], lines)


def casework(asking: Asking) -> Table:
    """Return what casework comes to, year by year."""
    found = own_figures.casework(asking.session, asking.today, asking.holidays)
    years = [f"To March {year}" for year in found.years]
    return lined("Casework, year by year", "Figure", [*years[:-1], f"{years[-1]}, so far"], found.counts)


def over_years(asking: Asking) -> Table:
    """Return what is worked out over several years."""
    found, through = (
        own_figures.casework(asking.session, asking.today, asking.holidays),
        year_of(asking.today),
    )
    head = ("Figure", *(f"Since April {through - run}" for run in sorted(WINDOWS)))
    rows = [
        (words, *(NOTHING if each is None else each for each in numbers)) for words, numbers in found.runs
    ]
    return Table("Over several years, until today", head, rows)


def quarterly(title: str, what: str, lines: Callable[[Asking], list[Line]]) -> Callable[[Asking], Table]:
    """Return a table with a column for each quarter of two years, the running one last."""

    def table(asking: Asking) -> Table:
        quarters = [each.short for each in own_quarters.quarters(asking.today)]
        return lined(title, what, [*quarters[:-1], f"{quarters[-1]}, so far"], lines(asking))

    return table


def lined(title: str, first: str, columns: Sequence[str], lines: Sequence[Line]) -> Table:
    """Return lines of numbers as a table."""
    return Table(title, (first, *columns), [(words, *numbers) for words, numbers in lines])


# What is read and taken away as it stands today, and what quarter by quarter.
BY_QUARTER: dict[str, Callable[[Asking], Table]] = {
    "recommendations-by-quarter": quarterly(
        "Published recommendations at the end of each quarter", "Recommendations",
        lambda asking: own_quarters.recommendations(asking.session, asking.today),
    ),
    "actions-by-quarter": quarterly(
        "Actions of organisations at the end of each quarter", "Actions",
        lambda asking: own_quarters.actions(asking.session, asking.today),
    ),
    "quality-by-quarter": quarterly(
        "Scores by quality markers in each quarter", "Score",
        lambda asking: own_quarters.scores(asking.session, asking.today),
    ),
    "casework-by-quarter": quarterly(
        "Casework in each quarter", "Figure",
        lambda asking: own_quarters.casework(asking.session, asking.today, asking.holidays),
    ),
}  # fmt: skip
TABLES: dict[str, Callable[[Asking], Table]] = {
    "recommendations": standing,
    "recommendations-by-organisation": by_organisation,
    "recommendations-by-theme": by_theme,
    "actions": actions,
    "quality": scores,
    "casework": casework,
    "casework-over-years": over_years,
    **BY_QUARTER,
}
