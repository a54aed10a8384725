"""What did the partnership's screening body advise about a case, on what criteria, and who took part?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Connection,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    UniqueConstraint,
    event,
    inspect,
    select,
)
from sqlalchemy.orm import Mapped, Mapper, Session, mapped_column

from portal.domain.errors import Conflict
from portal.domain.vocabulary import HowConsidered, Outcome
from portal.extensions import db
from portal.models.base import Coded, TenantOwned
from portal.models.case import CaseOwned, of_case
from portal.models.moment import this_moment
from portal.models.read_once import read_once
from portal.models.sealed import Sealed, SealedJson

IS_RECORDED = "This advice is recorded. A later screening can take its place."


class Screening(CaseOwned, TenantOwned, db.Model):
    """What the body weighed and advised: a draft until it is recorded, then unchanged; a later one supersedes."""

    __tablename__ = "screening"
    __table_args__ = (
        of_case(),
        ForeignKeyConstraint(["tenant", "supersedes_id"], ["screening.tenant", "screening.id"]),
        ForeignKeyConstraint(["tenant", "meeting_id"], ["meeting.tenant", "meeting.id"]),
        Index(None, "tenant", "case_id", "begun_at"),
    )

    # The meeting from which the advice comes; nothing of correspondence that was none of the body's meetings.
    meeting_id: Mapped[UUID | None]
    how: Mapped[HowConsidered | None] = mapped_column(Coded(HowConsidered))
    considered_on: Mapped[date | None]
    outcome: Mapped[Outcome | None] = mapped_column(Coded(Outcome))
    begun_at: Mapped[datetime] = mapped_column(default=this_moment)
    saved_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    saved_at: Mapped[datetime] = mapped_column(default=this_moment)
    recorded_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    recorded_at: Mapped[datetime | None]
    supersedes_id: Mapped[UUID | None]

    # An answer and a reason for each criterion, by its code.
    criteria = SealedJson()
    reasons = Sealed()
    # Names, one on each line, with the agency: of a draft by correspondence, those who do not sit on the body alone.
    members = Sealed()
    # By correspondence, the seats of those who answered otherwise than by a view given here; and, once the advice is
    # recorded, what was found of the quorum.
    answered = SealedJson()
    quorum = Sealed()
    dissent = Sealed()


class AdviceConfirmed(TenantOwned, db.Model):
    """That the chair says of recorded advice that it is what the body advised."""

    __tablename__ = "advice_confirmed"
    __table_args__ = (
        ForeignKeyConstraint(["tenant", "screening_id"], ["screening.tenant", "screening.id"]),
        UniqueConstraint("tenant", "screening_id"),
        {"info": {"insert_only": True}},
    )

    screening_id: Mapped[UUID]
    confirmed_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    confirmed_at: Mapped[datetime] = mapped_column(default=this_moment)


@event.listens_for(Screening, "before_update")
@event.listens_for(Screening, "before_delete")
def keep_recorded(mapper: Mapper[Any], connection: Connection, screening: Screening) -> None:
    """Refuse any change to advice that was recorded before."""
    if any(inspect(screening).attrs.recorded_at.history.unchanged):
        raise Conflict(IS_RECORDED)


@read_once
def screenings_of(session: Session, case_id: UUID) -> Sequence[Screening]:
    """Return a case's screenings, drafts too, the earliest first."""
    wanted = select(Screening).where(Screening.case_id == case_id)
    # Read anew: an operation asks after it has locked the case, and the page may have asked before.
    anew = wanted.order_by(Screening.begun_at, Screening.id).execution_options(populate_existing=True)
    return session.scalars(anew).all()


def advice_in_force(screenings: Sequence[Screening]) -> Screening | None:
    """Return the recorded screening that no later one supersedes."""
    recorded = [each for each in screenings if each.recorded_at]
    superseded = {each.supersedes_id for each in recorded}
    standing = [each for each in recorded if each.id not in superseded]
    return standing[-1] if standing else None


def draft_of(screenings: Sequence[Screening]) -> Screening | None:
    """Return the screening that is begun and not recorded; there is one at most."""
    return next((each for each in screenings if each.recorded_at is None), None)


def confirmation_of(session: Session, screening_id: UUID) -> AdviceConfirmed | None:
    """Return the chair's confirmation of advice; nothing where there is none."""
    found: AdviceConfirmed | None = session.scalar(
        select(AdviceConfirmed).where(AdviceConfirmed.screening_id == screening_id)
    )
    return found
