"""Does the key store keep what opens the records, and does a key that goes go for ever?"""

from __future__ import annotations

import os
import stat
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from portal.models.key_tables import tenant_key, unit_is, unit_key
from portal.models.keystore import KeyDestroyed, KeyStore, WrongMasterKey
from tests.models.sealing import MASTER, fresh_database, portal_with, store_at

NEW_MASTER = bytes(reversed(range(32)))


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[KeyStore]:
    with fresh_database(request.param, tmp_path) as url:
        made = KeyStore(url, MASTER)
        yield made
        made.close()


def opens(store: KeyStore, tenant: str, unit: UUID) -> bool:
    nonce = bytes(12)
    sealed = store.key(tenant, unit).cipher.encrypt(nonce, b"words", b"")
    return store.key(tenant, unit).cipher.decrypt(nonce, sealed, b"") == b"words"


def wrapped_keys(store: KeyStore) -> list[bytes]:
    with store.engine.begin() as connection:
        return [
            *connection.scalars(select(tenant_key.c.wrapped)),
            *connection.scalars(select(unit_key.c.wrapped)),
        ]


def test_a_unit_key_is_stored_before_anything_is_sealed_with_it_and_opens_again(store: KeyStore) -> None:
    unit = store.new_unit("ashby")
    again = KeyStore(store.url, MASTER)
    assert opens(again, "ashby", unit)
    again.close()


def test_a_unit_has_one_key_and_it_cannot_be_made_twice(store: KeyStore) -> None:
    unit = store.new_unit("ashby")
    with pytest.raises(IntegrityError):
        store.new_unit("ashby", unit)


def test_two_units_have_different_keys(store: KeyStore) -> None:
    one, other = (store.key("ashby", store.new_unit("ashby")) for _ in range(2))
    assert one.cipher.encrypt(bytes(12), b"words", b"") != other.cipher.encrypt(bytes(12), b"words", b"")


def test_a_partnership_cannot_open_with_the_unit_of_another(store: KeyStore) -> None:
    unit = store.new_unit("ashby")
    with pytest.raises(KeyDestroyed):
        store.key("brough", unit)


def test_a_wrapped_key_moved_to_another_unit_or_partnership_does_not_open(store: KeyStore) -> None:
    one, other, foreign = store.new_unit("ashby"), store.new_unit("ashby"), store.new_unit("brough")
    with store.engine.begin() as connection:
        wrapped = connection.scalar(select(unit_key.c.wrapped).where(unit_is("ashby", one)))
        for tenant, unit in (("ashby", other), ("brough", foreign)):
            connection.execute(update(unit_key).where(unit_is(tenant, unit)).values(wrapped=wrapped))
    for tenant, unit in (("ashby", other), ("brough", foreign)):
        with pytest.raises(KeyDestroyed):
            store.key(tenant, unit)


def test_a_destroyed_key_leaves_a_tombstone_and_never_opens_again(store: KeyStore) -> None:
    unit = store.new_unit("ashby")
    store.destroy("ashby", unit)
    store.destroy("ashby", unit)
    assert store.is_destroyed("ashby", unit)
    with pytest.raises(KeyDestroyed):
        store.key("ashby", unit)
    with pytest.raises(IntegrityError):
        store.new_unit("ashby", unit)


def test_a_key_that_was_open_in_this_request_is_gone_at_once_when_destroyed(store: KeyStore) -> None:
    with portal_with(store):
        unit = store.new_unit("ashby")
        assert opens(store, "ashby", unit)
        store.destroy("ashby", unit)
        with pytest.raises(KeyDestroyed):
            store.key("ashby", unit)


def test_keys_opened_in_one_request_are_not_kept_for_the_next(store: KeyStore) -> None:
    with portal_with(store) as app:
        with app.app_context():
            unit = store.new_unit("ashby")
            assert opens(store, "ashby", unit)
        elsewhere = KeyStore(store.url, MASTER)
        elsewhere.destroy("ashby", unit)
        elsewhere.close()
        with app.app_context(), pytest.raises(KeyDestroyed):
            store.key("ashby", unit)


def test_destroying_one_unit_leaves_every_other_open(store: KeyStore) -> None:
    units = [store.new_unit("ashby") for _ in range(5)]
    store.destroy("ashby", units[2])
    assert all(opens(store, "ashby", unit) for unit in units if unit != units[2])


def test_a_unit_that_never_was_cannot_be_destroyed(store: KeyStore) -> None:
    with pytest.raises(KeyDestroyed):
        store.destroy("ashby", uuid4())


def test_no_byte_of_a_destroyed_key_stays_in_the_files_of_the_store(tmp_path: Path) -> None:
    store = store_at(tmp_path)
    units = [store.new_unit("ashby") for _ in range(60)]
    with store.engine.begin() as connection:
        wrapped = list(connection.scalars(select(unit_key.c.wrapped)))
    assert found_in(tmp_path, wrapped) == 60
    for unit in units:
        store.destroy("ashby", unit)
    assert found_in(tmp_path, wrapped) == 0
    store.close()


