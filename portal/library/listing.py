"""In which parts and order does a partnership list its reviews, and which part of the list is on this page?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby

from sqlalchemy.orm import Session

from portal.library import queries
from portal.library.lines import ReviewLine
from portal.library.queries import Filters, Stretch
from portal.models.published import LOCAL_LEARNING, MAIN, PACKS, PREVIOUS
from portal.tenancy.model import Listing, Tenant

PER_PAGE = 30
NO_DATE = "No date given"
LISTS_NOTHING = "The page we hold lists nothing here."
NOTHING_CURRENT = "Nothing is published under this heading at the moment."


@dataclass
class Group:
    """Reviews that stand under one heading; no heading where the list is one."""

    heading: str
    lines: list[ReviewLine] = field(default_factory=list)
    is_year: bool = False
    # What is said under a heading with nothing under it.
    note: str = ""


@dataclass(frozen=True)
class Part:
    """A part of the listing: its heading, which stretch of the list it is, how many reviews it has."""

    heading: str
    stretch: Stretch
    count: int
    is_main: bool


@dataclass(frozen=True)
class ListPage:
    """One page of the list."""

    groups: list[Group]
    total: int
    number: int
    pages: int


def parts(session: Session, tenant: Tenant, filters: Filters, now: datetime) -> list[Part]:
    """Return the parts of a partnership's listing in order, each counted."""
    listing = tenant.listing
    apart = {
        code: heading
        for code, heading in (
            (LOCAL_LEARNING, listing.local_learning_heading),
            (PACKS, listing.packs_heading),
            (PREVIOUS, listing.previous_heading),
        )
        if heading
    }
    main = [code for code in (MAIN, LOCAL_LEARNING, PACKS, PREVIOUS) if code not in apart]
    wanted = [(_main_heading(listing), main), *((heading, [code]) for code, heading in apart.items())]
    found = []
    for number, (heading, codes) in enumerate(wanted):
        stretch = Stretch(tuple(codes) if apart else (), filters)
        count = queries.count_reviews(session, tenant, stretch, now)
        found.append(Part(heading, stretch, count, is_main=number == 0))
    return found


def list_page(
    session: Session, tenant: Tenant, found: Sequence[Part], number: int, now: datetime
) -> ListPage:
    """Return one page of the whole list, across its parts."""
    total = sum(part.count for part in found)
    pages = max(1, -(-total // PER_PAGE))
    number = min(max(number, 1), pages)
    start, room = (number - 1) * PER_PAGE, PER_PAGE
    groups: list[Group] = []
    for part in found:
        if part.is_main and part.heading and not part.count and total and number == 1:
            groups.append(Group(part.heading, note=NOTHING_CURRENT))
        if start < part.count and room > 0:
            lines = queries.reviews(
                session, tenant, part.stretch, now, offset=start, limit=min(room + 1, part.count)
            )
            after = lines[room].year if len(lines) > room else None
            groups += grouped(tenant.listing, part, lines[:room], is_first=start == 0, after=after)
            room -= len(lines[:room])
        start = max(0, start - part.count)
    if total and number == pages and not any(part.stretch.filters for part in found):
        groups += [Group(heading, note=LISTS_NOTHING) for heading in tenant.listing.empty_headings]
    return ListPage(groups, total, number, pages)


def grouped(
    listing: Listing, part: Part, lines: list[ReviewLine], *, is_first: bool, after: int | None
) -> list[Group]:
    """Return the reviews of one part under their headings: years where the partnership lists by year."""
    if not part.is_main or listing.style != "by-year":
        return [Group(part.heading, lines)]
    groups = [
        Group(heading, list(each), is_year=heading.isdecimal())
        for heading, each in groupby(lines, _year_heading)
    ]
    years = [line.year for line in lines if line.year]
    if not years:
        return groups
    latest = None if is_first else max(years)
    empty = [
        year
        for year in listing.empty_years
        if (latest is None or year < latest) and (after is None or year > after)
    ]
    return list(_with_empty_years(groups, sorted(set(empty) - set(years), reverse=True)))


def _with_empty_years(groups: list[Group], empty: list[int]) -> Iterator[Group]:
    """Yield the groups with the empty years where they belong: before what is older and what has no date."""
    waiting = list(empty)
    for group in groups:
        while waiting and (not group.is_year or int(group.heading) < waiting[0]):
            yield Group(str(waiting.pop(0)), is_year=True, note=LISTS_NOTHING)
        yield group
    for year in waiting:
        yield Group(str(year), is_year=True, note=LISTS_NOTHING)


def _year_heading(line: ReviewLine) -> str:
    if line.year:
        return str(line.year)
    return line.heading or NO_DATE


def _main_heading(listing: Listing) -> str:
    return "Current reviews" if listing.style == "current-then-previous" else ""
