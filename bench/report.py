"""What did a run show: as a table to read, and as figures to keep?"""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.rounds import Compared
from bench.targets import GROWING, MOST_SLOWER

LATEST = Path(__file__).with_name("latest.json")
COLUMNS = ("page", "x hello", "[min-max]", "floor", "requests/s", "p50 ms", "p99 ms", "CPU us", "kB")
# Ours beside the neighbour that does the same work.
SIDE_BY_SIDE = (
    ("list page, made anew", "Wagtail: list page"),
    ("list page, made anew", "Datasette: table page"),
    ("search, rare word", "Datasette: search, rare word"),
    ("search, common word", "Datasette: search, common word"),
    ("cached page", "nginx: the cached page as a file"),
)


def table(compared: Sequence[Compared]) -> str:
    """Return the figures as a table."""
    rows = [COLUMNS, *(row_of(each) for each in compared)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(COLUMNS))]
    return "\n".join(
        "  ".join(cell.ljust(width) if place == 0 else cell.rjust(width)
                  for place, (cell, width) in enumerate(zip(row, widths, strict=True)))
        for row in rows
    )  # fmt: skip


def row_of(one: Compared) -> tuple[str, ...]:
    """Return one page's line of the table."""
    floor = one.target.floor
    return (
        one.target.name,
        f"{one.ratio:.3f}",
        f"[{min(one.ratios):.3f}-{max(one.ratios):.3f}]",
        "" if floor is None else f"{floor:g} {'met' if one.is_met else 'MISSED'}",
        f"{one.middle(lambda page: page.requests_a_second):,.0f}",
        f"{one.middle(lambda page: page.p50_ms):.1f}",
        f"{one.middle(lambda page: page.p99_ms):.1f}",
        f"{one.middle(lambda page: page.cpu_us):,.0f}",
        f"{one.target.bytes / 1000:.0f}",
    )


def beside(compared: Iterable[Compared]) -> dict[str, float]:
    """Return how many times as many requests each portal answers as the neighbour doing the same work."""
    ratios = {one.target.name: one.ratio for one in compared}
    return {
        f"portal on {engine}, {ours} / {theirs}": round(
            ratios[f"portal on {engine}: {ours}"] / ratios[theirs], 2
        )
        for engine in ("SQLite", "PostgreSQL")
        for ours, theirs in SIDE_BY_SIDE
        if theirs in ratios and f"portal on {engine}: {ours}" in ratios
    }


def grown(compared: Iterable[Compared]) -> dict[str, float]:
    """Return how many times as long each page takes with many cases as with few."""
    ratios = {one.target.name: one.ratio for one in compared}
    pages = [f"portal on {engine}: {page}" for engine in ("SQLite", "PostgreSQL") for page in GROWING]
    return {
        f"{page}, many cases / few": round(ratios[f"{page}, few cases"] / ratios[f"{page}, many cases"], 2)
        for page in pages
        if f"{page}, few cases" in ratios and f"{page}, many cases" in ratios
    }


def missed(compared: Sequence[Compared]) -> list[str]:
    """Return a sentence for each floor that was missed, and for each page that slows down as cases come."""
    below = [
        f"{one.target.name}: {one.ratio:.3f} of the bare page, must be {one.target.floor:g}"
        for one in compared
        if not one.is_met
    ]
    slower = [
        f"{words}: {times:g} times as long, may be {MOST_SLOWER:g}"
        for words, times in grown(compared).items()
        if times > MOST_SLOWER
    ]
    return below + slower


def keep(compared: Sequence[Compared], items: int, versions: dict[str, str]) -> None:
    """Write the figures beside this file, with the machine known by its size alone."""
    told = {
        "measured_on": datetime.now(UTC).date().isoformat(),
        "machine": {"cores": os.cpu_count(), "memory_gib": memory(), "python": platform.python_version()},
        "versions": versions,
        "items": items,
        "rounds": len(compared[0].pages),
        "pages": [kept(one) for one in compared],
        "times_the_neighbour": beside(compared),
        "times_as_long_with_many_cases": grown(compared),
        "is_every_floor_met": not missed(compared),
    }
    LATEST.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


def kept(one: Compared) -> dict[str, Any]:
    """Return one page's figures."""
    return {
        "page": one.target.name,
        "times_hello": round(one.ratio, 4),
        "each_round": [round(ratio, 4) for ratio in one.ratios],
        "floor": one.target.floor,
        "requests_a_second": round(one.middle(lambda page: page.requests_a_second)),
        "p50_ms": round(one.middle(lambda page: page.p50_ms), 2),
        "p99_ms": round(one.middle(lambda page: page.p99_ms), 2),
        "cpu_us": round(one.middle(lambda page: page.cpu_us)),
        "bytes": one.target.bytes,
    }


def memory() -> int:
    """Return the machine's memory in GiB."""
    return round(os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30)
