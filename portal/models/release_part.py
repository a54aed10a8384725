"""What does one partnership's part of a regional release say exactly, and have its people signed it off?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal.domain.vocabulary import ReleaseStatus
from portal.extensions import db
from portal.models.base import Coded, TenantOwned
from portal.models.moment import this_moment
from portal.models.sealed import Sealable, Sealed, SealedJson


class ReleasePart(Sealable, TenantOwned, db.Model):
    """What would be, or is, shown of one partnership in one release, beside its own exact figures."""

    __tablename__ = "release_part"
    __table_args__ = (UniqueConstraint("tenant", "through", "edition"),)
    begins_unit = True
    # Sums over years: no case can be opened from them, and looking at them is no look at a case.
    is_case_content = False

    through: Mapped[int]
    edition: Mapped[int] = mapped_column(default=1)
    status: Mapped[ReleaseStatus] = mapped_column(Coded(ReleaseStatus), default=ReleaseStatus.PREPARED)
    prepared_at: Mapped[datetime] = mapped_column(default=this_moment)
    answered_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    answered_at: Mapped[datetime | None]
    frozen_at: Mapped[datetime | None]
    is_fictional: Mapped[bool] = mapped_column(default=False)

    # The exact counts by family, the figures as they would be shown, and what each hiding mark can stand for.
    exact = SealedJson()
    figures = SealedJson()
    meanings = SealedJson()
    # Why an edition corrects an earlier one; why the partnership takes no part.
    note = Sealed()
    reason = Sealed()


def parts_of(session: Session, through: int | None = None) -> Sequence[ReleasePart]:
    """Return the partnership's parts, of one release where it is named, the earliest first."""
    wanted = select(ReleasePart).order_by(ReleasePart.through, ReleasePart.edition)
    if through is not None:
        wanted = wanted.where(ReleasePart.through == through)
    return session.scalars(wanted.execution_options(populate_existing=True)).all()
