"""How does a member of the screening body give a view, and when does it stand for good?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from portal.domain.deciding import MemberSays
from portal.domain.errors import Conflict, InvalidAnswer
from portal.domain.member_views import differs, fault_of_view
from portal.domain.vocabulary import DecisionStage, Outcome
from portal.domain.workflow import Facts, Thing, require_action
from portal.models.audit import record
from portal.models.case import Case
from portal.models.event import tell
from portal.models.interest import OwnInterest, own_interests_in
from portal.models.member_view import (
    IS_FIXED,
    MemberView,
    turn_of,
    views_beside,
    waiting_views,
)
from portal.models.moment import this_moment
from portal.models.screening import Screening, draft_of, screenings_of
from portal.models.session import TenantSession
from portal.models.views_awaited import takes_part
from portal.screening.cases import case_for
from portal.screening.interests import declare
from portal.screening.queries import outcomes_offered
from portal.tenancy.model import Tenant
from portal.web.access import Actor
from portal.web.happenings import names_of
from portal.web.working_days import today


@dataclass(frozen=True)
class Said:
    """What a member says; `interest` tells how their own agency was involved, where it was."""

    says: str
    outcome: str = ""
    reasons: str = ""
    interest: str = ""


@dataclass(frozen=True)
class ViewShown:
    """One view as a page shows it, with what the member's agency has declared of its own part."""

    view: MemberView
    agency: str
    name: str
    interests: tuple[OwnInterest, ...]


def view_facts(session: Session, actor: Actor, case: Case) -> Facts:
    """What the workflow asks before a view is given: whether advice is to come, and this person has a part in it."""
    every = screenings_of(session, case.id)
    is_recorded = any(each.recorded_at for each in every)
    return {
        "awaits_advice": not is_recorded or draft_of(every) is not None,
        "takes_part": takes_part(session, actor.account_id, actor.permissions, today()),
    }


def give(session: TenantSession, tenant: Tenant, actor: Actor, reference: str, said: Said) -> MemberView:
    """Keep the actor's view of a case, or what they now say instead; an interest once declared stays."""
    case = case_for(session, actor, reference)
    facts = view_facts(session, actor, case)
    if not facts["awaits_advice"]:
        raise Conflict(IS_FIXED)
    require_action(Thing.CASE, case.stage, "give-view", actor.permissions, facts)
    says, outcome = sound(tenant, said)
    kept = own_view(session, case, actor)
    view = kept or MemberView(
        tenant=tenant.slug, unit=case.unit, case_id=case.id, account_id=actor.account_id,
        turn=turn_of(screenings_of(session, case.id)),
    )  # fmt: skip
    view.says, view.outcome, view.reasons = says, outcome, said.reasons.strip()
    view.agency, view.given_at = actor.agency, this_moment()
    session.add(view)
    tell(session, tenant.slug, "case", case.id, "view-changed" if kept else "view-given", actor.account_id)
    record(session, "view-given", "member_view", view.id)
    if said.interest.strip():
        declare(session, tenant, actor, case, said.interest)
    session.commit()
    return view


def sound(tenant: Tenant, said: Said) -> tuple[MemberSays, Outcome | None]:
    """Return what was chosen. Raises InvalidAnswer, at its field, for what cannot be kept."""
    if said.says not in set(MemberSays):
        raise InvalidAnswer("Select whether a review is needed", "says")
    if said.outcome and said.outcome not in {
        each.code for each in outcomes_offered(tenant, DecisionStage.SCREENING)
    }:
        raise InvalidAnswer("Select an outcome that is open at screening", "outcome")
    says, outcome = MemberSays(said.says), Outcome(said.outcome) if said.outcome else None
    fault = fault_of_view(says, outcome)
    if fault is not None:
        raise InvalidAnswer(fault, "outcome")
    if not said.reasons.strip():
        raise InvalidAnswer("Give your reasons", "reasons")
    return says, outcome


def own_view(session: Session, case: Case, actor: Actor) -> MemberView | None:
    """Return what the actor has said for the advice to come."""
    given = waiting_views(session, case.id, turn_of(screenings_of(session, case.id)))
    return next((each for each in given if each.account_id == actor.account_id), None)


def fix_views(session: Session, case: Case, screening: Screening, turn: int) -> list[MemberView]:
    """Let each view stand beside the advice that is being recorded, and say which differ from it."""
    assert screening.outcome is not None  # it is being recorded
    given = list(waiting_views(session, case.id, turn))
    for view in given:
        view.screening_id = screening.id
        view.is_dissent = differs(view.says, view.outcome, screening.outcome)
    return given


# --- what is shown of them -----------------------------------------------------------------------------------


def views_to_come(session: Session, tenant: Tenant, case: Case) -> list[ViewShown]:
    """Return the views given for the advice that is being written, for those who write it."""
    return shown(
        session, tenant, case, waiting_views(session, case.id, turn_of(screenings_of(session, case.id)))
    )


def views_shown(session: Session, tenant: Tenant, case: Case, screening_id: UUID) -> list[ViewShown]:
    """Return the views that stand beside recorded advice."""
    return shown(session, tenant, case, views_beside(session, screening_id))


def dissent_from(
    session: Session, tenant: Tenant, case: Case, screening: Screening | None
) -> list[ViewShown]:
    """Return the views that differ from recorded advice, for those who decide upon it."""
    if screening is None:
        return []
    differing = [each for each in views_beside(session, screening.id) if each.is_dissent]
    return shown(session, tenant, case, differing)


def shown(session: Session, tenant: Tenant, case: Case, given: Sequence[MemberView]) -> list[ViewShown]:
    """Return views with the names of people and agencies."""
    names = names_of(session, {each.account_id for each in given})
    agencies = {each.code: each.name for each in tenant.agencies}
    declared = own_interests_in(session, case.id) if given else []
    return [
        ViewShown(
            each, agencies.get(each.agency, each.agency), names.get(each.account_id, ""),
            tuple(one for one in declared if one.agency == each.agency),
        )
        for each in given
    ]  # fmt: skip
