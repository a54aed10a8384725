"""What does a case's page show of the meetings that consider it?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from portal.domain.permissions import Permission
from portal.meetings import queries
from portal.models.case import Case
from portal.models.meeting import Meeting
from portal.tenancy.model import Tenant
from portal.web.access import Actor
from portal.web.case_panels import Panel, register_panel


@dataclass(frozen=True)
class MeetingsShown:
    """The meetings on whose agenda a case stands or stood, the latest first."""

    meetings: Sequence[Meeting]
    when: Callable[[Meeting], str]


def meetings_panel(session: Session, actor: Actor, tenant: Tenant, case: Case) -> Panel | None:
    """Show which meetings considered a case or will; nothing where none does."""
    found = queries.meetings_of_case(session, actor, case)
    if not found:
        return None
    shown = MeetingsShown(found, queries.when_words)
    return Panel(f"Meetings of {tenant.screening.short_name}", "meetings/_panel.html", shown)


register_panel(25, Permission.MEETING_SEE, meetings_panel)
