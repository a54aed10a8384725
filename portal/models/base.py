"""What does every table of the portal share: its key, its names, its kinds of column?"""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from operator import eq
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import BindParameter, DateTime, Dialect, MetaData, String, TypeDecorator
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, registry

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

SLUG_LENGTH = 40


class Instant(TypeDecorator[datetime]):
    """An aware moment, kept in UTC; a naive datetime is refused, since nobody could say when it was."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the moment in UTC; ValueError where it has no time zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the stored moment as aware UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Coded(TypeDecorator[StrEnum]):
    """One code of a closed vocabulary, kept as its kebab-case value."""

    impl = String(60)
    cache_ok = True

    def __init__(self, vocabulary: type[StrEnum]) -> None:
        super().__init__()
        self.vocabulary = vocabulary
        self.words = {word.value: word for word in vocabulary}

    def process_bind_param(self, value: StrEnum | str | None, dialect: Dialect) -> str | None:
        """Return the code; ValueError where the vocabulary has no such word."""
        return None if value is None else self.vocabulary(value).value

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        """Return the word of the vocabulary."""
        return None if value is None else self.words.get(value) or self.vocabulary(value)


class Slug(String):
    """A partnership's address. Its placeholder stands in every statement, and is found again by its hash.

    SQLAlchemy looks it up several times for each statement, and would make a comparison in SQL of each look: a
    twelfth of all the work.
    """

    class comparator_factory(String.Comparator[str]):
        """Compares two placeholders as what they are, and everything else in SQL."""

        def operate(self, op: Any, *other: Any, **options: Any) -> Any:
            """Return what the comparison says in SQL; of two placeholders, whether they are one."""
            if op is eq and isinstance(self.expr, BindParameter) and isinstance(other[0], BindParameter):
                return hash(self.expr) == hash(other[0])
            return super().operate(op, *other, **options)


class Base(DeclarativeBase):
    """The declarative base that Flask-SQLAlchemy's model class is made from."""

    # On the registry: Flask-SQLAlchemy's subclass of this base may not repeat a map of its own.
    registry = registry(metadata=metadata, type_annotation_map={datetime: Instant})


class TenantOwned:
    """A row that belongs to one partnership: `(tenant, id)` is its only key (design 6.1)."""

    tenant: Mapped[str] = mapped_column(Slug(SLUG_LENGTH), primary_key=True, sort_order=-2)
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4, sort_order=-1)

    def __init__(self, **values: Any) -> None:
        # The key is known before the first flush: what is sealed is bound to it.
        values.setdefault("id", uuid4())
        if not values.get("tenant"):
            raise ValueError(f"{type(self).__name__} needs its tenant")
        super().__init__(**values)


class Released(TenantOwned):
    """A frozen figure of casework: written by its partnership, read across all of them by the region face alone."""


class Published(TenantOwned):
    """A public copy: written by its partnership, read by the public and region faces across all of them."""

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        table = cls.__dict__.get("__table__")
        if table is not None:
            table.info["published"] = True
