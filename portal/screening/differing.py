"""Where do the partners differ, and what of it has nobody settled?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.deciding import DisagreementStatus
from portal.domain.vocabulary import StatutoryPartner
from portal.models.case import Case
from portal.models.case_access import cases_known_to
from portal.models.decision import Decision, Disagreement, Position
from portal.web.access import Actor

# What nobody has settled.
UNSETTLED = (DisagreementStatus.NOT_AGREED, DisagreementStatus.WITH_LEAD_PARTNERS)


@dataclass(frozen=True)
class Side:
    """One partner by its name here, with its position; None where it has given none."""

    partner: StatutoryPartner
    name: str
    given: Position | None


def sides_of(decision: Decision, turn: int, names: Mapping[StatutoryPartner, str]) -> list[Side]:
    """Return where each partner stood when a decision was put to them for the so-manyeth time."""
    given = {each.partner: each for each in decision.positions if each.turn == turn}
    return [Side(partner, name, given.get(partner)) for partner, name in names.items()]


def unsettled(session: Session, actor: Actor) -> list[tuple[Case, Decision, Disagreement]]:
    """Return what the partners differ on and nobody has settled, of the cases that the person may know of."""
    known = cases_known_to(actor.account_id, actor.permissions).with_only_columns(Case.id)
    wanted = (
        select(Case, Decision, Disagreement)
        .join(Decision, (Decision.tenant == Case.tenant) & (Decision.case_id == Case.id))
        .join(
            Disagreement,
            (Disagreement.tenant == Decision.tenant) & (Disagreement.decision_id == Decision.id),
        )
        .where(Disagreement.status.in_(UNSETTLED), Decision.signed_at.is_(None), Case.id.in_(known))
        .order_by(Disagreement.arose_at)
    )
    return [(case, decision, disagreement) for case, decision, disagreement in session.execute(wanted)]
