"""By what can a regional lead narrow a list, and what is there to choose?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypedDict

from portal.domain.factors import PracticeTheme
from portal.domain.vocabulary import OutputKind, ReviewKind
from portal.region import following
from portal.region.asked import UNDATED, Asked
from portal.tenancy.model import Tenants

Options = list[tuple[str, str]]

# What each table can be narrowed by, as its page is; the others always count everything.
NARROWED_BY: dict[str, tuple[str, ...]] = {
    "published": ("partnership", "review", "output"),
    "published-by-quarter": ("partnership", "review", "output"),
    "reviews": ("partnership", "review", "output", "theme", "year"),
    "recommendations": ("partnership", "theme", "body", "year"),
    "progress": ("partnership", "theme", "body"),
    "actions": ("partnership", "theme", "body"),
    "actions-by-theme": ("partnership", "theme", "body", "quarter"),
    "actions-by-organisation": ("partnership", "theme", "body", "quarter"),
    "progress-by-theme": ("partnership", "theme", "body", "quarter"),
    "progress-by-organisation": ("partnership", "theme", "body", "quarter"),
}


class Box(TypedDict):
    """One filter as its form shows it."""

    name: str
    label: str
    value: str
    any: str
    options: Options


def boxes(asked: Asked, tenants: Tenants, *names: str) -> list[Box]:
    """Return the filters whose choices are always the same."""
    every = {
        "review": _box(asked, "review", "Kind of review", "Every kind", ReviewKind.choices()),
        "output": _box(asked, "output", "Kind of output", "Every kind", OutputKind.choices()),
        "theme": _box(asked, "theme", "Theme", "Every theme", PracticeTheme.choices()),
        "partnership": _box(
            asked, "partnership", "Partnership", "Every partnership", _partnerships(asked, tenants)
        ),
    }
    return [every[name] for name in names]


def bodies(asked: Asked, named: Mapping[str, str]) -> Box:
    """Return the filter by the organisation that a recommendation names."""
    names = list(named.values())
    # What an address asks for stays chosen, though nothing names it now.
    names += [asked.body] if asked.body and asked.body not in names else []
    return _box(asked, "body", "Organisation", "Every organisation", [(name, name) for name in names])


def years(asked: Asked, found: Iterable[int | None]) -> Box:
    """Return the filter by year, the last first."""
    listed = set(found)
    known = {str(year) for year in listed if year} | {asked.year} - {"", UNDATED}
    options = [(year, year) for year in sorted(known, reverse=True)]
    options += [(UNDATED, "No date given")] if None in listed or asked.year == UNDATED else []
    return _box(asked, "year", "Year", "Every year", options)


def quarters(asked: Asked) -> Box:
    """Return the choice of the quarter at whose end something is counted, the last first."""
    listed = following.quarters(asked)[::-1]
    options = [(each.code, each.short) for each in listed[1:]]
    return _box(asked, "quarter", "At the end of", f"{listed[0].short}, so far", options)


def narrowing(asked: Asked, tenants: Tenants) -> str:
    """Return in one sentence what a page or a file is narrowed to; nothing where it is not narrowed."""
    words = {
        "partnership": lambda code: tenants.by_slug[code].name,
        "review": lambda code: f"reviews of the kind “{ReviewKind(code).label}”",
        "output": lambda code: f"outputs of the kind “{OutputKind(code).label}”",
        "theme": lambda code: f"the theme “{PracticeTheme(code).label}”",
        "body": lambda code: f"the organisation “{code}”",
        "year": lambda code: "what has no date" if code == UNDATED else f"the year {code}",
    }
    said = [words[name](code) for name, code in asked.chosen.items()]
    return f"Narrowed to {', '.join(said)}." if said else ""


def grouping(asked: Asked) -> Box:
    """Return the choice of what the list is grouped by."""
    options = [("theme", "Theme"), ("body", "Organisation")]
    return _box(asked, "by", "Group by", "No groups, newest first", options)


def _partnerships(asked: Asked, tenants: Tenants) -> Options:
    named = [(slug, tenants.by_slug[slug].name) for slug in asked.region.tenants]
    return sorted(named, key=lambda each: each[1])


def _box(asked: Asked, name: str, label: str, of_all: str, options: Iterable[tuple[str, str]]) -> Box:
    return {
        "name": name,
        "label": label,
        "value": getattr(asked, name),
        "any": of_all,
        "options": list(options),
    }
