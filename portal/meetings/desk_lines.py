"""Which meetings are coming for this person, and which wait for whoever runs them?"""

from __future__ import annotations

from datetime import timedelta

from flask import url_for
from sqlalchemy.orm import Session

from portal.domain.permissions import Permission
from portal.meetings import minutes_queries, queries
from portal.models.meeting import Meeting, agenda_of
from portal.tenancy.model import Tenant
from portal.web.access import Actor
from portal.web.desk import DeskLine, register_source
from portal.web.working_days import today

WEEK = timedelta(days=7)


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


def off(session: Session, actor: Actor, tenant: Tenant) -> list[DeskLine]:
    """Return the meetings of today and later that were cancelled or moved: whoever was told of them may turn up."""
    return [
        DeskLine(
            f"{each.status.label}: meeting of {tenant.screening.short_name}, {queries.when_words(each)}",
            url_for("meetings.show", meeting_id=each.id), None, "It does not take place on that day.",
        )
        for each in queries.called_off(session, actor, today())
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


def to_hold(session: Session, actor: Actor, tenant: Tenant) -> list[DeskLine]:
    """Return the meetings whose day is over, of which nobody has said who took part."""
    return [
        line("Say who took part", each, "Whether it could advise is worked out from that.")
        for each in minutes_queries.not_held(session, actor, today())
    ]


def to_rebook(session: Session, actor: Actor, tenant: Tenant) -> list[DeskLine]:
    """Return the meetings without a quorum that nothing has taken the place of."""
    return [
        line("Rebook it, or finish it by correspondence", each, "Too few took part for it to advise.")
        for each in minutes_queries.unfollowed(session, actor)
    ]


def to_take_again(session: Session, actor: Actor, tenant: Tenant) -> list[DeskLine]:
    """Return the cases on which too few could advise though their meeting had its quorum, and on no other agenda."""
    return [
        DeskLine(
            f"Put {case.reference} on another agenda", url_for("meetings.show", meeting_id=meeting.id), None,
            f"Too few could advise on it: {queries.when_words(meeting)}. The meeting had its quorum for the rest.",
        )
        for meeting, case in minutes_queries.cases_without_quorum(session, actor)
    ]  # fmt: skip


def to_do(session: Session, actor: Actor, tenant: Tenant) -> list[DeskLine]:
    """Return the agreed actions that are due within a week or late: until they are done, or a later meeting goes
    through them; all of them for whoever runs the meetings, their own for others."""
    return [
        DeskLine(
            f"See to an agreed action: meeting of {queries.when_words(meeting)}",
            url_for("meetings.minutes", meeting_id=meeting.id, minutes_id=minutes.id), action.due_on,
            "The minutes say what it is and whose. Say there that it is done, or the next meeting goes through it.",
        )
        for meeting, minutes, action in minutes_queries.agreed_actions(session, actor, today() + WEEK)
    ]  # fmt: skip


def to_write(session: Session, actor: Actor, tenant: Tenant) -> list[DeskLine]:
    """Return the meetings whose minutes are still to be written."""
    return [
        line("Write the minutes", each, "Somebody else approves them.")
        for each in minutes_queries.without_minutes(session, actor)
    ]


def to_approve(session: Session, actor: Actor, tenant: Tenant) -> list[DeskLine]:
    """Return the minutes that others wrote and this person can approve."""
    return [
        DeskLine(
            f"Read and approve the minutes: {queries.when_words(meeting)}",
            url_for("meetings.minutes", meeting_id=meeting.id, minutes_id=minutes.id), None, "Others wrote them.",
        )
        for meeting, minutes in minutes_queries.to_approve(session, actor)
    ]  # fmt: skip


def line(title: str, meeting: Meeting, why: str) -> DeskLine:
    """Return the line of one meeting that took place."""
    words = f"{title}: {queries.when_words(meeting)}"
    return DeskLine(words, url_for("meetings.show", meeting_id=meeting.id), None, why)


for source in (coming, off, to_do):
    register_source(Permission.MEETING_SEE, source)
for source in (without_cases, to_hold, to_rebook, to_take_again, to_write):
    register_source(Permission.MEETING_MANAGE, source)
register_source(Permission.MINUTES_APPROVE, to_approve)
