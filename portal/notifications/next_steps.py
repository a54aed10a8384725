"""What does a case wait for between the council and the National Panel, and by when?"""

from __future__ import annotations

from datetime import date

from flask import url_for
from sqlalchemy.orm import Session

from portal.domain.notifying import PANEL_LETTER
from portal.domain.permissions import Permission
from portal.domain.vocabulary import CaseStage
from portal.models.beginning import open_rapid_review
from portal.models.case import Case
from portal.models.notification import notifications_of, replies_of
from portal.notifications.queries import still_to_notify, waits
from portal.tenancy.model import Tenant
from portal.web.access import Actor
from portal.web.case_ahead import NextStep, register_steps
from portal.web.steps import RAPID_REVIEW, steps_of_case
from portal.web.wording import date_words
from portal.web.working_days import due_on, today

NOT_DUE = (
    "Its notification was found not to meet the criteria, so it is no longer due. What was learned is kept: mark it as "
    "complete, or go on if the partners wish."
)
TO_NOTIFY = {
    "incident-notification": "Notify the National Panel",
    "looked-after-child-death": "Notify the Secretary of State and Ofsted of a looked-after child’s death",
    "care-leaver-death": "Notify the Secretary of State and Ofsted of a care leaver’s death",
}
WHO = "the council’s decision maker or the coordinator"


def to_notify(session: Session, actor: Actor, tenant: Tenant, case: Case) -> list[NextStep]:
    """Return the notifications that are still to be made."""
    if case.stage is CaseStage.CLOSED:
        return []
    why = "The council notifies of its own duty, outside the portal; it is recorded here."
    address = url_for("notifications.record_notification", reference=case.reference)
    due, _ = still_to_notify(session, case)
    return [
        NextStep(
            TO_NOTIFY[clock],
            due_on(tenant, clock, case.council_aware_on),
            url=address if actor.may(Permission.PANEL_RECORD) else "",
            why=f"{missing} {why}".strip(),
            who=WHO,
        )
        for clock, missing in due.items()
    ]


def to_send(session: Session, actor: Actor, tenant: Tenant, case: Case) -> list[NextStep]:
    """Return the rapid reviews whose days run and that are not sent."""
    return [
        NextStep(
            "Send the rapid review to the National Panel",
            line.due_on,
            url=url_for("reviews.show", review_id=line.thing_id)
            if actor.may(Permission.PANEL_RECORD)
            else "",
            why=f"Counted from {line.rule.starts}.",
            who=WHO,
        )
        for line in steps_of_case(session, actor, tenant, case, today())
        if line.rule.code == RAPID_REVIEW and line.due_on and line.met_on is None
    ]


def to_end(session: Session, actor: Actor, tenant: Tenant, case: Case) -> list[NextStep]:
    """Return the rapid review that goes on although each of its notifications was found not to meet the criteria."""
    review = open_rapid_review(session, case.id)
    its_own = [each for each in notifications_of(session, case.id) if review and each.review_id == review.id]
    if review is None or not its_own or any(each.stands for each in its_own):
        return []
    may_end = actor.may(Permission.REVIEW_COMPLETE)
    address = url_for("reviews.complete", review_id=review.id) if may_end else ""
    return [
        NextStep("End the rapid review, or go on with it", url=address, why=NOT_DUE, who="the coordinator")
    ]


def to_hear(session: Session, actor: Actor, tenant: Tenant, case: Case) -> list[NextStep]:
    """Return the letters of the National Panel that are awaited about rapid reviews; nobody here is late with one."""
    lines = [
        line
        for line in steps_of_case(session, actor, tenant, case, today())
        if line.rule.code == PANEL_LETTER and line.due_on and line.met_on is None
    ]
    if not lines or case.stage is CaseStage.CLOSED:
        return []
    notified = {each.review_id: each for each in notifications_of(session, case.id) if each.stands}
    return [
        NextStep(
            "Record the National Panel’s letter",
            line.due_on if line.due_on and line.due_on >= today() else None,
            url_for("notifications.record_reply", reference=case.reference, notification_id=notified[line.thing_id].id)
            if actor.may(Permission.PANEL_RECORD)
            else "",
            awaited_words(line.due_on, today()),
            WHO,
        )
        for line in lines
        if line.thing_id in notified
    ]


def awaited_words(expected_on: date | None, day: date) -> str:
    """Say about when the National Panel's letter is expected, and whom to ask where it has not come by then."""
    if expected_on is None:
        return "The National Panel answers a rapid review by letter."
    if day <= expected_on:
        return f"It is expected about {date_words(expected_on)}; no rule names a day."
    return f"It was expected about {date_words(expected_on)}. Ask the National Panel’s secretariat whether it is sent."


def to_answer(session: Session, actor: Actor, tenant: Tenant, case: Case) -> list[NextStep]:
    """Return the letters of the National Panel that wait for an answer."""
    return [
        NextStep(
            "Answer the National Panel",
            reply.reply_due_on,
            url=url_for("notifications.answer_panel", reference=case.reference, reply_id=reply.id)
            if actor.may(Permission.PANEL_RECORD)
            else "",
            why=f"{reply.says.label}.",
            who=WHO,
        )
        for reply in replies_of(session, case.id)
        if waits(reply)
    ]


register_steps(to_notify)
register_steps(to_send)
register_steps(to_hear)
register_steps(to_answer)
register_steps(to_end)
