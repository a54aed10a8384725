"""Where are the keys kept that open what is sealed, and how does a key go for ever?

A key for each disposal unit (a referral, a case, a review, a meeting), wrapped under a key of its partnership,
wrapped under the master key of the environment. The wrapped keys live in a store of their own with a backup of
its own: a stolen database opens nothing, and a unit whose key is gone is gone from every backup of the records.
"""

from __future__ import annotations

import os
import threading
from datetime import datetime
from uuid import UUID, uuid4

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import Flask, current_app, g, has_app_context
from sqlalchemy import Engine, insert, select, update
from sqlalchemy.exc import IntegrityError

from portal.models.key_tables import (
    engine_of,
    make_tables,
    now,
    overwrite_removed,
    reading,
    tenant_key,
    unit_is,
    unit_key,
)

KEY_BYTES = 32
FIRST = 1
NONCE_BYTES = 12
# The chain and the keys of what belongs to no partnership: accounts, failed sign-ins.
RESERVED_TENANT = "-"


class KeyDestroyed(LookupError):
    """This unit has no key, because it was disposed of or never had one; nothing opens what was sealed with it."""


class WrongMasterKey(RuntimeError):
    """PORTAL_MASTER_KEY is not the key that this store was made with."""


class UnitKey:
    """The key of one disposal unit, with its version."""

    def __init__(self, version: int, key: bytes) -> None:
        self.version = version
        self.cipher = AESGCM(key)


