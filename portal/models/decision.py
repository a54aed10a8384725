"""What did the statutory partners decide about a case, on what criteria, and who signed it?"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Connection,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    UniqueConstraint,
    and_,
    bindparam,
    event,
    inspect,
    select,
)
from sqlalchemy.orm import Mapped, Mapper, Session, foreign, joinedload, mapped_column, relationship

from portal.domain.deciding import DisagreementStatus
from portal.domain.errors import Conflict
from portal.domain.outcomes import has_every_position, is_agreed
from portal.domain.vocabulary import DecisionStage, Outcome, PartnerPosition, StatutoryPartner
from portal.domain.workflow import Facts
from portal.extensions import db
from portal.models.base import Coded, TenantOwned
from portal.models.case import CaseOwned, of_case
from portal.models.delegate import Delegate
from portal.models.moment import this_moment
from portal.models.read_once import read_once
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
    # Each time that it is put to the partners anew they give their positions anew, and what they said before stays.
    turn: Mapped[int] = mapped_column(default=1)

    criteria = SealedJson()
    reasons = Sealed()

    positions: Mapped[list[Position]] = relationship(
        primaryjoin=lambda: and_(
            Decision.tenant == Position.tenant, foreign(Position.decision_id) == Decision.id
        ),
        order_by=lambda: (Position.turn, Position.partner),
        viewonly=True,
    )
    disagreements: Mapped[list[Disagreement]] = relationship(
        primaryjoin=lambda: and_(
            Decision.tenant == Disagreement.tenant, foreign(Disagreement.decision_id) == Decision.id
        ),
        order_by=lambda: Disagreement.turn,
        viewonly=True,
    )

    @property
    def disagreement(self) -> Disagreement | None:
        """What the partners differ on, or differed on last; None where they never did."""
        return self.disagreements[-1] if self.disagreements else None

    @property
    def settlement(self) -> Disagreement | None:
        """What the lead safeguarding partners decided; None where they were not asked, or have not decided."""
        last = self.disagreement
        return last if last is not None and last.status is DisagreementStatus.SETTLED else None


class Position(CaseOwned, TenantOwned, db.Model):
    """Where one statutory partner stands on one decision, and why."""

    __tablename__ = "partner_position"
    __table_args__ = (
        of_case(),
        ForeignKeyConstraint(["tenant", "decision_id"], ["decision.tenant", "decision.id"]),
        ForeignKeyConstraint(["tenant", "delegate_id"], ["partner_delegate.tenant", "partner_delegate.id"]),
        UniqueConstraint("tenant", "decision_id", "partner", "turn"),
    )

    decision_id: Mapped[UUID]
    turn: Mapped[int] = mapped_column(default=1)
    partner: Mapped[StatutoryPartner] = mapped_column(Coded(StatutoryPartner))
    # What was put to the partner: a decision that is put anew may say otherwise.
    outcome: Mapped[Outcome | None] = mapped_column(Coded(Outcome))
    position: Mapped[PartnerPosition] = mapped_column(Coded(PartnerPosition))
    recorded_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    recorded_at: Mapped[datetime] = mapped_column(default=this_moment)
    # Whether its organisation says that it was itself involved; None of positions given before anybody asked.
    has_interest: Mapped[bool | None]
    # Who spoke in the partner's place; None where whoever recorded it spoke for themselves.
    delegate_id: Mapped[UUID | None]

    reasons = Sealed()

    delegate: Mapped[Delegate | None] = relationship(
        primaryjoin=lambda: and_(
            Position.tenant == Delegate.tenant, foreign(Position.delegate_id) == Delegate.id
        ),
        viewonly=True,
    )


class Disagreement(CaseOwned, TenantOwned, db.Model):
    """That the three positions on a decision differ, what the lead safeguarding partners were asked, and decided."""

    __tablename__ = "disagreement"
    __table_args__ = (
        of_case(),
        ForeignKeyConstraint(["tenant", "decision_id"], ["decision.tenant", "decision.id"]),
        UniqueConstraint("tenant", "decision_id", "turn"),
        Index(None, "tenant", "status", "arose_at"),
    )

    decision_id: Mapped[UUID]
    # Which of the positions on the decision differ.
    turn: Mapped[int] = mapped_column(default=1)
    status: Mapped[DisagreementStatus] = mapped_column(
        Coded(DisagreementStatus), default=DisagreementStatus.NOT_AGREED
    )
    arose_at: Mapped[datetime] = mapped_column(default=this_moment)
    agreed_at: Mapped[datetime | None]
    escalated_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    escalated_at: Mapped[datetime | None]
    settled_on: Mapped[date | None]
    settled_outcome: Mapped[Outcome | None] = mapped_column(Coded(Outcome))
    recorded_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    recorded_at: Mapped[datetime | None]

    # The reasons that were put to the three: a decision that is put anew has others.
    put_reasons = Sealed()
    # Who of the lead safeguarding partners was told and how, and what they were asked; none of them works here.
    told = Sealed()
    question = Sealed()
    # Who of them decided, and why.
    settled_by = Sealed()
    settled_reasons = Sealed()


@event.listens_for(Disagreement, "before_update")
@event.listens_for(Disagreement, "before_delete")
def keep_settled(mapper: Mapper[Any], connection: Connection, disagreement: Disagreement) -> None:
    """Refuse any change to what the lead safeguarding partners decided."""
    if any(inspect(disagreement).attrs.settled_on.history.unchanged):
        raise Conflict("What the lead safeguarding partners decided is recorded.")


@event.listens_for(Decision, "before_update")
@event.listens_for(Decision, "before_delete")
def keep_signed(mapper: Mapper[Any], connection: Connection, decision: Decision) -> None:
    """Refuse any change to a decision that was signed before."""
    if any(inspect(decision).attrs.signed_at.history.unchanged):
        raise Conflict("This decision is signed. Record a new decision that supersedes it.")


_of = Decision.__table__.c
_STANDS = select(_of.signed_at, _of.turn).where(
    _of.tenant == bindparam("of"), _of.id == bindparam("decision")
)


@event.listens_for(Position, "before_insert")
@event.listens_for(Position, "before_update")
@event.listens_for(Position, "before_delete")
def keep_answered(mapper: Mapper[Any], connection: Connection, position: Position) -> None:
    """Refuse any change to a position on a decision that is signed, or was put to the partners anew."""
    of = {"of": position.tenant, "decision": position.decision_id}
    signed_at, turn = connection.execute(_STANDS, of).first() or (None, position.turn)
    if signed_at is not None:
        raise Conflict("This decision is signed. Record a new decision that supersedes it.")
    if position.turn != turn:
        raise Conflict("This decision was put to the partners anew. What they said before stays as it was.")


# Whoever reads a decision asks next what the partners said: it comes in the same look.
WITH_ANSWERS = (joinedload(Decision.positions), joinedload(Decision.disagreements))


@read_once
def decisions_of(session: Session, case_id: UUID) -> Sequence[Decision]:
    """Return a case's decisions, the earliest first."""
    wanted = select(Decision).where(Decision.case_id == case_id).options(*WITH_ANSWERS)
    # Read anew: an operation asks after it has locked the case, and the page may have asked before.
    anew = wanted.order_by(Decision.prepared_at, Decision.id).execution_options(populate_existing=True)
    return session.scalars(anew).unique().all()


