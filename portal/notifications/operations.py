"""How is what the council sent to the National Panel recorded, and what came back? Each ends in one commit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import delete, select

from portal.domain.errors import Conflict, InvalidAnswer
from portal.domain.notifying import (
    WhyTogether,
    asks_answer,
    begins_rapid_review,
    require_children,
    require_why_together,
)
from portal.domain.permissions import Permission
from portal.domain.vocabulary import (
    CaseStage,
    NotificationKind,
    PanelSays,
    PartnersAgreement,
    ReviewKind,
)
from portal.domain.workflow import Thing, require_action
from portal.models.attention import call_for_attention
from portal.models.audit import record
from portal.models.beginning import begin_rapid_review
from portal.models.case import Case
from portal.models.case_access import known_case
from portal.models.decision import not_agreed
from portal.models.event import tell
from portal.models.moment import this_moment
from portal.models.notification import (
    LateStep,
    Notification,
    NotifiedChild,
    PanelReply,
    RapidReviewSent,
    notifications_of,
)
from portal.models.review import ReviewOfCase
from portal.models.review_access import known_review
from portal.models.session import TenantSession
from portal.notifications.queries import (
    child_ids_of,
    late_step_facts,
    notification_of,
    notified_children,
    panel_facts,
    reply_of,
    step_of,
)
from portal.tenancy.model import Tenant
from portal.web.access import Actor
from portal.web.recounting import recount_here

NOT_YET = "Enter a day that has come"
IS_NOT_MET = "This notification was found not to meet the criteria. Record a new one."


@dataclass(frozen=True)
class Notified:
    """What the council sent; `children` are those of the case whom it is about."""

    kind: NotificationKind
    council_aware_on: date
    sent_on: date
    children: tuple[UUID, ...]
    panel_reference: str = ""
    is_ofsted_told: bool = False
    others_told: str = ""
    agreement: PartnersAgreement = PartnersAgreement.NOT_KNOWN_YET
    dissent: str = ""
    # The name of the rapid review that it opens; without one, a neutral working name.
    chosen_name: str = ""
    # Of several: why they share it, and which is the main one.
    why_together: WhyTogether | None = None
    main_child: UUID | None = None


def record_notification(
    session: TenantSession, tenant: Tenant, actor: Actor, reference: str, notified: Notified, today: date
) -> Notification:
    """Record a notification, whatever else was done or decided, and open the rapid review that follows it."""
    case = case_for(session, actor, reference)
    facts = {"begins_a_rapid_review": begins_rapid_review(notified.kind)}
    transition = require_action(Thing.CASE, case.stage, "record-notification", actor.permissions, facts)
    require_sound(session, case, notified, today)
    case.stage = CaseStage(transition.arrives_at(case.stage))
    case.closed_at = case.closed_at if case.stage is CaseStage.CLOSED else None
    notification = Notification(
        tenant=tenant.slug, unit=case.unit, case_id=case.id, kind=notified.kind,
        recorded_by=actor.account_id,
    )  # fmt: skip
    write(session, actor, case, notification, notified, today)
    tell(session, tenant.slug, "case", case.id, "notification-recorded", actor.account_id,
         kind=notified.kind.value)  # fmt: skip
    record(session, "notification-recorded", "notification", notification.id)
    for permission in (Permission.DECISION_SIGN, Permission.REVIEW_OPEN):
        call_for_attention(session, tenant.slug, permission, about=[case.id], but=actor.account_id)
    recount_here(session, case, actor.account_id)
    session.commit()
    return notification


def correct_notification(
    session: TenantSession, tenant: Tenant, actor: Actor, reference: str, notification_id: UUID,
    notified: Notified, today: date,
) -> Notification:  # fmt: skip
    """Correct what was recorded of a notification that stands; clocks count from the corrected days."""
    case = case_for(session, actor, reference)
    notification = standing_notification(session, actor, case, notification_id)
    require_sound(session, case, notified, today, but=notification)
    if begins_rapid_review(notification.kind) and not begins_rapid_review(notified.kind):
        raise InvalidAnswer("It began a rapid review: find that it did not meet the criteria instead", "kind")
    write(session, actor, case, notification, notified, today)
    tell(session, tenant.slug, "case", case.id, "notification-corrected", actor.account_id,
         kind=notified.kind.value)  # fmt: skip
    record(session, "notification-corrected", "notification", notification.id)
    recount_here(session, case, actor.account_id)
    session.commit()
    return notification


def write(
    session: TenantSession, actor: Actor, case: Case, kept: Notification, notified: Notified, today: date
) -> None:
    """Put what was sent into the record, and tie it to the rapid review that follows it."""
    kept.kind, kept.agreement = notified.kind, notified.agreement
    kept.council_aware_on, kept.sent_on = notified.council_aware_on, notified.sent_on
    kept.is_ofsted_told, kept.others_told = notified.is_ofsted_told, notified.others_told.strip()
    kept.panel_reference, kept.dissent = notified.panel_reference.strip(), notified.dissent.strip()
    is_of_several = len(set(notified.children)) > 1
    kept.why_together = notified.why_together if is_of_several else None
    has_main = kept.why_together is WhyTogether.LARGE_INVESTIGATION
    if case.council_aware_on is None:
        case.council_aware_on = notified.council_aware_on
    if begins_rapid_review(notified.kind) and kept.review_id is None:
        review = begin_rapid_review(session, case, actor.account_id, today, notified.chosen_name)
        kept.review_id = review.id
        case.stage = CaseStage.IN_REVIEW
    session.add(kept)
    session.flush()
    session.execute(delete(NotifiedChild).where(NotifiedChild.notification_id == kept.id))
    for child_id in dict.fromkeys(notified.children):
        is_main = has_main and child_id == notified.main_child
        session.add(
            NotifiedChild(tenant=case.tenant, notification_id=kept.id, child_id=child_id, is_main=is_main)
        )


def require_sound(
    session: TenantSession, case: Case, notified: Notified, today: date, but: Notification | None = None
) -> None:
    """Refuse days that cannot be, the wrong children, and dissent without words; agreement is never asked for."""
    require_past(notified.council_aware_on, today, "council_aware_on")
    require_past(notified.sent_on, today, "sent_on")
    if notified.sent_on < notified.council_aware_on:
        raise InvalidAnswer("It was sent on or after the day the council became aware", "sent_on")
    others = [each for each in notifications_of(session, case.id) if each is not but]
    already = notified_children(
        session, [each for each in others if each.stands and each.kind is notified.kind]
    )
    require_children(notified.kind, notified.children, child_ids_of(session, case), already)
    require_why_together(notified.children, notified.why_together, notified.main_child)
    if notified.agreement is PartnersAgreement.NOT_AGREED and not notified.dissent.strip():
        raise InvalidAnswer("Say who does not agree, and why", "dissent")


def find_criteria_not_met(
    session: TenantSession, tenant: Tenant, actor: Actor, reference: str, notification_id: UUID,
    on: date, reason: str, today: date,
) -> Notification:  # fmt: skip
    """Record that an incident that was notified was found, afterwards, not to meet the criteria, and why."""
    case = case_for(session, actor, reference)
    notification = standing_notification(session, actor, case, notification_id)
    require_past(on, today, "not_met_on")
    if on < notification.sent_on:
        raise InvalidAnswer("Enter a day on or after the day it was sent", "not_met_on")
    require_words(reason, "Give the reason", "reason")
    notification.not_met_on, notification.not_met_by = on, actor.account_id
    notification.not_met_reason = reason.strip()
    tell(session, tenant.slug, "case", case.id, "notification-found-not-met", actor.account_id)
    record(session, "notification-found-not-met", "notification", notification.id)
    for permission in (Permission.DECISION_SIGN, Permission.REVIEW_OPEN):
        call_for_attention(session, tenant.slug, permission, about=[case.id], but=actor.account_id)
    recount_here(session, case, actor.account_id)
    session.commit()
    return notification


def standing_notification(
    session: TenantSession, actor: Actor, case: Case, notification_id: UUID
) -> Notification:
    """Return a notification that may still change; Conflict where it was found not to meet the criteria."""
    notification = notification_of(session, case, notification_id)
    if not notification.stands:
        raise Conflict(IS_NOT_MET)
    facts = panel_facts(session, case)
    require_action(Thing.CASE, case.stage, "find-criteria-not-met", actor.permissions, facts)
    return notification


# --- the National Panel's letters ---------------------------------------------------------------------------


@dataclass(frozen=True)
class Letter:
    """What the National Panel wrote, and by when it asks for an answer."""

    received_on: date
    says: PanelSays
    words: str
    reply_due_on: date | None = None


def record_reply(
    session: TenantSession, tenant: Tenant, actor: Actor, reference: str, notification_id: UUID,
    letter: Letter, today: date,
) -> PanelReply:  # fmt: skip
    """Record a letter of the National Panel about a notification."""
    case = case_for(session, actor, reference)
    require_action(
        Thing.CASE, case.stage, "record-panel-reply", actor.permissions, panel_facts(session, case)
    )
    notification = notification_of(session, case, notification_id)
    require_letter(notification, letter, today)
    reply = PanelReply(
        tenant=tenant.slug, unit=case.unit, case_id=case.id, notification_id=notification.id,
        received_on=letter.received_on, says=letter.says, recorded_by=actor.account_id,
        reply_due_on=letter.reply_due_on if asks_answer(letter.says) else None, letter=letter.words.strip(),
    )  # fmt: skip
    session.add(reply)
    tell(session, tenant.slug, "case", case.id, "panel-replied", actor.account_id, says=letter.says.value)
    record(session, "panel-reply-recorded", "panel_reply", reply.id)
    for permission in (Permission.DECISION_SIGN, Permission.DECISION_PREPARE):
        call_for_attention(session, tenant.slug, permission, about=[case.id], but=actor.account_id)
    recount_here(session, case, actor.account_id)
    session.commit()
    return reply


def require_letter(notification: Notification, letter: Letter, today: date) -> None:
    """Refuse a letter that came before the notification, says nothing, or is to be answered before it came."""
    require_past(letter.received_on, today, "received_on")
    if letter.received_on < notification.sent_on:
        raise InvalidAnswer("Enter a day on or after the day of the notification", "received_on")
    require_words(letter.words, "Enter what the letter says", "letter")
    if asks_answer(letter.says) and letter.reply_due_on is None:
        raise InvalidAnswer("Enter the day by which an answer is due", "reply_due_on")
    if letter.reply_due_on is not None and letter.reply_due_on < letter.received_on:
        raise InvalidAnswer("Enter a day on or after the day the letter came", "reply_due_on")


def answer_panel(
    session: TenantSession, tenant: Tenant, actor: Actor, reference: str, reply_id: UUID,
    answered_on: date, answer: str, today: date,
) -> PanelReply:  # fmt: skip
    """Record what was answered to a letter of the National Panel, once; a decision that follows supersedes."""
    case = case_for(session, actor, reference)
    reply = reply_of(session, case, reply_id)
    if reply.answered_on is not None:
        raise Conflict("The answer to this letter is recorded.")
    facts = panel_facts(session, case, reply)
    require_action(Thing.CASE, case.stage, "answer-panel", actor.permissions, facts)
    require_past(answered_on, today, "answered_on")
    if answered_on < reply.received_on:
        raise InvalidAnswer("Enter a day on or after the day the letter came", "answered_on")
    require_words(answer, "Enter what was answered", "answer")
    reply.answered_on, reply.answered_by, reply.answer = answered_on, actor.account_id, answer.strip()
    tell(session, tenant.slug, "case", case.id, "panel-answered", actor.account_id)
    record(session, "panel-answered", "panel_reply", reply.id)
    session.commit()
    return reply


# --- the rapid review, and steps that are late ---------------------------------------------------------------


def send_to_panel(
    session: TenantSession, tenant: Tenant, actor: Actor, review_id: UUID, sent_on: date, today: date
) -> RapidReviewSent:
    """Record the day on which a rapid review was sent to the National Panel, or correct it."""
    review = known_review(session, review_id, actor.account_id, actor.permissions, locked=True)
    facts = {"is_rapid_review": review.kind is ReviewKind.RAPID_REVIEW}
    require_action(Thing.REVIEW, review.status, "send-to-panel", actor.permissions, facts)
    require_past(sent_on, today, "sent_on")
    kept = session.scalar(select(RapidReviewSent).where(RapidReviewSent.review_id == review.id))
    sent = kept or RapidReviewSent(tenant=tenant.slug, review_id=review.id)
    sent.sent_on, sent.recorded_by, sent.recorded_at = sent_on, actor.account_id, this_moment()
    session.add(sent)
    tell(session, tenant.slug, "review", review.id, "sent-to-panel", actor.account_id)
    for case_id in session.scalars(select(ReviewOfCase.case_id).where(ReviewOfCase.review_id == review.id)):
        # Where the partners do not agree, it goes on time with each view (domain 10.9).
        views = "each" if not_agreed(session, [case_id]) else "one"
        tell(session, tenant.slug, "case", case_id, "rapid-review-sent", actor.account_id, views=views)
    record(session, "rapid-review-sent", "review", review.id)
    session.commit()
    return sent


def explain_late_step(
    session: TenantSession, tenant: Tenant, actor: Actor, reference: str, clock: str, thing_id: UUID,
    revised_on: date, explanation: str, today: date,
) -> LateStep:  # fmt: skip
    """Give a late step a revised date and an explanation; nobody here can move the day on which it was due."""
    case = case_for(session, actor, reference)
    step = step_of(session, actor, tenant, case, clock, thing_id, today)
    facts = late_step_facts(step)
    require_action(Thing.CASE, case.stage, "explain-late-step", actor.permissions, facts)
    assert step.due_on is not None  # the workflow's guard has just said so
    if revised_on <= step.due_on:
        raise InvalidAnswer("Enter a day after the day on which it was due", "revised_on")
    if revised_on < today:
        raise InvalidAnswer("Enter today or a day to come", "revised_on")
    require_words(explanation, "Explain why it is late", "explanation")
    late = LateStep(
        tenant=tenant.slug, unit=case.unit, case_id=case.id, clock=clock, thing_id=thing_id,
        due_on=step.due_on, revised_on=revised_on, recorded_by=actor.account_id,
        explanation=explanation.strip(),
    )  # fmt: skip
    session.add(late)
    tell(session, tenant.slug, "case", case.id, "late-step-explained", actor.account_id, clock=clock)
    record(session, "late-step-explained", "late_step", late.id)
    session.commit()
    return late


def case_for(session: TenantSession, actor: Actor, reference: str) -> Case:
    """Return the case, locked until the commit, with its due days as they are before anything changes."""
    case = known_case(session, reference, actor.account_id, actor.permissions, locked=True)
    recount_here(session, case)
    return case


def require_past(day: date, today: date, name: str) -> None:
    """Refuse a day that has not come."""
    if day > today:
        raise InvalidAnswer(NOT_YET, name)


def require_words(words: str, missing: str, name: str) -> None:
    """Refuse silence."""
    if not words.strip():
        raise InvalidAnswer(missing, name)
