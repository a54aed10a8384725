"""What does a file of a partnership's folder hold, and which of its keys are wrong?"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from marshmallow import Schema, ValidationError

from portal.tenancy.faults import Fault
from portal.tenancy.fields import UNKNOWN_KEY

Raw = dict[str, Any]


@dataclass
class Findings:
    """Gathers the faults of one file, named from the tenants folder down."""

    file: str
    faults: list[Fault] = field(default_factory=list)

    def add(self, key: str, remedy: str) -> None:
        """Note one fault."""
        self.faults.append(Fault(self.file, key, remedy))


def read_toml(path: Path, findings: Findings) -> Raw | None:
    """The tables of a TOML file, or None with a fault that says why not."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        findings.add("the file", "is missing; add it")
    except UnicodeDecodeError:
        findings.add("the file", "save it as UTF-8")
    except tomllib.TOMLDecodeError as problem:
        findings.add("the file", f"is not TOML: {problem}")
    return None


def checked(schema: Schema, raw: Raw, findings: Findings) -> Any | None:
    """What the schema builds; None where a fault leaves nothing to build.

    Unknown keys are faults, and are then left out, so that whatever else is wrong is found in the same run.
    """
    try:
        return schema.load(raw)
    except ValidationError as problem:
        messages = problem.normalized_messages()  # type: ignore[no-untyped-call]
    for key, remedy in _told(messages, raw, schema):
        findings.add(key, remedy)
    try:
        return schema.load(_without_unknown(raw, messages))
    except ValidationError:
        return None


def _told(messages: Mapping[Any, Any], raw: Any, schema: Schema, path: str = "") -> list[tuple[str, str]]:
    """Marshmallow's nested messages as pairs of key path and remedy."""
    told: list[tuple[str, str]] = []
    for key, inner in messages.items():
        here = _step(path, key, raw)
        if isinstance(inner, Mapping):
            told += _told(inner, _inside(raw, key), schema, here)
        else:
            told += [(here or "the file", _with_hint(str(one), key, path, schema)) for one in inner]
    return told


def _step(path: str, key: Any, raw: Any) -> str:
    """One step down: `section` + 2 reads `section[about-the-child]` where that row has a code."""
    if key == "_schema":
        return path
    if not isinstance(key, int):
        return f"{path}.{key}" if path else str(key)
    row = _inside(raw, key)
    names = (
        (row.get(one) for one in ("code", "output_kind", "slug", "target"))
        if isinstance(row, Mapping)
        else ()
    )
    return f"{path}[{next((name for name in names if isinstance(name, str)), key + 1)}]"


def _inside(raw: Any, key: Any) -> Any:
    """The value under a key or index, or None where the shape is not what was expected."""
    if isinstance(raw, Mapping):
        return raw.get(key)
    return raw[key] if isinstance(raw, list | tuple) and isinstance(key, int) and key < len(raw) else None


def _with_hint(remedy: str, key: Any, path: str, schema: Schema) -> str:
    if remedy != UNKNOWN_KEY:
        return remedy
    near = get_close_matches(str(key), schema.fields, n=1) if not path else []
    return (
        f"{remedy}; did you mean {near[0]!r}?"
        if near
        else f"{remedy}; take it away, or see tenants/README.md"
    )


def _without_unknown(raw: Any, messages: Any) -> Any:
    """A copy of the tables without the keys that the messages call unknown."""
    if not isinstance(messages, Mapping):
        return raw
    if isinstance(raw, list):
        return [_without_unknown(row, messages.get(at)) for at, row in enumerate(raw)]
    if not isinstance(raw, Mapping):
        return raw
    return {
        key: _without_unknown(value, messages.get(key))
        for key, value in raw.items()
        if messages.get(key) != [UNKNOWN_KEY]
    }
