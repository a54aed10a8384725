"""Is the same person found again, and by nobody without the key?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.models.blind_index import blind_index, name_index, plain_letters, spelt
from portal.models.keystore import keystore
from tests.models.sealing import portal_with, store_at

BORN = date(2019, 4, 6)


@pytest.fixture(autouse=True)
def keys(tmp_path: Path) -> Iterator[None]:
    with portal_with(store_at(tmp_path)):
        yield


@pytest.mark.parametrize("given_names", ["Zoë Anne", "ZOE ANNE", " zoe  anne ", "Zoe-Anne", "Zoe\u0308 Anne"])
def test_one_person_is_found_however_the_name_is_typed(given_names: str) -> None:
    assert name_index("ashby", given_names, "O’Neill", BORN) == name_index(
        "ashby", "Zoë Anne", "O'NEILL", BORN
    )


def test_another_name_date_or_partnership_is_another_index() -> None:
    found = {
        name_index("ashby", "Zoë", "Neill", BORN),
        name_index("ashby", "Zoë", "Neil", BORN),
        name_index("ashby", "Zoë", "Neill", date(2019, 4, 7)),
        name_index("ashby", "Zoë", "Neill", None),
        name_index("ashby", "ZoëN", "eill", BORN),
        name_index("brough", "Zoë", "Neill", BORN),
    }
    assert len(found) == 6


def test_an_index_shows_nothing_of_the_name_and_needs_the_key(tmp_path: Path) -> None:
    index = name_index("ashby", "Zoë", "Neill", BORN)
    assert len(index) == 64
    with portal_with(store_at(tmp_path / "another")):
        assert name_index("ashby", "Zoë", "Neill", BORN) != index


def test_rotating_the_master_key_finds_the_same_people() -> None:
    before = name_index("ashby", "Zoë", "Neill", BORN)
    keystore().rotate_master(bytes(reversed(range(32))))
    assert name_index("ashby", "Zoë", "Neill", BORN) == before


@given(st.lists(st.text(), max_size=4), st.lists(st.text(), max_size=4))
def test_different_parts_never_share_what_is_hashed(one: list[str], other: list[str]) -> None:
    assert (spelt(one) == spelt(other)) == (one == other)


@given(st.text())
def test_normalising_twice_changes_nothing(name: str) -> None:
    assert plain_letters(plain_letters(name)) == plain_letters(name)


def test_purposes_do_not_share_an_index() -> None:
    assert blind_index("ashby", "name", ["a"]) != blind_index("ashby", "receipt", ["a"])
