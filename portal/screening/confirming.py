"""Does the chair say of the advice that somebody recorded that it is what the body advised?"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, aliased

from portal.domain.permissions import Permission
from portal.domain.vocabulary import CaseStage
from portal.domain.workflow import Facts, Thing, available_actions, require_action
from portal.models.audit import record
from portal.models.case import Case
from portal.models.case_access import cases_known_to
from portal.models.decision import Decision
from portal.models.event import tell
from portal.models.screening import (
    AdviceConfirmed,
    Screening,
    advice_in_force,
    confirmation_of,
    screenings_of,
)
from portal.models.session import TenantSession
from portal.screening.cases import case_for
from portal.screening.queries import recorded, screening_among
from portal.web.access import Actor


def facts_of_advice(session: Session, screening: Screening) -> Facts:
    """What the workflow asks before advice is confirmed: whether it is not yet, and still stands."""
    in_force = advice_in_force(screenings_of(session, screening.case_id))
    return {
        "is_unconfirmed": confirmation_of(session, screening.id) is None,
        "is_in_force": in_force is not None and in_force.id == screening.id,
    }


def may_confirm(session: Session, actor: Actor, case: Case, screening: Screening) -> bool:
    """Whether this person can confirm the advice now."""
    if not actor.may(Permission.SCREENING_CONFIRM):
        return False
    facts = facts_of_advice(session, screening)
    offered = available_actions(Thing.CASE, case.stage, actor.permissions, facts)
    return "confirm-advice" in {each.action for each in offered}


def confirm(session: TenantSession, actor: Actor, reference: str, screening_id: UUID) -> AdviceConfirmed:
    """Put on record that this is what the body advised, as its chair says."""
    case = case_for(session, actor, reference)
    screening = recorded(screening_among(screenings_of(session, case.id), screening_id))
    facts = facts_of_advice(session, screening)
    require_action(Thing.CASE, case.stage, "confirm-advice", actor.permissions, facts)
    kept = confirmed(session, actor, screening)
    tell(session, case.tenant, "case", case.id, "advice-confirmed", actor.account_id)
    record(session, "advice-confirmed", "screening", screening.id)
    session.commit()
    return kept


def confirmed(session: TenantSession, actor: Actor, screening: Screening) -> AdviceConfirmed:
    """Keep the confirmation; what the chair records needs no further word of theirs."""
    kept = AdviceConfirmed(tenant=screening.tenant, screening_id=screening.id, confirmed_by=actor.account_id)
    session.add(kept)
    return kept


def unconfirmed(session: Session, actor: Actor) -> list[tuple[Case, UUID]]:
    """Return the cases with advice in force that the chair has not confirmed, and nobody has decided upon since."""
    later = aliased(Screening)
    of_case = (Decision.tenant == Screening.tenant) & (Decision.case_id == Screening.case_id)
    known = cases_known_to(actor.account_id, actor.permissions).with_only_columns(Case.id)
    wanted = (
        select(Case, Screening.id)
        .join(Screening, (Screening.tenant == Case.tenant) & (Screening.case_id == Case.id))
        .where(
            Screening.recorded_at.is_not(None), Case.stage != CaseStage.CLOSED, Case.id.in_(known),
            ~exists().where(
                AdviceConfirmed.tenant == Screening.tenant, AdviceConfirmed.screening_id == Screening.id
            ),
            ~exists().where(
                later.tenant == Screening.tenant, later.supersedes_id == Screening.id, later.recorded_at.is_not(None)
            ),
            ~exists().where(of_case, Decision.signed_at >= Screening.recorded_at),
        )
        .order_by(Screening.recorded_at)
    )  # fmt: skip
    return [(case, screening_id) for case, screening_id in session.execute(wanted)]
