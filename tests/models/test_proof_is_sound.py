"""Can a statement that the tripwire has proven depend on, or touch, anything of another tenant? Tried at random.

Each random statement is run twice: over both tenants' rows, and over ours alone. If it is proven, the two answers
must be the same, whatever the others' rows are: that covers counts, existence and maxima, not words only.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

import pysqlite3
import pytest
from sqlglot import exp

from portal.models import proof
from portal.models.proof import prove
from tests.models.random_sql import COLUMNS, TABLES, Author

OWNED = frozenset(TABLES)


def world(tenants: str) -> Any:
    """Return a database in which every tenant's ids are the same, so that a join that crosses is seen."""
    connection = pysqlite3.connect(":memory:")
    for table in TABLES:
        connection.execute(f"create table {table} ({', '.join(COLUMNS)}, check (tenant is not null))")
        for tenant in tenants:
            rows = {
                "a": [(1, None), (2, 1), (3, 2)],
                "b": [(1, 2), (2, None), (4, 1)],
                "c": [(3, 4), (1, 1)],
            }[tenant]
            for id_, ref in rows:
                values = (tenant, id_, ref, f"Z{tenant}{table}{id_}")
                connection.execute(f"insert into {table} values (?, ?, ?, ?)", values)
    connection.commit()
    # A join of everything with everything is given up: it says no more than a small one.
    connection.set_progress_handler(lambda: True, 200_000)
    return connection


def outcome(connection: Any, sql: str) -> tuple[list[Any], list[Any], list[Any]]:
    """Return a statement's answer, and what our rows and the others' are after it; then undo it."""
    try:
        answer = answered(connection, sql)
        rows = [
            row
            for table in TABLES
            for row in connection.execute(f"select '{table}', * from {table}").fetchall()
        ]
    finally:
        connection.rollback()
    ours = sorted((row for row in rows if row[1] == "a"), key=repr)
    return answer, ours, sorted((row for row in rows if row[1] != "a"), key=repr)


def answered(connection: Any, sql: str) -> list[Any]:
    """Return a statement's answer, in an order of our own."""
    try:
        return sorted(connection.execute(sql, ["a"] * sql.count("?")).fetchall(), key=repr)
    except pysqlite3.IntegrityError:
        # A row without a tenant: an outer join found none. No table of the portal takes it either.
        return ["refused"]


def faults(statements: int, seed: int) -> tuple[list[str], int, int]:
    """Return the proven statements that another tenant's rows changed, and how many were proven and refused."""
    author, both, alone = Author(Random(seed)), world("abc"), world("a")
    others = outcome(both, "select 1")[2]
    wrong, proven, dependent = [], 0, 0
    for _ in range(statements):
        sql = author.statement()
        try:
            crossed, by_itself = outcome(both, sql), outcome(alone, sql)
        except pysqlite3.OperationalError as given_up:
            if "interrupted" not in str(given_up):
                raise
            continue
        is_independent = crossed[:2] == by_itself[:2] and crossed[2] == others
        if not prove(sql, "sqlite", OWNED).faults:
            proven += 1
            wrong += [] if is_independent else [sql]
        else:
            dependent += not is_independent
    return wrong, proven, dependent


def test_nothing_that_is_proven_depends_on_another_tenant() -> None:
    wrong, proven, dependent = faults(700, seed=20261122)
    assert wrong == []
    # Otherwise the statements say nothing about the proof.
    assert proven > 150
    assert dependent > 120


MISTAKES: dict[str, tuple[str, Any]] = {
    "an OR taken for an AND": (
        "conjuncts",
        lambda node: list(node.find_all(exp.EQ)) if node is not None else [],
    ),
    "an outer join taken for an inner one": ("proven_by_on", lambda side, left, right: left | right),
    "the wrong side of an outer join": (
        "proven_by_on",
        lambda side, left, right: {"LEFT": left, "RIGHT": right}.get(side, left | right),
    ),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_in_the_proof_is_found(mistake: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proof, *MISTAKES[mistake])
    wrong, _, _ = faults(250, seed=3)
    assert wrong


@pytest.mark.prove
def test_nothing_that_is_proven_depends_on_another_tenant_in_many_tries(
    figure: Callable[[str, object], None],
) -> None:
    wrong, proven, dependent = faults(15_000, seed=7)
    figure("random statements proven and independent of other tenants", f"{proven - len(wrong)} of {proven}")
    figure("random statements refused that would have crossed", dependent)
    assert wrong == []
