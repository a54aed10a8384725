"""What is released to regional leads? Frozen figures that stand apart: no key leads from here into casework.

Rows are only ever added: a correction is a later edition. The public face may not even name these tables.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.domain.releasing import Figure, Hidden, Measure
from portal.extensions import db
from portal.models.base import Coded, Released

FROZEN = {"insert_only": True, "faces": {"region": {"select"}}}


class ReleasedEdition(Released, db.Model):
    """One partnership's figures of one release, as it signed them off; a later edition corrects an earlier one."""

    __tablename__ = "released_edition"
    __table_args__ = (UniqueConstraint("tenant", "through", "edition"), {"info": FROZEN})

    # The reporting year with which the release ends, by the calendar year in which it ends.
    through: Mapped[int]
    edition: Mapped[int]
    frozen_at: Mapped[datetime]
    signed_at: Mapped[datetime]
    # SHA-256 of everything that this edition says, as `digest_of` writes it.
    digest: Mapped[str] = mapped_column(String(64))
    # Why it corrects an earlier edition; empty for a first one.
    note: Mapped[str] = mapped_column(Text, default="")
    is_fictional: Mapped[bool] = mapped_column(default=False)


class ReleasedFigure(Released, db.Model):
    """One figure of an edition: a number as it is shown, or why there is none."""

    __tablename__ = "released_figure"
    __table_args__ = (
        ForeignKeyConstraint(["tenant", "edition_id"], ["released_edition.tenant", "released_edition.id"]),
        UniqueConstraint("tenant", "edition_id", "measure", "years"),
        Index(None, "tenant", "measure", "years"),
        {"info": FROZEN},
    )

    edition_id: Mapped[UUID]
    measure: Mapped[Measure] = mapped_column(Coded(Measure))
    years: Mapped[int]
    number: Mapped[int | None]
    hidden: Mapped[Hidden | None] = mapped_column(Coded(Hidden))

    @property
    def figure(self) -> Figure:
        """The figure by itself."""
        return Figure(self.measure, self.years, self.number, self.hidden)


def digest_of(tenant: str, through: int, edition: int, note: str, figures: Iterable[Figure]) -> str:
    """Return the hash of what an edition says, whatever order its figures come in."""
    lines = sorted(
        f"{each.measure.value}|{each.years}|{'' if each.number is None else each.number}|{each.hidden or ''}"
        for each in figures
    )
    said = "\n".join((f"{tenant}|{through}|{edition}|{note}", *lines))
    return hashlib.sha256(said.encode()).hexdigest()
