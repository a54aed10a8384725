"""What did a coordinator say of the steps of a rapid review that the portal cannot see?"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal.domain.rapid_review import Mark
from portal.extensions import db
from portal.models.base import Coded, TenantOwned
from portal.models.moment import this_moment
from portal.models.output import ReviewOwned
from portal.models.review_work import of_review
from portal.models.sealed import Sealed


class RungMark(ReviewOwned, TenantOwned, db.Model):
    """That a step was ticked, is not needed, or was ticked by mistake; the last one counts and each stays."""

    __tablename__ = "rung_mark"
    __table_args__ = (
        of_review(),
        Index(None, "tenant", "review_id", "rung"),
        {"info": {"insert_only": True}},
    )

    review_id: Mapped[UUID]
    # The code of the step: a usual one, or one of the partnership's own.
    rung: Mapped[str] = mapped_column(String(60))
    mark: Mapped[Mark] = mapped_column(Coded(Mark))
    marked_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    marked_at: Mapped[datetime] = mapped_column(default=this_moment)

    note = Sealed()


def marks_of(session: Session, review_ids: Collection[UUID]) -> Sequence[RungMark]:
    """Return what was said of the steps of some reviews, the earliest first."""
    wanted = select(RungMark).where(RungMark.review_id.in_(review_ids))
    return session.scalars(wanted.order_by(RungMark.marked_at, RungMark.id)).all()
