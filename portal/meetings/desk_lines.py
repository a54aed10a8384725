"""Which meetings are coming for this person, and which wait for whoever runs them?"""

from __future__ import annotations

from flask import url_for
from sqlalchemy.orm import Session

from portal.domain.permissions import Permission
from portal.meetings import queries
from portal.models.meeting import agenda_of
from portal.tenancy.model import Tenant
from portal.web.access import Actor
from portal.web.desk import DeskLine, register_source
from portal.web.working_days import today


def coming(session: Session, actor: Actor, tenant: Tenant) -> list[DeskLine]:
    """Return the meetings that are still to come."""
    day = today()
    return [
        DeskLine(
            f"Meeting of {tenant.screening.short_name}: {queries.when_words(each)}",
            url_for("meetings.show", meeting_id=each.id), each.meets_on, f"{each.how.label}.",
        )
        for each in queries.planned(session, actor)
        if each.meets_on >= day
    ]  # fmt: skip


def without_cases(session: Session, actor: Actor, tenant: Tenant) -> list[DeskLine]:
    """Return the coming meetings on whose agenda no case stands."""
    waiting = [each for each in queries.planned(session, actor) if each.meets_on >= today()]
    with_case = {
        each.meeting_id for each in agenda_of(session, [each.id for each in waiting]) if each.case_id
    }
    return [
        DeskLine(
            f"Put cases on the agenda: {queries.when_words(each)}", url_for("meetings.show", meeting_id=each.id),
            each.meets_on, "No case stands on it yet.",
        )
        for each in waiting
        if each.id not in with_case
    ]  # fmt: skip


register_source(Permission.MEETING_SEE, coming)
register_source(Permission.MEETING_MANAGE, without_cases)
