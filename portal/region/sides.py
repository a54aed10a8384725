"""In which order do partnerships stand side by side, under which names, and what is a table of them?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from portal.region.asked import Asked
from portal.region.comparing import Row
from portal.tenancy.model import Tenants


class Table(NamedTuple):
    """The names of the columns, and the rows."""

    head: Sequence[str]
    rows: Sequence[Sequence[object]]


def in_order(asked: Asked, tenants: Tenants) -> list[str]:
    """Return the partnerships that are counted, by name: they are never ranked."""
    return sorted(asked.tenants, key=lambda slug: tenants.by_slug[slug].name)


def names(tenants: Tenants) -> dict[str, str]:
    """Return every partnership's name by its slug."""
    return {slug: tenant.name for slug, tenant in tenants.by_slug.items()}


def sums(rows: Sequence[Row]) -> tuple[int, ...]:
    """Return the sum of each column."""
    return tuple(map(sum, zip(*(row.numbers for row in rows), strict=True)))
