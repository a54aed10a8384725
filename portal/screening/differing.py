"""Where do the partners differ, by when is it settled, and what does a case's page show of it?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.deciding import LEAD_PARTNERS_CLOCK, DisagreementStatus
from portal.domain.vocabulary import StatutoryPartner
from portal.models.case import Case
from portal.models.case_access import cases_known_to
from portal.models.decision import Decision, Disagreement, Position, decisions_of
from portal.tenancy.model import Tenant
from portal.web.access import Actor
from portal.web.case_ahead import register_clocks
from portal.web.clock_lines import ClockLine, clock_lines
from portal.web.wording import in_london
from portal.web.working_days import today

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


def clock_of(tenant: Tenant, disagreement: Disagreement, day: date) -> ClockLine | None:
    """Return by when the lead safeguarding partners settle it, counted from the day on which positions differed."""
    met_on = disagreement.settled_on
    if disagreement.agreed_at is not None:
        met_on = in_london(disagreement.agreed_at).date()
    lines = clock_lines(
        tenant, LEAD_PARTNERS_CLOCK, in_london(disagreement.arose_at).date(), "",
        met_on=met_on, thing_id=disagreement.id, today=day,
    )  # fmt: skip
    return lines[0] if lines else None


def clocks_of_case(session: Session, actor: Actor, tenant: Tenant, case: Case) -> list[ClockLine]:
    """Return the clock of each disagreement on a case's decisions."""
    every = (each for decision in decisions_of(session, case.id) for each in decision.disagreements)
    lines = (clock_of(tenant, each, today()) for each in every)
    return [line for line in lines if line is not None]


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


register_clocks(20, clocks_of_case)
