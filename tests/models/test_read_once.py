"""Is the same read once for one page, and anew wherever it may have changed?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.models.read_once import read_once
from tests.conftest import ENGINES
from tests.models.probes import OURS, Case, Ground, ground_on

ROW = UUID(int=1)
readings: list[tuple[object, ...]] = []


@read_once
def how_many(session: Session, *asked: object, **named: object) -> int:
    """Count the cases, and keep that they were counted."""
    readings.append(asked)
    return session.scalar(select(func.count()).select_from(Case)) or 0


@pytest.fixture(scope="module", params=ENGINES)
def ground(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    with ground_on(request.param, tmp_path_factory.mktemp("ground"), set()) as made:
        yield made


@pytest.fixture(autouse=True)
def nothing_read() -> None:
    readings.clear()


def test_whoever_asks_the_same_while_nothing_is_written_is_told_what_was_read(ground: Ground) -> None:
    with ground.serving(OURS, writes=False) as own:
        case = own.scalars(select(Case)).first()
        assert how_many(own, case, [ROW], on=date(2026, 11, 27)) == how_many(
            own, case, [UUID(int=1)], on=date(2026, 11, 27)
        )
        assert len(readings) == 1


@pytest.mark.parametrize("other", [(UUID(int=2),), ([ROW],), (ROW, None), ("1",), ()])
def test_whoever_asks_something_else_is_told_that(ground: Ground, other: tuple[object, ...]) -> None:
    with ground.serving(OURS, writes=False) as own:
        how_many(own, ROW)
        how_many(own, *other)
        assert len(readings) == 2


def test_a_session_that_writes_finds_what_it_wrote(ground: Ground) -> None:
    with ground.serving(OURS) as own:
        before = how_many(own)
        own.add(Case(tenant=OURS, reference="READ-ONCE", title="One more"))
        own.flush()
        assert how_many(own) == before + 1
        own.rollback()


def test_another_transaction_and_another_session_read_anew(ground: Ground) -> None:
    with ground.serving(OURS, writes=False) as own:
        how_many(own)
        own.rollback()
        how_many(own)
    with ground.serving(OURS, writes=False) as own:
        how_many(own)
    assert len(readings) == 3
