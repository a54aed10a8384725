"""Whoever changes the stored record: is it seen, on either engine?

Every tampering is done in the database by its owner, past all triggers, verified in the same transaction and
rolled back. The tamperer knows everything but the chain's key and cannot reach the head that was exported.
"""

from __future__ import annotations

import os
import random
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Connection, Engine, delete, insert, select, update

from portal.domain.audit_chain import Head, mac
from portal.models import audit
from portal.models.audit import record
from portal.models.bounds import Scope
from portal.models.chain import entries, head_of, heads, told, verdict_on
from tests.models.sealing import (
    RecordedSession,
    fresh_database,
    make_tables,
    portal_with,
    records_engine,
    store_at,
)

audit.register(RecordedSession)

LENGTH = 40
OURS = entries.c.tenant == "ashby"
ACTIONS = ("created", "changed", "deleted", "looked-at")


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """Give a database with two partnerships' chains of forty entries each."""
    with fresh_database(request.param, tmp_path) as url, portal_with(store_at(tmp_path)):
        made = records_engine(url)
        make_tables(made)
        for tenant in ("ashby", "brough"):
            with RecordedSession(made, tenant) as session:
                for number in range(LENGTH):
                    record(session, ACTIONS[number % 4], "referral", uuid4(), [f"field_{number}"])
                session.commit()
        yield made
        made.dispose()


def row_at(connection: Connection, seq: int) -> dict[str, Any]:
    return dict(connection.execute(select(entries).where(OURS, entries.c.seq == seq)).one()._mapping)


def edit(connection: Connection, chance: random.Random) -> None:
    """Change one thing that one entry says."""
    row = row_at(connection, chance.randint(1, LENGTH))
    changed: dict[str, Any] = {
        "at": row["at"] + timedelta(microseconds=chance.choice([-1, 1, 10**9])),
        "actor_id": uuid4(),
        "session_ref": chance.choice(["someone-else", ""]),
        "action": row["action"] + "x",
        "subject_kind": "case",
        "subject_id": chance.choice([str(uuid4()), None]),
        "detail": chance.choice([[], [*row["detail"], "more"], ["field"]]),
        "prev": os.urandom(32),
        "mac": os.urandom(32),
        "id": uuid4(),
    }
    name = chance.choice(sorted(changed))
    connection.execute(update(entries).where(OURS, entries.c.seq == row["seq"]).values({name: changed[name]}))


def remove(connection: Connection, chance: random.Random) -> None:
    """Remove entries from the middle, closing the gap in the numbers or not."""
    seq, count = chance.randint(1, LENGTH - 4), chance.randint(1, 3)
    connection.execute(delete(entries).where(OURS, entries.c.seq.between(seq, seq + count - 1)))
    if chance.random() < 0.5:
        for later in range(seq + count, LENGTH + 1):
            connection.execute(update(entries).where(OURS, entries.c.seq == later).values(seq=later - count))


def add(connection: Connection, chance: random.Random) -> None:
    """Add an entry in the middle or at the end, sealed with a key of one's own."""
    seq = chance.randint(1, LENGTH + 1)
    for later in range(LENGTH, seq - 1, -1):
        connection.execute(update(entries).where(OURS, entries.c.seq == later).values(seq=later + 1))
    row = {**row_at(connection, 1 if seq > 1 else 2), "id": uuid4(), "seq": seq, "detail": ["forged"]}
    row["mac"] = mac(os.urandom(32), row["prev"], seq, told(row))
    connection.execute(insert(entries), [row])
    if seq > LENGTH:
        set_head(connection, seq, row["mac"])


def reorder(connection: Connection, chance: random.Random) -> None:
    """Let two entries change places."""
    one, other = chance.sample(range(1, LENGTH + 1), 2)
    for seq, to in ((one, -1), (other, one), (-1, other)):
        connection.execute(update(entries).where(OURS, entries.c.seq == seq).values(seq=to))


def cut_off(connection: Connection, chance: random.Random) -> None:
    """Remove the last entries, and set the stored head back to fit."""
    last = LENGTH - chance.randint(1, LENGTH - 1)
    connection.execute(delete(entries).where(OURS, entries.c.seq > last))
    set_head(connection, last, row_at(connection, last)["mac"])


def empty(connection: Connection, chance: random.Random) -> None:
    """Remove the whole chain and its head."""
    connection.execute(delete(entries).where(OURS))
    connection.execute(delete(heads).where(heads.c.tenant == "ashby"))


