"""What does each member of the screening body say of a case, and which agency has declared an interest in it?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Connection,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    UniqueConstraint,
    event,
    exists,
    inspect,
    select,
)
from sqlalchemy.orm import Mapped, Mapper, Session, mapped_column

from portal.domain.deciding import MemberSays
from portal.domain.errors import Conflict
from portal.domain.vocabulary import Outcome
from portal.extensions import db
from portal.models.base import Coded, TenantOwned
from portal.models.case import CaseExclusion, CaseOwned, of_case
from portal.models.moment import this_moment
from portal.models.screening import Screening
from portal.models.sealed import Sealed

IS_FIXED = "The advice on this case is recorded. Your view stands as you gave it."


class MemberView(CaseOwned, TenantOwned, db.Model):
    """One member's view: theirs to change until the advice is recorded, and fixed with it.

    `turn` says for which advice on the case it was given, since a case may be screened again.
    """

    __tablename__ = "member_view"
    __table_args__ = (
        of_case(),
        ForeignKeyConstraint(["tenant", "screening_id"], ["screening.tenant", "screening.id"]),
        UniqueConstraint("tenant", "case_id", "account_id", "turn"),
        Index(None, "tenant", "screening_id"),
    )

    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    # For which agency they sit there: a code of the partnership's own list.
    agency: Mapped[str] = mapped_column(String(60), default="")
    turn: Mapped[int] = mapped_column(default=1)
    says: Mapped[MemberSays] = mapped_column(Coded(MemberSays))
    outcome: Mapped[Outcome | None] = mapped_column(Coded(Outcome))
    given_at: Mapped[datetime] = mapped_column(default=this_moment)
    # The recorded advice that it stands beside, and whether it differs from what that recommends.
    screening_id: Mapped[UUID | None]
    is_dissent: Mapped[bool] = mapped_column(default=False)

    reasons = Sealed()


class AgencyInterest(CaseOwned, TenantOwned, db.Model):
    """That an agency was itself involved in a case, and how: declared by one of its people, and it stays."""

    __tablename__ = "agency_interest"
    __table_args__ = (
        of_case(),
        Index(None, "tenant", "case_id", "declared_at"),
        {"info": {"insert_only": True}},
    )

    agency: Mapped[str] = mapped_column(String(60))
    declared_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    declared_at: Mapped[datetime] = mapped_column(default=this_moment)

    how = Sealed(is_required=True)


@event.listens_for(MemberView, "before_update")
@event.listens_for(MemberView, "before_delete")
def keep_fixed(mapper: Mapper[Any], connection: Connection, view: MemberView) -> None:
    """Refuse any change to a view that stands beside recorded advice."""
    if any(inspect(view).attrs.screening_id.history.unchanged):
        raise Conflict(IS_FIXED)


def turn_of(screenings: Sequence[Screening]) -> int:
    """Return which advice on the case comes next: the first is 1."""
    return 1 + sum(each.recorded_at is not None for each in screenings)


def waiting_views(session: Session, case_id: UUID, turn: int) -> Sequence[MemberView]:
    """Return the views given for advice to come; none of those whose members are since found to be involved."""
    is_involved = exists().where(
        CaseExclusion.tenant == MemberView.tenant,
        CaseExclusion.case_id == MemberView.case_id,
        CaseExclusion.account_id == MemberView.account_id,
    )
    wanted = select(MemberView).where(MemberView.case_id == case_id, MemberView.turn == turn, ~is_involved)
    anew = wanted.order_by(MemberView.agency, MemberView.given_at, MemberView.id)
    return session.scalars(anew.execution_options(populate_existing=True)).all()


def views_beside(session: Session, screening_id: UUID) -> Sequence[MemberView]:
    """Return the views that stand beside recorded advice, agency by agency."""
    wanted = select(MemberView).where(MemberView.screening_id == screening_id)
    return session.scalars(wanted.order_by(MemberView.agency, MemberView.given_at, MemberView.id)).all()


def interests_in(session: Session, case_id: UUID) -> Sequence[AgencyInterest]:
    """Return what agencies have declared of their part in a case, the earliest first."""
    wanted = select(AgencyInterest).where(AgencyInterest.case_id == case_id)
    return session.scalars(wanted.order_by(AgencyInterest.declared_at, AgencyInterest.id)).all()
