"""How are disk and collector spared while made-up work is loaded? What is lost in a power cut can be loaded again."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, event


@contextmanager
def sparing_the_disk(engines: Iterable[Engine]) -> Iterator[None]:
    """Wait for no disk of SQLite’s: the files stay whole, and a power cut loses the last of what was loaded."""
    spared = [engine for engine in engines if engine.dialect.name == "sqlite"]
    for engine in spared:
        engine.dispose()
        event.listen(engine, "checkout", hurry)
    try:
        yield
    finally:
        for engine in spared:
            event.remove(engine, "checkout", hurry)
            # The log goes to the disk with the next commit of anybody, or as the last connection closes.
            engine.dispose()


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
