"""What does a case's page show of the agencies that were asked?"""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for
from sqlalchemy.orm import Session

from portal.domain.permissions import Permission
from portal.information import queries
from portal.information.boards import Board, boards_of
from portal.models.case import Case
from portal.models.information import WAITING
from portal.tenancy.model import Tenant
from portal.web.access import Actor
from portal.web.case_ahead import NextStep, register_steps
from portal.web.case_panels import Panel, register_panel
from portal.web.working_days import today


@dataclass(frozen=True)
class InformationShown:
    """The requests about a case, and whether this person may ask more."""

    boards: tuple[Board, ...]
    may_ask: bool


def information_panel(session: Session, actor: Actor, tenant: Tenant, case: Case) -> Panel | None:
    """Show who has answered, who is late and who was gone on without; nothing where nobody was or can be asked."""
    boards = tuple(boards_of(session, tenant, case, today()))
    may_ask = queries.may_ask(case, actor)
    if not boards and not may_ask:
        return None
    return Panel("Information from agencies", "information/_panel.html", InformationShown(boards, may_ask))


def to_come(session: Session, actor: Actor, tenant: Tenant, case: Case) -> list[NextStep]:
    """Return the requests that agencies have still to answer."""
    steps = []
    for board in boards_of(session, tenant, case, today()):
        waiting = [
            line for line in board.lines
            if line.agency_return.status in WAITING and not line.agency_return.gone_on_without_at
        ]  # fmt: skip
        if waiting:
            address = url_for("information.index", reference=case.reference)
            names = ", ".join(line.agency for line in waiting[:3]) + (
                " and others" if len(waiting) > 3 else ""
            )
            title = "An agency has still to answer" if len(waiting) == 1 else "Agencies have still to answer"
            steps.append(NextStep(title, board.request.due_on, url=address, why=f"{names}."))
    return steps


register_panel(30, Permission.CASE_SEE_GRANTED, information_panel)
register_steps(to_come)
