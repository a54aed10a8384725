"""What is due to the National Panel, and whose desk does it wait on?"""

from __future__ import annotations

from flask import url_for
from sqlalchemy.orm import Session

from portal.domain.notifying import PANEL_LETTER
from portal.domain.permissions import Permission
from portal.notifications import queries
from portal.notifications.next_steps import NOT_DUE, TO_NOTIFY, awaited_words
from portal.tenancy.model import Tenant
from portal.web.access import Actor
from portal.web.desk import DeskLine, register_source
from portal.web.steps import RAPID_REVIEW
from portal.web.working_days import due_on, today


def to_notify(session: Session, actor: Actor, tenant: Tenant) -> list[DeskLine]:
    """Return the notifications that are not recorded yet, with the day on which each is due."""
    why = "Counted from the day the council became aware. The council notifies outside the portal; record it here."
    return [
        DeskLine(
            f"{TO_NOTIFY[clock]}: {case.reference}",
            url_for("notifications.record_notification", reference=case.reference),
            due_on(tenant, clock, case.council_aware_on),
            f"{missing} {why}".strip(),
            comes_first=True,
        )
        for case, due in queries.to_notify(session, actor)
        for clock, missing in due.items()
    ]


def to_send(session: Session, actor: Actor, tenant: Tenant) -> list[DeskLine]:
    """Return the rapid reviews that are still to be sent to the National Panel."""
    return [
        DeskLine(
            f"Send the rapid review to the National Panel: {review.chosen_name}",
            url_for("reviews.show", review_id=review.id),
            due_on(tenant, RAPID_REVIEW, start),
            f"Counted from {tenant.clocks[RAPID_REVIEW].starts}.",
            comes_first=True,
        )
        for review, start in queries.to_send(session, actor, tenant)
    ]


def to_hear(session: Session, actor: Actor, tenant: Tenant) -> list[DeskLine]:
    """Return the letters of the National Panel that are awaited; nobody here is late with one."""
    return [
        DeskLine(
            f"Record the National Panel’s letter: {case.reference}",
            url_for("notifications.record_reply", reference=case.reference, notification_id=notification.id),
            None,
            awaited_words(due_on(tenant, PANEL_LETTER, sent_on), today()),
            waits_on_others=True,
        )
        for case, notification, sent_on in queries.to_hear(session, actor)
    ]


def to_tell(session: Session, actor: Actor, tenant: Tenant) -> list[DeskLine]:
    """Return the practice reviews of which the National Panel, Ofsted and the Department are still to be told."""
    return [
        DeskLine(
            f"Tell the National Panel, Ofsted and the Department for Education: {review.chosen_name}",
            url_for("notifications.record_told", review_id=review.id), None,
            f"They are told of the review and its {tenant.words.lead_reviewer}’s name as soon as both are known.",
        )
        for review in queries.to_tell(session, actor)
    ]  # fmt: skip


def to_answer(session: Session, actor: Actor, tenant: Tenant) -> list[DeskLine]:
    """Return the National Panel's letters that wait for an answer."""
    return [
        DeskLine(
            f"Answer the National Panel: {case.reference}",
            url_for("notifications.show", reference=case.reference, notification_id=reply.notification_id),
            reply.reply_due_on,
            f"{reply.says.label}.",
            comes_first=True,
        )
        for case, reply in queries.to_answer(session, actor)
    ]


def to_end(session: Session, actor: Actor, tenant: Tenant) -> list[DeskLine]:
    """Return the rapid reviews that are no longer due and still open."""
    return [
        DeskLine(
            f"End the rapid review, or go on with it: {review.chosen_name}",
            url_for("reviews.show", review_id=review.id),
            None,
            NOT_DUE,
        )
        for review in queries.to_end(session, actor)
    ]


register_source(Permission.REVIEW_COMPLETE, to_end)
# The chair prepares what follows, so the days stand on that desk too; recording them is not the chair's.
register_source(Permission.PANEL_RECORD, to_notify)
register_source(Permission.PANEL_RECORD, to_tell)
register_source(Permission.PANEL_RECORD, to_hear)
for permission in (Permission.PANEL_RECORD, Permission.SCREENING_RECORD):
    register_source(permission, to_send)
    register_source(permission, to_answer)
