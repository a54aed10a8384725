"""What does a regional lead want counted, and how is that written in an address?"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from portal.domain.factors import PracticeTheme
from portal.domain.vocabulary import OutputKind, ReviewKind
from portal.tenancy.model import Region

# What stands in an address for things that no date is given for, and where invented entries are left out.
UNDATED, LEFT_OUT = "none", "no"
LONGEST_NAME = 120
QUARTER = re.compile(r"20[0-9]{2}-Q[1-4]")


@dataclass(frozen=True)
class Asked:
    """One region at one moment, narrowed as far as was asked; empty means everything."""

    region: Region
    now: datetime
    is_demonstration: bool = False
    leaves_out_invented: bool = False
    partnership: str = ""
    review: str = ""
    output: str = ""
    theme: str = ""
    body: str = ""
    year: str = ""
    quarter: str = ""
    by: str = ""

    @property
    def tenants(self) -> tuple[str, ...]:
        """Return the partnerships that are counted: never one of another region."""
        return (self.partnership,) if self.partnership else self.region.tenants

    @property
    def with_invented(self) -> bool:
        """Whether invented entries count too: in a demonstration only."""
        return self.is_demonstration and not self.leaves_out_invented

    @property
    def chosen(self) -> dict[str, str]:
        """Return what the list is narrowed to, by name."""
        names = ("partnership", "review", "output", "theme", "body", "year")
        return {name: getattr(self, name) for name in names if getattr(self, name)}

    def kept(self, *names: str, **changed: str) -> dict[str, str]:
        """Return what an address carries on: whether invented entries count, these filters, and what is changed."""
        carried = {"invented": LEFT_OUT if self.is_demonstration and self.leaves_out_invented else ""}
        carried |= {name: getattr(self, name) for name in names}
        return {name: value for name, value in (carried | changed).items() if value}


def asked(region: Region, now: datetime, args: Mapping[str, str], *, is_demonstration: bool) -> Asked:
    """Return what an address asks for; what is no kind, theme, year or partnership of the region is no filter."""
    return Asked(
        region,
        now,
        is_demonstration,
        args.get("invented") == LEFT_OUT,
        partnership=_one_of(args.get("partnership"), region.tenants),
        review=_one_of(args.get("review"), list(ReviewKind)),
        output=_one_of(args.get("output"), list(OutputKind)),
        theme=_one_of(args.get("theme"), list(PracticeTheme)),
        body=_name(args.get("body", "")),
        year=_year(args.get("year", "")),
        quarter=_quarter(args.get("quarter", "")),
        by=_one_of(args.get("by"), ("theme", "body")),
    )


def _one_of(value: str | None, known: tuple[str, ...] | list[str]) -> str:
    return str(value) if value in known else ""


def _year(value: str) -> str:
    is_year = value.isascii() and value.isdigit() and len(value) == 4
    return value if is_year or value == UNDATED else ""


def _quarter(value: str) -> str:
    return value if QUARTER.fullmatch(value) else ""


def _name(value: str) -> str:
    printable = "".join(each if each.isprintable() else " " for each in value[:LONGEST_NAME])
    return " ".join(printable.split())
