"""Does every wall, alone, stop the shapes of query that it promises to stop, on both engines?"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy.exc import DBAPIError, InvalidRequestError
from sqlalchemy.orm.exc import FlushError, ObjectDeletedError, StaleDataError

from portal.models.session import OutOfBounds, SessionIsBound
from tests.conftest import ENGINES
from tests.models.probes import OURS, THEIRS, WALLS, Ground, ground_on
from tests.models.query_shapes import SHAPES, Shape

# Careless on purpose, and SQLAlchemy says so.
pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")

# With these a shape is stopped aloud: a wall refused it, the engine did, or the row was not there to be found.
STOPPED = (
    OutOfBounds,
    SessionIsBound,
    DBAPIError,
    InvalidRequestError,
    ObjectDeletedError,
    FlushError,
    StaleDataError,
)
ALL, NONE = frozenset(WALLS), frozenset[str]()


@dataclass
class Trial:
    """A probe portal on one engine with only some walls standing."""

    engine_name: str
    standing: frozenset[str]
    ground: Ground

    def seen(self, shape: Shape) -> str:
        """Return what a session of ours saw, or `stopped`; and `leaked` where the others' rows changed."""
        before = self.ground.everything(THEIRS)
        try:
            with self.ground.serving(OURS) as own:
                seen = str(shape.ask(own, self.ground))
                own.commit()
        except STOPPED:
            seen = "stopped"
        if shape.kind == "writes":
            seen += " leaked" if self.ground.everything(THEIRS) != before else ""
            self.ground.plant()
        return seen

    def leaks(self, shape: Shape) -> bool:
        """Say whether anything of the others was seen or changed."""
        return is_leak(self.seen(shape))


@pytest.fixture(scope="module", params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def is_leak(seen: str) -> bool:
    """Say whether what a session saw, or did, was another tenant's."""
    return f"Zq{THEIRS}" in seen or "leaked" in seen


@contextmanager
def trial(engine: str, folder: Path, standing: frozenset[str]) -> Iterator[Trial]:
    with ground_on(engine, folder, set(ALL - standing)) as ground:
        yield Trial(engine, standing, ground)


def test_no_shape_leaks_and_ours_is_found_while_every_wall_stands(engine: str, tmp_path: Path) -> None:
    with trial(engine, tmp_path, ALL) as tried:
        seen = {shape: tried.seen(shape) for shape in SHAPES}
    # No wall of SQLite stops a cursor of the driver's own that reads; test_audit.py keeps such out of the portal.
    stopped_by_none = [shape.name for shape in SHAPES if not shape.is_stopped_on(engine)]
    assert stopped_by_none == (["raw_cursor"] if engine == "sqlite" else [])
    assert [shape.name for shape in SHAPES if is_leak(seen[shape])] == stopped_by_none
    assert [shape.name for shape in SHAPES if shape.finds_ours and f"Zq{OURS}" not in seen[shape]] == []


@pytest.mark.parametrize("wall", WALLS)
def test_a_wall_alone_stops_what_it_promises(engine: str, tmp_path: Path, wall: str) -> None:
    promised = [shape for shape in SHAPES if shape.promised_by(wall, engine)]
    with trial(engine, tmp_path, frozenset({wall})) as tried:
        assert [shape.name for shape in promised if tried.leaks(shape)] == []


@pytest.mark.parametrize("wall", WALLS)
def test_the_others_hold_when_one_wall_falls(engine: str, tmp_path: Path, wall: str) -> None:
    standing = ALL - {wall}
    held = [shape for shape in SHAPES if any(shape.promised_by(other, engine) for other in standing)]
    with trial(engine, tmp_path, standing) as tried:
        assert [shape.name for shape in held if tried.leaks(shape)] == []


def test_each_shape_does_leak_where_no_wall_stands(engine: str, tmp_path: Path) -> None:
    """Without this, the tests above could pass because the shapes ask for nothing."""
    with trial(engine, tmp_path, NONE) as tried:
        leaking = {shape.name for shape in SHAPES if tried.leaks(shape)}
    assert leaking == {shape.name for shape in SHAPES if not shape.is_harmless_alone}


def test_there_are_at_least_the_shapes_that_leak_elsewhere() -> None:
    assert len(SHAPES) >= 32
    assert all(shape.caught_by or shape.is_harmless_alone for shape in SHAPES)
