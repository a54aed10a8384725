"""How does a model keep identity, answers, narrative and files so that only a unit's key opens them?

    class Referral(Sealable, TenantOwned, db.Model):
        __tablename__ = "referral"
        begins_unit = True
        summary_sealed: Mapped[bytes | None] = sealed_column()
        summary = Sealed()

The column holds key version, nonce and ciphertext (without the first line the attribute declares it itself). The
additional data binds them to tenant, table, column, row and key version; moved anywhere else they do not open.
"""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Self, TypeVar, overload
from uuid import UUID, uuid4

from cryptography.exceptions import InvalidTag
from sqlalchemy import LargeBinary, event
from sqlalchemy.orm import Mapped, MappedColumn, mapped_column, validates

from portal.models import looks
from portal.models.keystore import FIRST, NONCE_BYTES, RESERVED_TENANT, KeyStore, keystore

VERSION_BYTES = 2
SUFFIX = "_sealed"

Value = TypeVar("Value")


class SealBroken(ValueError):
    """What is sealed here was changed, or was moved from another place."""


def seal(store: KeyStore, tenant: str, unit: UUID, place: str, plain: bytes) -> bytes:
    """Return `plain` encrypted with the unit's key, bound to tenant and place; KeyDestroyed where it is gone."""
    key = store.key(tenant, unit)
    nonce = os.urandom(NONCE_BYTES)
    sealed = key.cipher.encrypt(nonce, plain, bound_to(tenant, place, key.version))
    return key.version.to_bytes(VERSION_BYTES, "big") + nonce + sealed


def unseal(store: KeyStore, tenant: str, unit: UUID, place: str, sealed: bytes) -> bytes:
    """Return what was sealed at this place; SealBroken where it was changed or moved, KeyDestroyed where disposed."""
    version = int.from_bytes(sealed[:VERSION_BYTES], "big")
    nonce, text = sealed[VERSION_BYTES : VERSION_BYTES + NONCE_BYTES], sealed[VERSION_BYTES + NONCE_BYTES :]
    key = store.key(tenant, unit, version)
    try:
        return key.cipher.decrypt(nonce, text, bound_to(tenant, place, version))
    except (InvalidTag, ValueError):
        raise SealBroken(f"what is sealed at {place} was changed or moved") from None


def bound_to(tenant: str, place: str, version: int = FIRST) -> bytes:
    """Name where a sealed value stands, so that it opens nowhere else."""
    return f"sealed|{tenant}|{place}|{version}".encode()


def sealed_column(*, is_required: bool = False) -> MappedColumn[Any]:
    """Return the binary column that a sealed attribute fills."""
    return mapped_column(LargeBinary, nullable=not is_required)


class SealedValue(Generic[Value]):
    """A value that is encrypted when it is set and decrypted when it is read; None stays None."""

    def __init__(self, *, is_required: bool = False) -> None:
        self.is_required = is_required

    def __set_name__(self, owner: type, name: str) -> None:
        self.name, self.column = name, name + SUFFIX
        if self.column not in vars(owner):
            # SQLAlchemy maps the class after this, and finds the column as if it had been written there.
            setattr(owner, self.column, sealed_column(is_required=self.is_required))

    def pack(self, value: Value) -> bytes:
        """Return the value as the bytes to encrypt."""
        raise TypeError(f"{type(self).__name__} does not say how it is written")

    def unpack(self, plain: bytes) -> Value:
        """Return the value of decrypted bytes."""
        raise TypeError(f"{type(self).__name__} does not say how it is read")

    @overload
    def __get__(self, row: None, owner: type) -> Self: ...
    @overload
    def __get__(self, row: Sealable, owner: type) -> Value | None: ...
    def __get__(self, row: Sealable | None, owner: type) -> Self | Value | None:
        if row is None:
            return self
        sealed = getattr(row, self.column)
        if sealed is None:
            return None
        plain = row.opened(self.name, sealed)
        looks.note(row)
        return self.unpack(plain)

    def __set__(self, row: Sealable, value: Value | None) -> None:
        if value is None:
            setattr(row, self.column, None)
            return
        plain = self.pack(value)
        kept = getattr(row, self.column)
        if kept is None or row.opened(self.name, kept) != plain:
            setattr(row, self.column, row.sealed(self.name, plain))


