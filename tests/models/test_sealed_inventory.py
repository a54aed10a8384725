"""Does the crypto inventory say of every column whether it is sealed, and if not, why?"""

from __future__ import annotations

import re
from pathlib import Path

from sqlalchemy import BigInteger, Boolean, Column, Date, Integer, Table, Uuid

from portal.models import every_model, sealed
from portal.models.base import Base, Coded, Instant
from portal.models.tables import is_published

INVENTORY = Path(__file__).resolve().parents[2] / "docs" / "crypto-inventory.md"
REMEDY = (
    "Remedy: correct the row of that table in docs/crypto-inventory.md, with the reason for what is clear."
)
# Keys, clocks, counts, yes and no, and closed lists: clear everywhere, as the inventory says above its table.
CLEAR_EVERYWHERE = (Uuid, Instant, Date, Integer, BigInteger, Boolean, Coded)

every_model.load()


def casework_tables() -> list[Table]:
    return [table for table in Base.metadata.sorted_tables if not is_published(table)]


def listed() -> dict[str, tuple[set[str], set[str], str]]:
    """Return what the inventory says of each table: sealed, clear, why."""
    rows: dict[str, tuple[set[str], set[str], str]] = {}
    for line in INVENTORY.read_text("utf-8").split("## What each table")[1].splitlines():
        cells = [cell.strip() for cell in line.strip("| \n").split("|")] if line.startswith("| `") else []
        if cells:
            cells += [""] * (4 - len(cells))
            names = [set(re.findall(r"`(\w+)`", cell)) for cell in cells[:3]]
            rows[names[0].pop()] = (names[1], names[2], cells[3])
    return rows


def sealed_columns(table: Table) -> set[str]:
    return {column.name.removesuffix(sealed.SUFFIX) for column in table.columns if is_sealed(column)}


def clear_words(table: Table) -> set[str]:
    return {
        column.name
        for column in table.columns
        if not is_sealed(column) and column.name != "tenant" and not isinstance(column.type, CLEAR_EVERYWHERE)
    }


def is_sealed(column: Column[object]) -> bool:
    return column.name.endswith(sealed.SUFFIX)


def test_the_inventory_lists_exactly_what_each_table_seals() -> None:
    said = listed()
    faults = [
        f"{table.name}: seals {sorted(sealed_columns(table))}, the inventory says {sorted(said[table.name][0])}"
        for table in casework_tables()
        if table.name in said and sealed_columns(table) != said[table.name][0]
    ]
    assert not faults, "\n".join([*faults, REMEDY])


def test_every_word_that_is_clear_is_in_the_inventory_with_its_reason() -> None:
    said = listed()
    faults = []
    for table in casework_tables():
        _, clear, why = said.get(table.name, (set(), set(), ""))
        if clear_words(table) != clear:
            faults.append(
                f"{table.name}: clear are {sorted(clear_words(table))}, the inventory says {sorted(clear)}"
            )
        elif clear and not why:
            faults.append(f"{table.name}: no reason why {sorted(clear)} may be clear")
    assert not faults, "\n".join([*faults, REMEDY])


def test_every_table_that_seals_or_says_something_is_in_the_inventory_and_no_other() -> None:
    needed = {table.name for table in casework_tables() if sealed_columns(table) or clear_words(table)}
    assert needed == set(listed()), REMEDY


def test_no_published_table_seals_anything() -> None:
    published = [table for table in Base.metadata.sorted_tables if is_published(table)]
    assert published
    assert [table.name for table in published if sealed_columns(table)] == []
