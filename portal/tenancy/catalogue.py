"""What did a partnership's earlier pages list as published, line by line, and which lines are malformed?"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator
from dataclasses import fields
from datetime import date
from pathlib import Path

from portal.domain.vocabulary import DateMeans, DatePrecision, OutputKind, ReportStatus
from portal.tenancy.faults import Fault
from portal.tenancy.fields import repeated
from portal.tenancy.model import CatalogueEntry
from portal.tenancy.reading import Findings

COLUMNS = tuple(column.name for column in fields(CatalogueEntry))
# What a date needs at least to be as exact as it says: a day needs all three parts.
SHAPES = {
    DatePrecision.DAY: r"\d{4}-\d\d-\d\d",
    DatePrecision.MONTH: r"\d{4}-\d\d(-01)?",
    DatePrecision.YEAR_HEADING: r"\d{4}(-01-01)?",
    DatePrecision.NONE: "",
}
Row = dict[str, str]


def read_catalogue(path: Path, file: str) -> tuple[tuple[CatalogueEntry, ...], list[Fault]]:
    """The good lines of the catalogue in order of position, and a fault for each bad one.

    `date_from` comes back as the first day it can mean, `report_status` as the domain's code. Every other value
    is kept letter by letter. A folder without the file has published nothing before.
    """
    findings = Findings(file)
    if not path.exists():
        return (), []
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            rows = csv.DictReader(lines, strict=True)
            if not _columns_are_right(rows.fieldnames or (), findings):
                return (), findings.faults
            entries = [entry for row in rows if (entry := _entry(row, rows.line_num, findings))]
    except (csv.Error, UnicodeDecodeError) as problem:
        findings.add("the file", f"is not comma-separated UTF-8: {problem}")
        return (), findings.faults
    for position in repeated(entry.position for entry in entries):
        findings.add("position", f"more than one line has position {position}; give each its own")
    return tuple(sorted(entries, key=lambda entry: entry.position)), findings.faults


def _columns_are_right(found: object, findings: Findings) -> bool:
    columns = [str(column) for column in found] if isinstance(found, list | tuple) else []
    before = len(findings.faults)
    for column in columns:
        if column not in COLUMNS:
            findings.add(column or "a column", "is not a column here; take it away, or see tenants/README.md")
    for column in COLUMNS:
        if column not in columns:
            findings.add(column, "this column is missing; add it, empty where the page says nothing")
    for column in repeated(columns):
        findings.add(str(column), "this column is there twice; keep one")
    return len(findings.faults) == before


def _entry(row: Row, line: int, findings: Findings) -> CatalogueEntry | None:
    """The line as an entry; None, and a fault for each wrong value, where it has any."""
    if None in row or None in row.values():
        findings.add(
            f"line {line}", f"has more or fewer values than the {len(COLUMNS)} columns; put commas right"
        )
        return None
    row = {**row, "report_status": row["report_status"].replace(" ", "-")}
    wrong = list(_wrong_values(row))
    for column, remedy in wrong:
        findings.add(f"line {line}, {column}", remedy)
    if wrong:
        return None
    values = {**row, "date_from": first_day(row["date_from"])}
    position = int(values.pop("position"))
    return CatalogueEntry(position=position, **values)


def _wrong_values(row: Row) -> Iterator[tuple[str, str]]:
    for column, is_wrong, remedy in _RULES:
        if is_wrong(row):
            yield column, remedy
    if row["precision"] in list(DatePrecision):
        yield from _wrong_dates(row, DatePrecision(row["precision"]))


def _wrong_dates(row: Row, precision: DatePrecision) -> Iterator[tuple[str, str]]:
    """What is wrong between the four columns about a date."""
    if not re.fullmatch(SHAPES[precision], row["date_from"]):
        yield "date_from", f"does not suit precision {precision}; {_SUITS[precision]}"
        return
    if precision is DatePrecision.NONE:
        if row["date_means"]:
            yield "date_means", "leave it empty; the line has no date"
        return
    if not _is_a_day(row["date_from"]):
        yield "date_from", f"{row['date_from']} is not in the calendar"
    said = row["source_heading"] + row["date_text"]
    if row["date_from"][:4] not in said:
        yield (
            "date_from",
            f"{row['date_from'][:4]} stands neither in date_text nor in source_heading; infer nothing",
        )


def first_day(written: str) -> str:
    """`2018-05` and `2018` as their first days in ISO form; empty stays empty."""
    return written + {4: "-01-01", 7: "-01"}.get(len(written), "")


def _is_a_day(written: str) -> bool:
    try:
        date.fromisoformat(first_day(written))
    except ValueError:
        return False
    return True


def _listed(codes: type[DateMeans] | type[DatePrecision] | type[OutputKind] | type[ReportStatus]) -> str:
    return ", ".join(code.value for code in codes)


_SUITS = {
    DatePrecision.DAY: "write the day as 2018-05-15",
    DatePrecision.MONTH: "write the month as 2018-05-01 or 2018-05",
    DatePrecision.YEAR_HEADING: "write the year as 2018-01-01 or 2018",
    DatePrecision.NONE: "leave it empty",
}
_RULES: tuple[tuple[str, Callable[[Row], bool], str], ...] = (
    ("source", lambda row: not row["source"].strip(), "is empty; name the page that lists it"),
    ("title", lambda row: not row["title"].strip(), "is empty; copy the title letter by letter"),
    (
        "kind",
        lambda row: row["kind"] not in ("", *OutputKind),
        f"leave it empty or give one of: {_listed(OutputKind)}",
    ),
    (
        "precision",
        lambda row: row["precision"] not in list(DatePrecision),
        f"give one of: {_listed(DatePrecision)}",
    ),
    (
        "date_means",
        lambda row: row["date_means"] not in ("", *DateMeans),
        f"leave it empty or give one of: {_listed(DateMeans)}",
    ),
    (
        "report_status",
        lambda row: row["report_status"] not in list(ReportStatus),
        "give one of: published, not published, not stated",
    ),
    ("position", lambda row: not row["position"].isdecimal(), "give a whole number"),
)
