"""How many lines does a list on a staff page have at most, and how does a long one go on?

A page of a list begins where an index finds the row before it: nothing is counted, and nothing is skipped.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from uuid import UUID

from flask import request
from sqlalchemy import ColumnElement, Select, and_, or_
from sqlalchemy.orm import InstrumentedAttribute, Session

Row = TypeVar("Row")

# The pages say so when a list reaches it: `only_some` in templates/components/lists.html.
MOST_LISTED = 300
A_PAGE = 50


@dataclass(frozen=True)
class Page(Generic[Row]):
    """One page of a list; `after` leads to the next, and is None on the last."""

    rows: Sequence[Row]
    after: UUID | None = None
    is_first: bool = True


def after_here() -> UUID | None:
    """Return the row that this request's page comes after; None for the first, and for what is no row's id."""
    try:
        return UUID(request.args.get("after", ""))
    except ValueError:
        return None


def page_of(
    session: Session, wanted: Select[Any], by: InstrumentedAttribute[Any], key: InstrumentedAttribute[UUID],
    after: UUID | None, id_of: Callable[[Any], UUID],
) -> Page[Any]:  # fmt: skip
    """Return a page of what is selected, the latest first; the first page where `after` is not among it."""
    last = session.execute(wanted.where(key == after).with_only_columns(by)).first() if after else None
    if last is not None:
        wanted = wanted.where(*comes_after(by, key, last[0], after))
    found = session.execute(wanted.order_by(by.desc(), key.desc()).limit(A_PAGE + 1)).all()
    shown = [row[0] if len(row) == 1 else tuple(row) for row in found[:A_PAGE]]
    return Page(shown, id_of(shown[-1]) if len(found) > A_PAGE else None, last is None)


def comes_after(
    by: InstrumentedAttribute[Any], key: InstrumentedAttribute[UUID], value: Any, after: UUID | None
) -> list[ColumnElement[bool]]:
    """Say of a row that it comes after this one in a list."""
    # The first condition is what an index begins from; the second tells apart what has the same value.
    return [by <= value, or_(by < value, and_(by == value, key < after))]
