"""When does what people do happen? Now; a made-up story of the demonstration is told as of its own days.

Only when something is said to have happened comes from here. The record, keys, sessions and leave to see a case go by
the machine's own clock, which nothing in the portal can set back.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta
from itertools import count

# So that what one act brings about stays in its order.
BETWEEN = timedelta(milliseconds=1)

_told: ContextVar[Iterator[datetime] | None] = ContextVar("told_as_of", default=None)


def this_moment() -> datetime:
    """Return the moment in UTC at which what is being done happens."""
    told = _told.get()
    return datetime.now(UTC) if told is None else next(told)


def is_told() -> bool:
    """Whether a made-up story is being told: nobody has to be called for what never happened."""
    return _told.get() is not None


@contextmanager
def as_of(moment: datetime) -> Iterator[None]:
    """Tell what follows as it happened at an earlier moment; ValueError for one that is still to come."""
    if moment > datetime.now(UTC):
        raise ValueError("what is still to come cannot have happened")
    began = moment.astimezone(UTC)
    before = _told.set(began + BETWEEN * passed for passed in count())
    try:
        yield
    finally:
        _told.reset(before)