class KeyStore:
    """The second store: wrapped keys and nothing else."""

    def __init__(self, url: str, master_key: bytes) -> None:
        if len(master_key) != KEY_BYTES:
            raise ValueError(f"the master key needs {KEY_BYTES} bytes")
        self.url = url
        self._master_key = master_key
        self._tenant_secrets: dict[tuple[str, int], bytes] = {}
        # Worked out from those, for the few purposes that there are: each sealing and each entry asks for one.
        self._derived: dict[tuple[str, str, int], bytes] = {}
        self._engine: Engine | None = None
        self._process = 0
        self._opening = threading.Lock()

    @property
    def engine(self) -> Engine:
        """The store's engine, made in this process: a connection never crosses a fork."""
        if self._engine is None or self._process != os.getpid():
            with self._opening:
                if self._engine is None or self._process != os.getpid():
                    engine = engine_of(self.url)
                    make_tables(engine)
                    self._engine, self._process = engine, os.getpid()
        return self._engine

    def close(self) -> None:
        """Let the store's connections go; the next use opens them again."""
        if self._engine is not None and self._process == os.getpid():
            self._engine.dispose()
        self._engine = None

    def check(self) -> None:
        """Open the portal's own secret; WrongMasterKey where the environment holds another master key."""
        self.derived(RESERVED_TENANT, "check")

    # --- a partnership's key ------------------------------------------------------------------------------

    def derived(self, tenant: str, purpose: str, version: int = FIRST) -> bytes:
        """Return a partnership's key for one purpose; rotating the master key does not change it.

        One key a purpose: whoever is given a chain's key to verify it can open nothing and find nobody.
        """
        found = self._derived.get((tenant, purpose, version))
        if found is None:
            place = f"{purpose}|{tenant}".encode()
            secret = self._tenant_secret(tenant, version)
            found = HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=place).derive(secret)
            self._derived[tenant, purpose, version] = found
        return found

    def tenants(self) -> set[str]:
        """Return the partnerships that have a key: whatever was ever sealed or recorded here is under their slugs."""
        with reading(self.engine) as connection:
            return set(connection.scalars(select(tenant_key.c.tenant))) - {RESERVED_TENANT}

    def _tenant_secret(self, tenant: str, version: int) -> bytes:
        secret = self._tenant_secrets.get((tenant, version))
        if secret is None:
            wrapped = self._wrapped_secret(tenant, version) or self._new_secret(tenant, version)
            secret = unwrap(self._master_key, wrapped, tenant_place(tenant, version), WrongMasterKey)
            self._tenant_secrets[tenant, version] = secret
        return secret

    def _wrapped_secret(self, tenant: str, version: int) -> bytes | None:
        wanted = select(tenant_key.c.wrapped).where(
            tenant_key.c.tenant == tenant, tenant_key.c.version == version
        )
        with reading(self.engine) as connection:
            return connection.scalar(wanted)

    def _new_secret(self, tenant: str, version: int) -> bytes:
        wrapped = wrap(self._master_key, os.urandom(KEY_BYTES), tenant_place(tenant, version))
        row = {"tenant": tenant, "version": version, "wrapped": wrapped, "created_at": now()}
        try:
            with self.engine.begin() as connection:
                connection.execute(insert(tenant_key).values(row))
        except IntegrityError:  # another process made it in the same moment: theirs is the key
            return self._wrapped_secret(tenant, version) or wrapped
        return wrapped

    # --- a unit's key -------------------------------------------------------------------------------------

    def new_unit(self, tenant: str, unit: UUID | None = None) -> UUID:
        """Make the key of a new disposal unit and commit it, before any row is sealed with it."""
        return self._make_units(tenant, [unit or uuid4()])[0]

    def new_units(self, tenant: str, count: int) -> list[UUID]:
        """Make the keys of so many new disposal units in one commit."""
        return self._make_units(tenant, [uuid4() for _ in range(count)])

    def _make_units(self, tenant: str, units: list[UUID]) -> list[UUID]:
        secrets = {unit: os.urandom(KEY_BYTES) for unit in units}
        wrapping, made_at = self.derived(tenant, "unit-keys"), now()
        rows = [
            {
                "tenant": tenant, "unit": unit, "version": FIRST, "tenant_version": FIRST, "created_at": made_at,
                "wrapped": wrap(wrapping, secret, unit_place(tenant, unit, FIRST)),
            }
            for unit, secret in secrets.items()
        ]  # fmt: skip
        if rows:
            with self.engine.begin() as connection:
                connection.execute(insert(unit_key), rows)
        for unit, secret in secrets.items():
            opened_keys()[self.url, tenant, unit, FIRST] = UnitKey(FIRST, secret)
        return units

    def key(self, tenant: str, unit: UUID, version: int = FIRST) -> UnitKey:
        """Return the unit's key; KeyDestroyed where it is gone. Kept until the application context ends."""
        kept = opened_keys()
        found = kept.get((self.url, tenant, unit, version))
        if found is None:
            found = kept[self.url, tenant, unit, version] = self._open(tenant, unit, version)
        return found

    def _open(self, tenant: str, unit: UUID, version: int) -> UnitKey:
        wanted = select(unit_key.c.tenant_version, unit_key.c.wrapped)
        with reading(self.engine) as connection:
            row = connection.execute(
                wanted.where(unit_is(tenant, unit), unit_key.c.version == version)
            ).first()
        if row is None or row.wrapped is None:
            raise KeyDestroyed(f"no key for unit {unit}")
        wrapping = self.derived(tenant, "unit-keys", row.tenant_version)
        return UnitKey(
            version, unwrap(wrapping, row.wrapped, unit_place(tenant, unit, version), KeyDestroyed)
        )

    def is_destroyed(self, tenant: str, unit: UUID) -> bool:
        """Whether the unit's key has gone for ever, as its tombstone says."""
        with reading(self.engine) as connection:
            gone = select(unit_key.c.unit).where(unit_is(tenant, unit), unit_key.c.destroyed_at.is_not(None))
            return connection.execute(gone).first() is not None

    def destroy(self, tenant: str, unit: UUID) -> None:
        """Disposal: remove the unit's key for ever, leaving a tombstone; doing it again changes nothing."""
        with self.engine.begin() as connection:
            known = connection.execute(select(unit_key.c.destroyed_at).where(unit_is(tenant, unit))).first()
            if known is None:
                raise KeyDestroyed(f"no key for unit {unit}")
            connection.execute(
                update(unit_key)
                .where(unit_is(tenant, unit), unit_key.c.destroyed_at.is_(None))
                .values(wrapped=None, destroyed_at=now())
            )
        opened_keys().pop((self.url, tenant, unit, FIRST), None)
        overwrite_removed(self.engine)

    def orphans(self, tenant: str, known_units: set[UUID], older_than: datetime) -> set[UUID]:
        """Return the units whose keys were made before `older_than` and that have no row.

        A key is committed before its row: a crash between the two leaves a key that opens nothing.
        """
        made_before = (unit_key.c.tenant == tenant) & (unit_key.c.created_at < older_than)
        with reading(self.engine) as connection:
            held = connection.scalars(
                select(unit_key.c.unit).where(made_before, unit_key.c.destroyed_at.is_(None))
            )
            return set(held) - known_units

    def sweep_orphans(self, tenant: str, known_units: set[UUID], older_than: datetime) -> int:
        """Remove the keys of `orphans`; return how many."""
        orphans = self.orphans(tenant, known_units, older_than)
        with self.engine.begin() as connection:
            for unit in orphans:
                connection.execute(unit_key.delete().where(unit_is(tenant, unit)))
        return len(orphans)

    # --- the master key -----------------------------------------------------------------------------------

    def rotate_master(self, new: bytes) -> int:
        """Wrap every partnership's key under a new master key, all or none; return how many were wrapped.

        Nothing sealed is touched. Every process needs the new key in its environment from then on.
        """
        if len(new) != KEY_BYTES:
            raise ValueError(f"the master key needs {KEY_BYTES} bytes")
        with self.engine.begin() as connection:
            rows = connection.execute(select(tenant_key).with_for_update()).all()
            for row in rows:
                place = tenant_place(row.tenant, row.version)
                key = unwrap(self._master_key, row.wrapped, place, WrongMasterKey)
                connection.execute(
                    update(tenant_key)
                    .where(tenant_key.c.tenant == row.tenant, tenant_key.c.version == row.version)
                    .values(wrapped=wrap(new, key, place))
                )
        self._master_key = new
        overwrite_removed(self.engine)
        return len(rows)


