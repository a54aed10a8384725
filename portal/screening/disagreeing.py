"""What happens where the three partners do not agree? Their lead safeguarding partners settle it, and nothing waits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from portal.domain.deciding import DisagreementStatus
from portal.domain.errors import InvalidAnswer, NotFound
from portal.domain.outcomes import differ, has_every_position
from portal.domain.permissions import Permission
from portal.domain.vocabulary import Outcome
from portal.domain.workflow import Thing, require_action
from portal.models.attention import call_for_attention
from portal.models.audit import record
from portal.models.case import Case
from portal.models.decision import Decision, Disagreement, Position, standing_positions
from portal.models.event import tell
from portal.models.moment import this_moment
from portal.models.session import TenantSession
from portal.screening.cases import case_for, unsigned_decision
from portal.screening.queries import outcomes_offered
from portal.tenancy.model import Tenant
from portal.web.access import Actor
from portal.web.wording import in_london


@dataclass(frozen=True)
class Settlement:
    """What the lead safeguarding partners decided: on which day, who of them, and why."""

    decided_on: date
    outcome: str
    decided_by: str
    reasons: str


def follow_positions(session: TenantSession, actor: Actor, case: Case, decision: Decision, given: Position) -> None:
    """Say that the partners differ once three positions do, and that they do no longer; the caller commits."""
    stands, last = standing_positions(decision) | {given.partner: given.position}, decision.disagreement
    if last is not None and last.turn != decision.turn and decision.settlement is None:
        last = None
    is_differing = differ(stands)
    facts = {"positions_differ": is_differing, "is_of_one_mind": has_every_position(stands) and not is_differing}
    if last is None and facts["positions_differ"]:
        begin(session, actor, case, decision)
    elif last is not None and last.status is DisagreementStatus.NOT_AGREED and facts["is_of_one_mind"]:
        move(actor, last, "come-to-agree", facts)
        last.agreed_at = this_moment()
        tell(session, case.tenant, "case", case.id, "partners-agreed-since", actor.account_id)
    elif last is not None and last.status is DisagreementStatus.AGREED_SINCE and facts["positions_differ"]:
        move(actor, last, "differ-again", facts)
        last.arose_at, last.agreed_at = this_moment(), None
        tell_differing(session, actor, case)


def begin(session: TenantSession, actor: Actor, case: Case, decision: Decision) -> None:
    """Keep that the positions differ, from this moment on."""
    disagreement = Disagreement(
        tenant=case.tenant, unit=case.unit, case_id=case.id, decision_id=decision.id, turn=decision.turn,
        put_reasons=decision.reasons,
    )  # fmt: skip
    session.add(disagreement)
    record(session, "partners-not-agreed", "disagreement", disagreement.id)
    tell_differing(session, actor, case)


def tell_differing(session: TenantSession, actor: Actor, case: Case) -> None:
    """Tell that the partners differ, and call those who take it further."""
    tell(session, case.tenant, "case", case.id, "partners-not-agreed", actor.account_id)
    call_for_attention(session, case.tenant, Permission.DECISION_ESCALATE, about=[case.id], but=actor.account_id)


def move(actor: Actor, disagreement: Disagreement, action: str, facts: dict[str, bool]) -> None:
    """Take a step of the workflow. Raises what it refuses."""
    step = require_action(Thing.DISAGREEMENT, disagreement.status, action, actor.permissions, facts)
    disagreement.status = DisagreementStatus(step.arrives_at(disagreement.status))


def escalate(
    session: TenantSession, tenant: Tenant, actor: Actor, reference: str, decision_id: UUID, told: str, question: str
) -> Disagreement:
    """Record that the lead safeguarding partners were told and asked; from then on the positions stand as they are."""
    case = case_for(session, actor, reference)
    disagreement = disagreement_on(unsigned_decision(session, case, decision_id))
    # The page read it before the case was locked.
    session.refresh(disagreement)
    move(actor, disagreement, "escalate", {})
    require_words(told, "Say who was told, and how", "told")
    require_words(question, "Say what they are asked to decide", "question")
    disagreement.told, disagreement.question = told.strip(), question.strip()
    disagreement.escalated_by, disagreement.escalated_at = actor.account_id, this_moment()
    tell(session, tenant.slug, "case", case.id, "lead-partners-asked", actor.account_id)
    record(session, "lead-partners-asked", "disagreement", disagreement.id)
    call_for_attention(session, tenant.slug, Permission.DECISION_SETTLE, about=[case.id], but=actor.account_id)
    session.commit()
    return disagreement


def settle(
    session: TenantSession, tenant: Tenant, actor: Actor, reference: str, decision_id: UUID,
    settled: Settlement, today: date,
) -> Disagreement:  # fmt: skip
    """Record what the lead safeguarding partners decided, once; each partner then gives its position again."""
    case = case_for(session, actor, reference)
    decision = unsigned_decision(session, case, decision_id)
    disagreement = disagreement_on(decision)
    # The page read it before the case was locked.
    session.refresh(disagreement)
    move(actor, disagreement, "settle", {})
    require_sound(tenant, decision, disagreement, settled, today)
    disagreement.settled_on, disagreement.settled_outcome = settled.decided_on, Outcome(settled.outcome)
    disagreement.settled_by, disagreement.settled_reasons = settled.decided_by.strip(), settled.reasons.strip()
    disagreement.recorded_by, disagreement.recorded_at = actor.account_id, this_moment()
    decision.turn += 1
    tell(session, tenant.slug, "case", case.id, "lead-partners-decided", actor.account_id, outcome=settled.outcome)
    record(session, "lead-partners-decided", "disagreement", disagreement.id)
    call_for_attention(session, tenant.slug, Permission.DECISION_SIGN, about=[case.id], but=actor.account_id)
    session.commit()
    return disagreement


def require_sound(
    tenant: Tenant, decision: Decision, disagreement: Disagreement, settled: Settlement, today: date
) -> None:
    """Refuse a day that cannot be, an outcome that is not open at this stage, and silence about who and why."""
    if settled.decided_on > today:
        raise InvalidAnswer("Enter a day that has come", "decided_on")
    if settled.decided_on < in_london(disagreement.arose_at).date():
        raise InvalidAnswer("Enter a day on or after the day on which the partners did not agree", "decided_on")
    if settled.outcome not in {each.code for each in outcomes_offered(tenant, decision.stage)}:
        raise InvalidAnswer("Select an outcome that is open at this stage", "outcome")
    require_words(settled.decided_by, "Enter who decided", "decided_by")
    require_words(settled.reasons, "Give their reasons", "reasons")


def require_words(words: str, missing: str, field: str) -> None:
    """Refuse silence. Raises InvalidAnswer at the field."""
    if not words.strip():
        raise InvalidAnswer(missing, field)


def disagreement_on(decision: Decision) -> Disagreement:
    """Return what the partners differ on; NotFound where they do not."""
    if decision.disagreement is None:
        raise NotFound("The partners do not differ on this decision.")
    return decision.disagreement
