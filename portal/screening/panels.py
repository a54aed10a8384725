"""What does a case's page show of its screening?"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from portal.domain.permissions import Permission
from portal.domain.workflow import Thing, available_actions
from portal.models.case import Case
from portal.models.member_view import MemberView, turn_of, waiting_views
from portal.models.screening import Screening, advice_in_force, draft_of, screenings_of
from portal.screening import members_say
from portal.screening.blueprint import outcome_words
from portal.screening.interests import InterestHeld, interests_of_case
from portal.tenancy.model import Tenant
from portal.web.access import Actor
from portal.web.case_panels import Panel, register_panel


@dataclass(frozen=True)
class ScreeningShown:
    """The advice in force, what it superseded, and a draft for those who may go on with it."""

    in_force: Screening | None
    outcome: str
    earlier: tuple[Screening, ...]
    draft: Screening | None
    may_record: bool
    # How many members have given a view for the advice to come, for those who write it.
    views: int
    own: MemberView | None
    may_give_view: bool
    interests: list[InterestHeld]


def screening_panel(session: Session, actor: Actor, tenant: Tenant, case: Case) -> Panel:
    """Show what the body advised, under its own name."""
    every = screenings_of(session, case.id)
    advice = advice_in_force(every)
    facts = members_say.view_facts(session, actor, case)
    offered = {each.action for each in available_actions(Thing.CASE, case.stage, actor.permissions, facts)}
    may_record, may_give_view = "record-screening" in offered, "give-view" in offered
    shown = ScreeningShown(
        advice,
        outcome_words(advice.outcome or "") if advice else "",
        tuple(each for each in every if each.recorded_at and each is not advice),
        draft_of(every) if may_record else None,
        may_record,
        len(waiting_views(session, case.id, turn_of(every))) if may_record and facts["awaits_advice"] else 0,
        members_say.own_view(session, case, actor) if may_give_view else None,
        may_give_view,
        interests_of_case(session, tenant, case),
    )
    return Panel(f"Screening by {tenant.screening.short_name}", "screening/_panel.html", shown)


register_panel(20, Permission.CASE_SEE_GRANTED, screening_panel)
