"""How do the statutory partners decide? Prepared by one person, answered by three partners, signed once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from portal.domain.deciding import DisagreementStatus
from portal.domain.errors import Conflict, InvalidAnswer, NotAllowed
from portal.domain.outcomes import is_rejected
from portal.domain.permissions import Permission
from portal.domain.vocabulary import CaseStage, DecisionStage, Outcome, PartnerPosition
from portal.domain.workflow import Thing, require_action
from portal.models.attention import call_for_attention
from portal.models.audit import record
from portal.models.beginning import join_decision
from portal.models.case import Case
from portal.models.decision import Decision, Position, positions_now, signing_facts, standing_positions
from portal.models.event import tell
from portal.models.moment import this_moment
from portal.models.session import TenantSession
from portal.screening.cases import case_for, unsigned_decision
from portal.screening.criteria_asked import require_criteria
from portal.screening.delegating import FOR_ONESELF, require_voice
from portal.screening.disagreeing import follow_positions
from portal.screening.interests import NOT_ASKED, Own, declare, speaking_for
from portal.screening.queries import (
    POSITION_ACTION,
    circumstances_of,
    open_decision,
    outcomes_offered,
    partner_of,
    to_supersede,
)
from portal.tenancy.model import Tenant
from portal.web.access import Actor
from portal.web.working_days import today


@dataclass(frozen=True)
class Prepared:
    """A decision as it is put to the partners; `weighed` holds an answer and a reason by criterion."""

    stage: DecisionStage
    outcome: Outcome
    reasons: str
    weighed: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def prepare(session: TenantSession, tenant: Tenant, actor: Actor, reference: str, put: Prepared) -> Decision:
    """Put a decision to the three partners, or put it otherwise while none of them has answered.

    One at a time; once signed, it supersedes the decision in force at its stage.
    """
    case = case_for(session, actor, reference)
    require_action(Thing.CASE, case.stage, "prepare-decision", actor.permissions, {})
    require_sound(session, tenant, case, put)
    waiting = open_decision(session, case)
    if waiting is not None:
        require_open_to_change(waiting, put)
    earlier = to_supersede(session, case, put.stage)
    decision = waiting or Decision(
        tenant=tenant.slug, unit=case.unit, case_id=case.id, stage=put.stage, outcome=put.outcome
    )
    decision.stage, decision.outcome, decision.prepared_by = put.stage, put.outcome, actor.account_id
    decision.prepared_at, decision.supersedes_id = this_moment(), earlier.id if earlier else None
    decision.reasons = put.reasons.strip()
    decision.criteria = {code: dict(said) for code, said in put.weighed.items()}
    if waiting is not None and positions_now(waiting):
        waiting.turn += 1
    session.add(decision)
    what = "decision-changed" if waiting else "decision-prepared"
    tell(session, tenant.slug, "case", case.id, what, actor.account_id, stage=put.stage.value)
    record(session, what, "decision", decision.id)
    call_for_attention(session, tenant.slug, Permission.DECISION_SIGN, about=[case.id], but=actor.account_id)
    session.commit()
    return decision


def is_open_to_change(waiting: Decision) -> bool:
    """Whether a decision can be put otherwise: nobody has answered it, or none of the three agrees with it."""
    stands = standing_positions(waiting)
    return not stands or (is_rejected(stands) and waiting.settlement is None)


def why_put_otherwise(decision: Decision) -> tuple[str, str] | None:
    """Return how and why a decision has to be put to the partners anew; None where it need not be."""
    if decision.settlement is not None and not is_open_to_positions(decision):
        return "as it was settled", "The lead safeguarding partners decided something else than was put."
    if is_rejected(standing_positions(decision)) and is_open_to_change(decision):
        return "otherwise", "None of the three partners agrees with what was put to them."
    return None


def require_open_to_change(waiting: Decision, put: Prepared) -> None:
    """Refuse another decision while this one is answered, and another than the one that settled it."""
    settled = waiting.settlement
    if not is_open_to_change(waiting):
        raise Conflict("A partner has answered the decision that is prepared. It has to be signed first.")
    if settled is not None and (put.outcome, put.stage) != (settled.settled_outcome, waiting.stage):
        raise InvalidAnswer("Select what the lead safeguarding partners decided", "outcome")


def require_sound(session: TenantSession, tenant: Tenant, case: Case, put: Prepared) -> None:
    """Refuse an outcome that is not open here and now, and a decision without its reasons."""
    if put.outcome.value not in {each.code for each in outcomes_offered(tenant, put.stage)}:
        raise InvalidAnswer("Select an outcome that is open at this stage", "outcome")
    if not put.reasons.strip():
        raise InvalidAnswer("Give the reasons for the decision", "reasons")
    circumstances = circumstances_of(session, case)
    require_criteria(put.stage, put.outcome, case.kind, put.weighed, circumstances, tenant)


def record_position(
    session: TenantSession, tenant: Tenant, actor: Actor, reference: str, decision_id: UUID,
    position: PartnerPosition, reasons: str, given_by: str = FOR_ONESELF, day: date | None = None,
    own: Own = NOT_ASKED,
) -> Position:  # fmt: skip
    """Record where the actor's partner stands, with reasons; it may change until the decision is signed."""
    case = case_for(session, actor, reference)
    partner = partner_of(actor)
    if partner is None:
        raise NotAllowed("Only a statutory partner's decision maker gives its position.")
    require_action(Thing.CASE, case.stage, POSITION_ACTION[partner], actor.permissions, {})
    decision = unsigned_decision(session, case, decision_id)
    require_open_to_positions(decision)
    delegate_id = require_voice(session, actor, given_by, day or today())
    if not reasons.strip():
        raise InvalidAnswer("Give your reasons", "reasons")
    own.require_described()
    kept = next((each for each in positions_now(decision) if each.partner is partner), None)
    given = kept or Position(
        tenant=tenant.slug, unit=case.unit, case_id=case.id, decision_id=decision.id, partner=partner,
        turn=decision.turn,
    )  # fmt: skip
    given.outcome, given.position, given.reasons = decision.outcome, position, reasons.strip()
    given.recorded_by, given.recorded_at, given.delegate_id = actor.account_id, this_moment(), delegate_id
    given.has_interest = own.has_interest
    session.add(given)
    if own.has_interest and own.how.strip():
        declare(session, tenant, actor, case, own.how, speaking_for(actor, partner))
    tell(session, tenant.slug, "case", case.id, "position-recorded", actor.account_id,
         partner=partner.value, position=position.value,
         voice="delegate" if delegate_id else "own")  # fmt: skip
    record(session, "position-recorded", "decision", decision.id)
    follow_positions(session, actor, case, decision, given)
    session.commit()
    return given


