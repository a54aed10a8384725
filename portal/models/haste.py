"""How are disk and collector spared while made-up work is loaded? What is lost in a power cut can be loaded again."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, event


@contextmanager
def sparing_the_disk(engines: Iterable[Engine]) -> Iterator[None]:
    """Wait for SQLite’s disk at the end alone; the files stay whole, and a power cut loses the last of it."""
    spared = [engine for engine in engines if engine.dialect.name == "sqlite"]
    for engine in spared:
        engine.dispose()
        event.listen(engine, "checkout", hurry)
    try:
        yield
    finally:
        for engine in spared:
            event.remove(engine, "checkout", hurry)
            settle(engine)


@contextmanager
def sparing_the_collector() -> Iterator[None]:
    """Collect no garbage for a while: a load makes and drops a million small things, and a fifth of it went there."""
    was_collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_collecting:
            gc.enable()


def hurry(connection: Any, record: object, proxy: object) -> None:
    """Leave the write-ahead log to the checkpoint: that is safe, and each commit need not wait."""
    connection.execute("PRAGMA synchronous = NORMAL")


def settle(engine: Engine) -> None:
    """Bring everything to the disk, and let the hurried connections go."""
    connection = engine.raw_connection()
    try:
        connection.cursor().execute("PRAGMA wal_checkpoint(FULL)")
    finally:
        connection.close()
    engine.dispose()
