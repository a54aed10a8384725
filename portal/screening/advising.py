"""How does the screening body's advice get on record? Drafted and saved, then recorded once and for good."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from portal.domain.errors import Conflict, InvalidAnswer
from portal.domain.permissions import Permission
from portal.domain.vocabulary import DecisionStage, Outcome
from portal.domain.workflow import Thing, require_action
from portal.models.attention import call_for_attention
from portal.models.audit import record
from portal.models.case import Case
from portal.models.event import tell
from portal.models.member_view import turn_of
from portal.models.moment import this_moment
from portal.models.screening import IS_RECORDED, Screening, advice_in_force, draft_of, screenings_of
from portal.models.session import TenantSession
from portal.screening import came_from
from portal.screening.cases import case_for
from portal.screening.confirming import confirmed
from portal.screening.criteria_asked import criteria_at, fault_of_silence, faults_of_answers
from portal.screening.members_say import fix_views
from portal.screening.operations import Prepared
from portal.screening.queries import circumstances_of, outcomes_offered, screening_among
from portal.tenancy.model import Tenant
from portal.web.access import Actor


@dataclass(frozen=True)
class Considered:
    """What the body weighed and advised, as far as it is written down; `weighed` is by criterion.

    It came from a meeting, by its id, which says the day and who took part; or else from correspondence, which some
    of the body `answered`, by the ids of their seats.
    """

    came_from: str = ""
    considered_on: date | None = None
    outcome: str = ""
    weighed: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    members: str = ""
    reasons: str = ""
    dissent: str = ""
    answered: tuple[str, ...] = ()


def save(
    session: TenantSession, tenant: Tenant, actor: Actor, reference: str, considered: Considered
) -> Screening:
    """Keep the draft of a case's screening, begun here where there is none; nothing in it has to be whole."""
    case = case_to_screen(session, actor, reference)
    require_offered(tenant, considered.outcome)
    kept = draft_of(screenings_of(session, case.id))
    draft = kept or Screening(tenant=tenant.slug, unit=case.unit, case_id=case.id, saved_by=actor.account_id)
    write(draft, considered)
    came_from.place(session, tenant, case, draft, considered.came_from)
    draft.saved_by, draft.saved_at = actor.account_id, this_moment()
    session.add(draft)
    if kept is None:
        tell(session, tenant.slug, "case", case.id, "screening-begun", actor.account_id)
    record(session, "screening-saved", "screening", draft.id)
    session.commit()
    return draft


def write(draft: Screening, considered: Considered) -> None:
    """Put what was considered into a draft."""
    draft.considered_on = considered.considered_on
    draft.outcome = Outcome(considered.outcome) if considered.outcome else None
    draft.criteria = {code: dict(said) for code, said in considered.weighed.items()}
    draft.answered = list(considered.answered)
    draft.members, draft.reasons = considered.members.strip(), considered.reasons.strip()
    draft.dissent = considered.dissent.strip()


def record_advice(
    session: TenantSession, tenant: Tenant, actor: Actor, reference: str, screening_id: UUID, today: date
) -> Screening:
    """Record that the body has advised: from then on nothing in it changes, and a later screening supersedes it."""
    case = case_to_screen(session, actor, reference)
    every = screenings_of(session, case.id)
    screening = screening_among(every, screening_id)
    if screening.recorded_at is not None:
        raise Conflict(IS_RECORDED)
    for field_at_fault, message in faults_of_screening(session, tenant, case, screening, today):
        raise InvalidAnswer(message, field_at_fault)
    assert screening.outcome is not None and screening.how is not None  # no fault was found
    came_from.refresh(session, tenant, case, screening)
    earlier = advice_in_force(every)
    screening.supersedes_id = earlier.id if earlier else None
    views = fix_views(session, case, screening, turn_of(every))
    screening.recorded_by, screening.recorded_at = actor.account_id, this_moment()
    tell(session, tenant.slug, "case", case.id, "screening-recorded", actor.account_id,
         outcome=screening.outcome.value, how=screening.how.value, views=str(len(views)),
         dissent=str(sum(each.is_dissent for each in views)))  # fmt: skip
    record(session, "screening-recorded", "screening", screening.id)
    if actor.may(Permission.SCREENING_CONFIRM):
        confirmed(session, actor, screening)
    else:
        call_for_attention(
            session, tenant.slug, Permission.SCREENING_CONFIRM, about=[case.id], but=actor.account_id
        )
    call_for_attention(
        session, tenant.slug, Permission.DECISION_PREPARE, about=[case.id], but=actor.account_id
    )
    session.commit()
    return screening


def faults_of_screening(
    session: TenantSession, tenant: Tenant, case: Case, screening: Screening, today: date
) -> list[tuple[str, str]]:
    """Return everything that a draft needs before it is recorded, as fields and messages, in the page's order."""
    weighed = screening.criteria or {}
    faults = list(came_from.faults_of_place(session, tenant, case, screening, today))
    faults += faults_of_answers(criteria_at(DecisionStage.SCREENING, case.kind), weighed)
    if screening.outcome is None:
        faults.append(("outcome", "Select what is recommended"))
    else:
        circumstances = circumstances_of(session, case)
        silence = fault_of_silence(DecisionStage.SCREENING, screening.outcome, weighed, circumstances, tenant)
        faults += [silence] if silence else []
    if not screening.reasons:
        faults.append(("reasons", "Give the reasons for the recommendation"))
    return faults


def require_offered(tenant: Tenant, outcome: str) -> None:
    """Refuse an outcome that the partnership does not offer at screening; none at all is no fault of a draft."""
    offered = {each.code for each in outcomes_offered(tenant, DecisionStage.SCREENING)}
    if outcome and outcome not in offered:
        raise InvalidAnswer("Select an outcome that is open at screening", "outcome")


def case_to_screen(session: TenantSession, actor: Actor, reference: str) -> Case:
    """Return a case on which the actor may record advice, locked until the commit."""
    case = case_for(session, actor, reference)
    require_action(Thing.CASE, case.stage, "record-screening", actor.permissions, {})
    return case


def prepared_from(screening: Screening, stage: DecisionStage = DecisionStage.SCREENING) -> Prepared:
    """Return the decision that the body's advice leads to, for the partners to keep or to put otherwise."""
    assert screening.outcome is not None  # it is recorded
    return Prepared(stage, screening.outcome, screening.reasons or "", screening.criteria or {})
