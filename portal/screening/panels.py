"""What does a case's page show of its screening?"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from portal.domain.permissions import Permission
from portal.domain.workflow import Thing, available_actions
from portal.models.case import Case
from portal.models.screening import Screening, advice_in_force, draft_of, screenings_of
from portal.screening.blueprint import outcome_words
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


def screening_panel(session: Session, actor: Actor, tenant: Tenant, case: Case) -> Panel:
    """Show what the body advised, under its own name."""
    every = screenings_of(session, case.id)
    advice = advice_in_force(every)
    offered = available_actions(Thing.CASE, case.stage, actor.permissions, {})
    may_record = "record-screening" in {each.action for each in offered}
    shown = ScreeningShown(
        advice,
        outcome_words(advice.outcome or "") if advice else "",
        tuple(each for each in every if each.recorded_at and each is not advice),
        draft_of(every) if may_record else None,
        may_record,
    )
    return Panel(f"Screening by {tenant.screening.short_name}", "screening/_panel.html", shown)


register_panel(20, Permission.CASE_SEE_GRANTED, screening_panel)