class Sealed(SealedValue[str]):
    """A text."""

    def pack(self, value: str) -> bytes:
        """Return the text in UTF-8; TypeError where it is no text."""
        if not isinstance(value, str):
            raise TypeError(f"{self.name} keeps text, not {type(value).__name__}")
        return value.encode()

    def unpack(self, plain: bytes) -> str:
        """Return the text."""
        return plain.decode()


class SealedJson(SealedValue[Any]):
    """Answers: what JSON can say. Each reading returns a fresh copy; set it again to change it."""

    def pack(self, value: Any) -> bytes:
        """Return the answers as JSON, keys sorted; TypeError for what JSON cannot say."""
        return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()

    def unpack(self, plain: bytes) -> Any:
        """Return the answers."""
        return json.loads(plain)


class SealedBytes(SealedValue[bytes]):
    """The bytes of a file."""

    def pack(self, value: bytes) -> bytes:
        """Return the bytes; TypeError where they are none."""
        if not isinstance(value, bytes | bytearray):
            raise TypeError(f"{self.name} keeps bytes, not {type(value).__name__}")
        return bytes(value)

    def unpack(self, plain: bytes) -> bytes:
        """Return the bytes."""
        return plain


class Sealable:
    """A row with sealed values. It names its disposal unit, or begins one; the unit never changes.

    Put it first among the bases. A row of no partnership (an account) is sealed under the reserved one.
    """

    # Whether a row of this table is a disposal unit of its own where it is made without `unit=`.
    begins_unit: ClassVar[bool] = False
    # Whether reading a sealed value is a look at case content, which goes on the record.
    is_case_content: ClassVar[bool] = True

    unit: Mapped[UUID] = mapped_column(sort_order=0)

    if TYPE_CHECKING:
        __tablename__: str
        id: Mapped[UUID]

    def __init__(self, **values: Any) -> None:
        values.setdefault("id", uuid4())
        if values.get("unit") is None:
            values["unit"] = self._new_unit(values)
        names = {name for name in values if isinstance(getattr(type(self), name, None), SealedValue)}
        super().__init__(**{name: value for name, value in values.items() if name not in names})
        for name in names:
            setattr(self, name, values[name])

    def _new_unit(self, values: dict[str, Any]) -> UUID:
        if not self.begins_unit:
            raise ValueError(f"{type(self).__name__} needs the unit that it is disposed of with")
        return keystore().new_unit(values.get("tenant") or RESERVED_TENANT)

    @validates("unit")
    def keep_unit(self, key: str, unit: UUID) -> UUID:
        """Refuse another unit: what is sealed opens with the key of the first."""
        if self.unit not in (None, unit):
            raise ValueError("a row stays with the unit whose key it is sealed with")
        return unit

    def look_subject(self) -> tuple[str, UUID]:
        """Return the kind and id of what a person looks at who reads this row."""
        return self.__tablename__, self.id

    def sealed(self, name: str, plain: bytes) -> bytes:
        """Return bytes encrypted for one sealed attribute of this row."""
        return seal(keystore(), self._sealed_for, self.unit, self._place(name), plain)

    def opened(self, name: str, sealed: bytes) -> bytes:
        """Return the decrypted bytes of one sealed attribute, kept until the row expires or changes."""
        kept: dict[str, tuple[bytes, bytes]] = self.__dict__.setdefault("_opened", {})
        if name not in kept or kept[name][0] != sealed:
            kept[name] = sealed, unseal(keystore(), self._sealed_for, self.unit, self._place(name), sealed)
        return kept[name][1]

    @property
    def _sealed_for(self) -> str:
        return getattr(self, "tenant", None) or RESERVED_TENANT

    def _place(self, name: str) -> str:
        return f"{self.__tablename__}|{name}{SUFFIX}|{self.id}"


def sealed_names(model: type) -> list[str]:
    """Return the names of a model's sealed attributes."""
    found = (
        name for base in model.__mro__ for name, value in vars(base).items() if isinstance(value, SealedValue)
    )
    return sorted(set(found))


@event.listens_for(Sealable, "expire", propagate=True)
def forget_opened(row: Sealable | None, names: object) -> None:
    """Drop what was decrypted when the row's own values are dropped; nothing to do where the row is gone itself."""
    if row is not None:
        row.__dict__.pop("_opened", None)
