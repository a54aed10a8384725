"""Is a value of quite the wrong shape told as a fault, and never a crash?"""

from __future__ import annotations

import json
import shutil
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.tenancy.loader import check
from tests.tenancy.folders import INVENTED

FILES = (
    "eastmere/tenant.toml",
    "eastmere/forms/incident.toml",
    "eastmere/forms/concern.toml",
    "shared/forms/concern.toml",
    "shared/lists/discovery.toml",
    "regions.toml",
)
WRONG: tuple[Any, ...] = (
    3,
    0.5,
    "x",
    "",
    True,
    [],
    {},
    [1],
    ["a"],
    [[]],
    [{}],
    {"a": 1},
    [["a", "b", "c"]],
    [{"code": 3}],
)
HELD = {file: tomllib.loads((INVENTED / file).read_text(encoding="utf-8")) for file in FILES}


def as_toml(value: Any) -> str:
    """A value as TOML on one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(key)} = {as_toml(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(as_toml(one) for one in value) + "]"
    return json.dumps(value, ensure_ascii=False)


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every path to a value inside."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in inner:
        yield (*path, key)
        yield from places(one, (*path, key))


def spoilt(value: Any, path: tuple[Any, ...], wrong: Any) -> Any:
    """A copy with another value at the end of the path."""
    if not path:
        return wrong
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[path[0]] = spoilt(value[path[0]], path[1:], wrong)
    return copy


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(INVENTED, tmp_path_factory.mktemp("spoilt") / "tenants"))


FOR_ALL: dict[str, Any] = {
    "deadline": None, "suppress_health_check": [HealthCheck.function_scoped_fixture], "derandomize": True,
}  # fmt: skip


@settings(max_examples=100, **FOR_ALL)
@given(drawn=st.data())
def test_a_value_of_the_wrong_shape_is_told_and_never_crashes(directory: Path, drawn: st.DataObject) -> None:
    spoil_one(directory, drawn)


@pytest.mark.prove
@settings(max_examples=1_000, **FOR_ALL)
@given(drawn=st.data())
def test_of_a_thousand_values_of_the_wrong_shape_each_is_told(directory: Path, drawn: st.DataObject) -> None:
    spoil_one(directory, drawn)


def spoil_one(directory: Path, drawn: st.DataObject) -> None:
    """Put one value of the wrong shape somewhere, and hear what is said of it."""
    file = drawn.draw(st.sampled_from(FILES))
    path = drawn.draw(st.sampled_from(list(places(HELD[file]))))
    wrong = drawn.draw(st.sampled_from(WRONG))
    tables = spoilt(HELD[file], path, wrong)
    try:
        text = "\n".join(f"{json.dumps(key)} = {as_toml(value)}" for key, value in tables.items())
        (directory / file).write_text(text, encoding="utf-8")
        for fault in check(directory):
            assert fault.file
            assert fault.key
            assert fault.remedy
    finally:
        shutil.copy(INVENTED / file, directory / file)