def is_open_to_positions(decision: Decision) -> bool:
    """Whether partners give positions on a decision as it is put now."""
    last, settled = decision.disagreement, decision.settlement
    is_with_leads = last is not None and last.status is DisagreementStatus.WITH_LEAD_PARTNERS
    return not is_with_leads and (settled is None or settled.settled_outcome is decision.outcome)


def require_open_to_positions(decision: Decision) -> None:
    """Refuse a position while the lead safeguarding partners are asked, or on something else than they decided."""
    if is_open_to_positions(decision):
        return
    if decision.settlement is None:
        raise Conflict(
            "The lead safeguarding partners are asked. Positions are given again once they have decided."
        )
    raise Conflict("The decision is first put as the lead safeguarding partners decided it.")


def sign(session: TenantSession, tenant: Tenant, actor: Actor, reference: str, decision_id: UUID) -> Decision:
    """Sign a decision on which every partner has spoken; from then on nothing in it changes."""
    case = case_for(session, actor, reference)
    decision = unsigned_decision(session, case, decision_id)
    transition = require_action(
        Thing.CASE, case.stage, "sign-decision", actor.permissions, signing_facts(decision)
    )
    decision.signed_by, decision.signed_at = actor.account_id, this_moment()
    case.stage = CaseStage(transition.arrives_at(case.stage))
    join_decision(session, case, decision)
    tell(session, tenant.slug, "case", case.id, "decision-signed", actor.account_id,
         stage=decision.stage.value, outcome=decision.outcome.value)  # fmt: skip
    record(session, "decision-signed", "decision", decision.id)
    call_for_attention(session, tenant.slug, Permission.DECISION_PREPARE, about=[case.id], but=actor.account_id)
    session.commit()
    return decision
