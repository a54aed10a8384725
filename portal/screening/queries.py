"""What was decided of a case, and whose turn is it?"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from portal.domain.errors import NotFound
from portal.domain.outcomes import SUPERSEDED_BY, outcomes_at
from portal.domain.permissions import RECORD_POSITION
from portal.domain.vocabulary import CaseStage, DecisionStage, Outcome, StatutoryPartner
from portal.models.case import Case, CaseFact
from portal.models.case_access import cases_known_to
from portal.models.decision import WITH_ANSWERS, Decision, decisions_of, in_force
from portal.models.member_view import MemberView
from portal.models.screening import Screening, advice_in_force, screenings_of
from portal.tenancy.model import OutcomeOffered, Tenant
from portal.web.access import Actor

POSITION_ACTION = {partner: f"record-{partner.value}-position" for partner in StatutoryPartner}


def partner_of(actor: Actor) -> StatutoryPartner | None:
    """The statutory partner for whom this person speaks; None for everybody else."""
    spoken_for = (partner for partner, permission in RECORD_POSITION.items() if actor.may(permission))
    return next(spoken_for, None)


def decision_of(session: Session, case: Case, decision_id: UUID) -> Decision:
    """Return a decision of a case; NotFound where the case has none with this id."""
    found = (each for each in decisions_of(session, case.id) if each.id == decision_id)
    decision = next(found, None)
    if decision is None:
        raise NotFound("There is no such decision.")
    return decision


def open_decision(session: Session, case: Case) -> Decision | None:
    """Return the decision that is prepared and not signed; there is one at most."""
    return next((each for each in decisions_of(session, case.id) if each.signed_at is None), None)


def to_supersede(session: Session, case: Case, stage: DecisionStage) -> Decision | None:
    """Return the decision in force that a new one at this stage supersedes: of the same stage, or replied to."""
    standing = [
        each for each in in_force(decisions_of(session, case.id)) if each.stage in SUPERSEDED_BY[stage]
    ]
    return standing[-1] if standing else None


def advice_for(session: Session, case: Case, stage: DecisionStage) -> Screening | None:
    """Return the body's advice that a new decision at this stage starts from.

    Advice given before the last decision was signed has been decided upon: a later stage starts anew.
    """
    advice = advice_in_force(screenings_of(session, case.id))
    if advice is None or advice.recorded_at is None or stage is DecisionStage.PUBLICATION:
        return None
    signed = [each.signed_at for each in decisions_of(session, case.id) if each.signed_at]
    is_fresh = not signed or advice.recorded_at > max(signed)
    return advice if is_fresh or stage is DecisionStage.SCREENING else None


def advice_before(session: Session, case: Case, decision: Decision) -> Screening | None:
    """Return what the body had advised when a decision was put to the partners."""
    given = [
        each
        for each in screenings_of(session, case.id)
        if each.recorded_at is not None and each.recorded_at <= decision.prepared_at
    ]
    return advice_in_force(given)


def screening_of(session: Session, case: Case, screening_id: UUID) -> Screening:
    """Return a screening of a case; NotFound where the case has none with this id."""
    return screening_among(screenings_of(session, case.id), screening_id)


def screening_among(screenings: Sequence[Screening], screening_id: UUID) -> Screening:
    """Return one of a case's screenings; NotFound where there is none with this id."""
    for each in screenings:
        if each.id == screening_id:
            return each
    raise NotFound("There is no such screening.")


def recorded(screening: Screening) -> Screening:
    """Return a screening that is recorded; NotFound where it is a draft, which only those who write it see."""
    if screening.recorded_at is None:
        raise NotFound("There is no such screening.")
    return screening


def next_stage(session: Session, case: Case) -> DecisionStage:
    """Return the stage that a new decision is most likely taken at."""
    is_screened = any(each.signed_at for each in decisions_of(session, case.id))
    return DecisionStage.AFTER_RAPID_REVIEW if is_screened else DecisionStage.SCREENING


def outcomes_offered(tenant: Tenant, stage: DecisionStage) -> list[OutcomeOffered]:
    """Return the outcomes that this partnership offers and this stage allows, in its own order."""
    offered = {Outcome(each.code): each for each in tenant.outcomes}
    return [offered[outcome] for outcome in outcomes_at(stage, tuple(offered))]


def circumstances_of(session: Session, case: Case) -> set[str]:
    """Return the circumstances in which a child of the case died, where its referral says so."""
    wanted = select(CaseFact.code).where(
        CaseFact.case_id == case.id, CaseFact.field == "incident.circumstances"
    )
    return set(session.scalars(wanted))


# --- whose turn --------------------------------------------------------------------------------------------


# Outcomes that begin no review and ask for something else; what of them is done asks for nothing (`opening.py`).
ASKING = (
    Outcome.MORE_INFORMATION, Outcome.DEFER, Outcome.CRITERIA_NOT_MET, Outcome.TRANSFER, Outcome.ANOTHER_PROCESS,
    Outcome.NO_FURTHER_ACTION, Outcome.RAPID_REVIEW_IS_ENOUGH, Outcome.NATIONAL_REVIEW,
)  # fmt: skip


def cases_asking(session: Session, actor: Actor) -> Sequence[Case]:
    """Return the open cases with a signed decision that asks for something else than a review, and no open decision."""
    of_case = (Decision.tenant == Case.tenant) & (Decision.case_id == Case.id)
    wanted = cases_known_to(actor.account_id, actor.permissions).where(
        Case.stage != CaseStage.CLOSED,
        exists().where(of_case, Decision.signed_at.is_not(None), Decision.outcome.in_(ASKING)),
        ~exists().where(of_case, Decision.signed_at.is_(None)),
    )
    return session.scalars(wanted.order_by(Case.opened_at)).all()


def cases_without_decision(session: Session, actor: Actor) -> list[tuple[Case, bool]]:
    """Return the open cases for which no decision has been prepared, the oldest first, and whether each is screened."""
    has_decision = exists().where(Decision.tenant == Case.tenant, Decision.case_id == Case.id)
    is_screened = exists().where(
        Screening.tenant == Case.tenant, Screening.case_id == Case.id, Screening.recorded_at.is_not(None)
    )
    wanted = (
        cases_known_to(actor.account_id, actor.permissions)
        .add_columns(is_screened)
        .where(Case.stage.in_((CaseStage.OPEN, CaseStage.IN_REVIEW)), ~has_decision)
    )
    return [(case, bool(screened)) for case, screened in session.execute(wanted.order_by(Case.opened_at))]


def cases_viewed_by(session: Session, actor: Actor) -> set[UUID]:
    """Return the cases on which the person has given a view."""
    return set(session.scalars(select(MemberView.case_id).where(MemberView.account_id == actor.account_id)))


def unsigned(session: Session, actor: Actor) -> list[tuple[Case, Decision]]:
    """Return the decisions waiting to be signed, of the cases that the person may know of."""
    known = cases_known_to(actor.account_id, actor.permissions).with_only_columns(Case.id)
    wanted = (
        select(Case, Decision)
        .join(Decision, (Decision.tenant == Case.tenant) & (Decision.case_id == Case.id))
        .where(Decision.signed_at.is_(None), Case.id.in_(known))
        .order_by(Decision.prepared_at)
        .options(*WITH_ANSWERS)
    )
    return [(case, decision) for case, decision in session.execute(wanted).unique()]
