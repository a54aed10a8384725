"""What does the first process of a run work out for the others? Files in the folder that they share."""

from __future__ import annotations

import secrets
from pathlib import Path

from tests.postgres import run_folder


def found(kind: str, name: str) -> bytes | None:
    """Return what a process of this run kept under a name; None where none did yet."""
    try:
        return _place(kind, name).read_bytes()
    except FileNotFoundError:
        return None


def keep(kind: str, name: str, content: bytes) -> None:
    """Keep something for every process of this run; of two that do so in the same moment, either's is kept whole."""
    begun = _place(kind, f"{name}.{secrets.token_hex(4)}")
    begun.write_bytes(content)
    begun.replace(_place(kind, name))


def _place(kind: str, name: str) -> Path:
    folder = run_folder() / kind
    folder.mkdir(exist_ok=True)
    return folder / name
