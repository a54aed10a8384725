"""What did the statutory partners decide about a case, on what criteria, and who signed it?"""

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
    UniqueConstraint,
    and_,
    event,
    inspect,
    select,
)
from sqlalchemy.orm import Mapped, Mapper, Session, foreign, mapped_column, relationship

from portal.domain.errors import Conflict
from portal.domain.vocabulary import DecisionStage, Outcome, PartnerPosition, StatutoryPartner
from portal.extensions import db
from portal.models.base import Coded, TenantOwned
from portal.models.case import CaseOwned, of_case
from portal.models.moment import this_moment
from portal.models.sealed import Sealed, SealedJson


class Decision(CaseOwned, TenantOwned, db.Model):
    """A decision with its criteria and reasons: once signed it never changes, a later one supersedes it."""

    __tablename__ = "decision"
    __table_args__ = (
        of_case(),
        ForeignKeyConstraint(["tenant", "supersedes_id"], ["decision.tenant", "decision.id"]),
        Index(None, "tenant", "case_id", "prepared_at"),
    )

    stage: Mapped[DecisionStage] = mapped_column(Coded(DecisionStage))
    outcome: Mapped[Outcome] = mapped_column(Coded(Outcome))
    prepared_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    prepared_at: Mapped[datetime] = mapped_column(default=this_moment)
    signed_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    signed_at: Mapped[datetime | None]
    supersedes_id: Mapped[UUID | None]

    criteria = SealedJson()
    reasons = Sealed()

    positions: Mapped[list[Position]] = relationship(
        primaryjoin=lambda: and_(
            Decision.tenant == Position.tenant, foreign(Position.decision_id) == Decision.id
        ),
        order_by=lambda: Position.partner,
        viewonly=True,
    )


class Position(CaseOwned, TenantOwned, db.Model):
    """Where one statutory partner stands on one decision, and why."""

    __tablename__ = "partner_position"
    __table_args__ = (
        of_case(),
        ForeignKeyConstraint(["tenant", "decision_id"], ["decision.tenant", "decision.id"]),
        UniqueConstraint("tenant", "decision_id", "partner"),
    )

    decision_id: Mapped[UUID]
    partner: Mapped[StatutoryPartner] = mapped_column(Coded(StatutoryPartner))
    position: Mapped[PartnerPosition] = mapped_column(Coded(PartnerPosition))
    recorded_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    recorded_at: Mapped[datetime] = mapped_column(default=this_moment)

    reasons = Sealed()


@event.listens_for(Decision, "before_update")
@event.listens_for(Decision, "before_delete")
def keep_signed(mapper: Mapper[Any], connection: Connection, decision: Decision) -> None:
    """Refuse any change to a decision that was signed before."""
    was_signed = inspect(decision).attrs.signed_at.history.unchanged
    if any(was_signed):
        raise Conflict("This decision is signed. Record a new decision that supersedes it.")


@event.listens_for(Position, "before_insert")
@event.listens_for(Position, "before_update")
@event.listens_for(Position, "before_delete")
def keep_answered(mapper: Mapper[Any], connection: Connection, position: Position) -> None:
    """Refuse any change to a position on a decision that is signed."""
    of = Decision.__table__.c
    signed_at = select(of.signed_at).where(of.tenant == position.tenant, of.id == position.decision_id)
    if connection.scalar(signed_at) is not None:
        raise Conflict("This decision is signed. Record a new decision that supersedes it.")


def decisions_of(session: Session, case_id: UUID) -> Sequence[Decision]:
    """Return a case's decisions, the earliest first."""
    wanted = select(Decision).where(Decision.case_id == case_id)
    # Read anew: an operation asks after it has locked the case, and the page may have asked before.
    anew = wanted.order_by(Decision.prepared_at, Decision.id).execution_options(populate_existing=True)
    return session.scalars(anew).all()


def in_force(decisions: Sequence[Decision]) -> list[Decision]:
    """Return the signed decisions that no later signed one supersedes, the earliest first."""
    signed = [decision for decision in decisions if decision.signed_at]
    superseded = {decision.supersedes_id for decision in signed}
    return [decision for decision in signed if decision.id not in superseded]


def standing_positions(decision: Decision) -> dict[StatutoryPartner, PartnerPosition]:
    """Return where each partner stands; one that has said nothing is not there."""
    return {position.partner: position.position for position in decision.positions}