def wrap(key: bytes, secret: bytes, place: bytes) -> bytes:
    """Return `secret` encrypted under `key` and bound to its place, nonce first."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, secret, place)


def unwrap(key: bytes, wrapped: bytes, place: bytes, fault: type[Exception]) -> bytes:
    """Return what `wrap` was given; `fault` where the key or the place is another."""
    try:
        return AESGCM(key).decrypt(wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], place)
    except InvalidTag:
        raise fault(f"the key does not open {place.decode()}") from None


def tenant_place(tenant: str, version: int) -> bytes:
    """Name where a partnership's key stands, so that it opens nowhere else."""
    return f"tenant-key|{tenant}|{version}".encode()


def unit_place(tenant: str, unit: UUID, version: int) -> bytes:
    """Name where a unit's key stands, so that it opens nowhere else."""
    return f"unit-key|{tenant}|{unit}|{version}".encode()


def opened_keys() -> dict[tuple[str, str, UUID, int], UnitKey]:
    """Return the unit keys opened in this application context; outside one nothing is kept."""
    if not has_app_context():
        return {}
    kept: dict[tuple[str, str, UUID, int], UnitKey] = g.setdefault("opened_keys", {})
    return kept


def keystore() -> KeyStore:
    """Return the key store of the running portal."""
    store: KeyStore = current_app.extensions["keystore"]
    return store


def init_app(app: Flask) -> None:
    """Give the portal its key store, opened at its first use; a host for public pages alone has no key and no store."""
    settings = app.extensions["settings"]
    if not settings.is_public_host:
        app.extensions["keystore"] = KeyStore(settings.keys_url, settings.master_key)