def found_in(folder: Path, secrets: list[bytes]) -> int:
    """Return how many secrets some file holds; a half of one, since that is where a page may cut it."""
    files = [file.read_bytes() for file in folder.iterdir()]
    halves = [(secret[:20], secret[-20:]) for secret in secrets]
    return sum(any(half in file for half in both for file in files) for both in halves)


def test_another_master_key_is_refused_at_once(store: KeyStore) -> None:
    store.check()
    other = KeyStore(store.url, NEW_MASTER)
    with pytest.raises(WrongMasterKey):
        other.check()
    other.close()


def test_rotating_the_master_key_wraps_again_and_changes_nothing_else(store: KeyStore) -> None:
    units = [(tenant, store.new_unit(tenant)) for tenant in ("ashby", "brough", "-")]
    chain_key = store.derived("ashby", "audit-chain")
    unit_keys_before = wrapped_keys(store)[3:]
    assert store.rotate_master(NEW_MASTER) == 3
    assert wrapped_keys(store)[3:] == unit_keys_before
    rotated, stale = KeyStore(store.url, NEW_MASTER), KeyStore(store.url, MASTER)
    assert all(opens(rotated, tenant, unit) for tenant, unit in units)
    assert rotated.derived("ashby", "audit-chain") == chain_key
    with pytest.raises(WrongMasterKey):
        stale.key(*units[0])
    rotated.close(), stale.close()


def test_a_rotation_that_fails_half_way_changes_no_key(store: KeyStore) -> None:
    units = [(tenant, store.new_unit(tenant)) for tenant in ("ashby", "brough")]
    with store.engine.begin() as connection:
        kept = connection.scalar(select(tenant_key.c.wrapped).where(tenant_key.c.tenant == "brough"))
        connection.execute(
            update(tenant_key).where(tenant_key.c.tenant == "brough").values(wrapped=bytes(60))
        )
    with pytest.raises(WrongMasterKey):
        store.rotate_master(NEW_MASTER)
    with store.engine.begin() as connection:
        connection.execute(update(tenant_key).where(tenant_key.c.tenant == "brough").values(wrapped=kept))
    again = KeyStore(store.url, MASTER)
    assert all(opens(again, tenant, unit) for tenant, unit in units)
    again.close()


def test_only_old_keys_without_rows_are_swept(store: KeyStore) -> None:
    used, orphan, fresh, foreign = (store.new_unit(name) for name in ("ashby", "ashby", "ashby", "brough"))
    with store.engine.begin() as connection:
        aged = datetime.now(UTC) - timedelta(days=2)
        for tenant, unit in (("ashby", used), ("ashby", orphan), ("brough", foreign)):
            connection.execute(update(unit_key).where(unit_is(tenant, unit)).values(created_at=aged))
    an_hour_ago = datetime.now(UTC) - timedelta(hours=1)
    assert store.sweep_orphans("ashby", {used}, an_hour_ago) == 1
    assert opens(store, "ashby", used)
    assert opens(store, "ashby", fresh)
    assert opens(store, "brough", foreign)
    with pytest.raises(KeyDestroyed):
        store.key("ashby", orphan)


def test_a_tombstone_is_never_swept(store: KeyStore) -> None:
    unit = store.new_unit("ashby")
    store.destroy("ashby", unit)
    assert store.sweep_orphans("ashby", set(), datetime.now(UTC) + timedelta(hours=1)) == 0
    assert store.is_destroyed("ashby", unit)


def test_keys_for_different_purposes_and_partnerships_differ(store: KeyStore) -> None:
    keys = {
        store.derived(tenant, purpose)
        for tenant in ("ashby", "brough")
        for purpose in ("audit-chain", "names")
    }
    assert len(keys) == 4
    assert all(len(key) == 32 and key != MASTER for key in keys)


def test_a_new_store_can_be_read_by_its_owner_only(tmp_path: Path) -> None:
    store = store_at(tmp_path / "made-on-the-way")
    store.check()
    assert stat.S_IMODE(os.stat(tmp_path / "made-on-the-way" / "keys.db").st_mode) == 0o600
    store.close()


def test_those_who_meet_an_empty_store_in_the_same_moment_agree_on_the_key(store: KeyStore) -> None:
    others = [KeyStore(store.url, MASTER) for _ in range(6)]
    start, keys = threading.Barrier(len(others)), []

    def derive(own: KeyStore) -> None:
        start.wait()
        keys.append(own.derived("ashby", "names"))
        own.close()

    threads = [threading.Thread(target=derive, args=(own,)) for own in others]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert keys == [store.derived("ashby", "names")] * len(others)


def test_a_master_key_of_another_length_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        store_at(tmp_path, b"short")