def seal_again(connection: Connection, chance: random.Random) -> None:
    """Edit one entry and seal it and all that follow with a key of one's own."""
    seq, key = chance.randint(1, LENGTH), os.urandom(32)
    prev = row_at(connection, seq)["prev"]
    for later in range(seq, LENGTH + 1):
        row = row_at(connection, later)
        row["detail"] = ["edited"] if later == seq else row["detail"]
        row["prev"], row["mac"] = prev, mac(key, prev, later, told(row))
        connection.execute(update(entries).where(OURS, entries.c.seq == later).values(row))
        prev = row["mac"]
    set_head(connection, LENGTH, prev)


def borrow(connection: Connection, chance: random.Random) -> None:
    """Put an entry of another partnership's chain in the place of the same number."""
    seq = chance.randint(1, LENGTH)
    wanted = select(entries).where(entries.c.tenant == "brough", entries.c.seq == seq)
    row = dict(connection.execute(wanted).one()._mapping)
    connection.execute(delete(entries).where(OURS, entries.c.seq == seq))
    connection.execute(insert(entries), [{**row, "tenant": "ashby"}])


def set_head(connection: Connection, seq: int, seal: bytes) -> None:
    connection.execute(update(heads).where(heads.c.tenant == "ashby").values(seq=seq, mac=seal))


TAMPERINGS: tuple[Callable[[Connection, random.Random], None], ...] = (
    edit,
    edit,
    remove,
    add,
    reorder,
    cut_off,
    cut_off,
    seal_again,
    borrow,
    empty,
)


def tried(engine: Engine, number: int, seed: int, head: Head | None) -> tuple[Counter[str], Counter[str]]:
    """Return how many tamperings of each kind were made, and how many of them went unseen."""
    chance = random.Random(seed)
    made, unseen = Counter[str](), Counter[str]()
    for _ in range(number):
        tamper = chance.choice(TAMPERINGS)
        with RecordedSession(engine, "ashby") as session:
            tamper(session.connection(), chance)
            made[tamper.__name__] += 1
            if not verdict_on(session, "ashby", head).faults:
                unseen[tamper.__name__] += 1
            session.rollback()
    return made, unseen


def exported(engine: Engine) -> Head:
    with RecordedSession(engine, "ashby", writes=False) as session:
        head = head_of(session, "ashby")
        assert head is not None
        assert verdict_on(session, "ashby", head).faults == []
        return head


def test_a_hundred_tamperings_are_all_found_with_an_exported_head(engine: Engine) -> None:
    made, unseen = tried(engine, 100, seed=11, head=exported(engine))
    assert unseen == Counter()
    assert len(made) == len(set(TAMPERINGS))


@pytest.mark.prove
def test_a_thousand_tamperings_are_all_found_with_an_exported_head(
    engine: Engine, figure: Callable[[str, object], None]
) -> None:
    made, unseen = tried(engine, 1000, seed=20261122, head=exported(engine))
    figure(
        f"audit tamperings found on {engine.dialect.name}",
        f"{made.total() - unseen.total()} of {made.total()}",
    )
    assert unseen == Counter()


def test_without_an_exported_head_a_cut_end_goes_unseen_and_nothing_else(engine: Engine) -> None:
    """The reason for exporting heads, kept as a fact: should this fail, the warning in the handbook can go."""
    made, unseen = tried(engine, 100, seed=12, head=None)
    assert set(unseen) == {"cut_off", "empty"}
    assert unseen["cut_off"] == made["cut_off"]


def test_the_chain_of_another_partnership_is_not_disturbed_by_a_fault_in_this_one(engine: Engine) -> None:
    with RecordedSession(engine, "ashby") as session:
        reorder(session.connection(), random.Random(1))
        assert verdict_on(session, "ashby").faults
        session.scope = Scope(tenant="brough")
        assert verdict_on(session, "brough").faults == []
        session.rollback()


def test_an_entry_that_cannot_be_read_is_a_fault(engine: Engine) -> None:
    broken = "UPDATE audit_entry SET detail = '{' WHERE seq = 7 AND tenant = 'ashby'"
    if engine.dialect.name == "postgresql":
        broken = "UPDATE audit_entry SET detail = '{\"a\": 0.5}' WHERE seq = 7 AND tenant = 'ashby'"
    with RecordedSession(engine, "ashby") as session:
        session.connection().exec_driver_sql(broken)
        assert verdict_on(session, "ashby").faults
        session.rollback()