def in_force(decisions: Sequence[Decision]) -> list[Decision]:
    """Return the signed decisions that no later signed one supersedes, the earliest first."""
    signed = [decision for decision in decisions if decision.signed_at]
    superseded = {decision.supersedes_id for decision in signed}
    return [decision for decision in signed if decision.id not in superseded]


def standing_positions(decision: Decision) -> dict[StatutoryPartner, PartnerPosition]:
    """Return where each partner stands on a decision as it is put now; one that has said nothing is not there."""
    return {each.partner: each.position for each in positions_now(decision)}


def positions_now(decision: Decision) -> list[Position]:
    """Return the positions on a decision as it is put now."""
    return [each for each in decision.positions if each.turn == decision.turn]


def signing_facts(decision: Decision | None) -> Facts:
    """What the workflow asks before a decision is signed: three positions, and that they agree or it is settled."""
    stands = standing_positions(decision) if decision else {}
    is_settled = decision is not None and decision.settlement is not None
    return {
        "has_every_position": has_every_position(stands),
        "is_agreed_or_settled": is_settled or is_agreed(stands),
    }


def not_agreed(session: Session, case_ids: Collection[UUID]) -> list[Decision]:
    """Return of these cases the decisions on which the partners differ, or differed until it was settled."""
    decisions = [each for case_id in case_ids for each in decisions_of(session, case_id)]
    superseded = {each.supersedes_id for each in decisions if each.signed_at}
    return [
        each
        for each in decisions
        if each.id not in superseded
        and each.disagreement is not None
        and each.disagreement.status is not DisagreementStatus.AGREED_SINCE
    ]
