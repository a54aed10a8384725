"""Which timed steps has a case or a review, from which day is each counted, and was it met?"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from flask import url_for
from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from portal.domain.clocks import CaseFact, ClockRule, ClockUnit, Direction, Force
from portal.domain.notifying import CLOCK_OF, PANEL_LETTER, asks_answer, begins_rapid_review
from portal.domain.permissions import Permission
from portal.domain.steps import Standing
from portal.domain.vocabulary import NotificationKind, OutputKind, ReviewKind
from portal.models.case import Case
from portal.models.clock_day import days_moved
from portal.models.decision import Decision, Disagreement
from portal.models.notification import (
    LateStep,
    Notification,
    PanelReply,
    late_steps_of,
    notifications_of,
    replies_of,
    sent_to_panel_on,
)
from portal.models.published import PublishedOutput
from portal.models.read_once import read_once
from portal.models.referral import Referral
from portal.models.review import Review, ReviewOfCase
from portal.models.review_access import reviews_known_to
from portal.tenancy.model import Tenant
from portal.web.access import Actor
from portal.web.clock_lines import ClockLine, Moved, Revised, clock_lines
from portal.web.disagreement_steps import disagreement_steps, disagreements_of
from portal.web.notifiable import NOBODY_NOTIFIED, WhoIsNotified, due_clocks, who_is_notified
from portal.web.own_steps import NOTHING_YET, Firsts, days_by_fact, firsts_of, own_steps
from portal.web.publication_steps import AHEAD_OF, Ahead, ahead, ahead_steps
from portal.web.wording import in_london

PRACTICE_REVIEW, RAPID_REVIEW, PANEL_REPLY = "practice-review-publication", "rapid-review", "panel-reply"
# When a person is offered to explain that a step is late: once it is, and when it is about to be.
NEAR = {Standing.DUE_SOON, Standing.LATE}
RECORD_SENT = "Record when it was sent to the National Panel"
NO_DAY_OF_AWARENESS = "Not counted yet: the day the council became aware is not known here."
NO_NOTIFICATION = (
    "Not counted yet: it counts from the day the notification was sent to the National Panel. "
    "Record the notification on the case."
)
NOT_MET = "Not counted: the notification was found not to meet the criteria."
NO_DECISION = "Not counted: it needs the day of the decision that initiated the review."
# The Panel names the day itself: nothing is counted, and no partnership sets it.
ANSWER_THE_PANEL = ClockRule(
    PANEL_REPLY, "Answer the National Panel", "the day that the National Panel’s letter names",
    0, ClockUnit.CALENDAR_DAYS, Direction.FORWARD, Force.EXPECTED, "The National Panel’s letter",
)  # fmt: skip


@dataclass(frozen=True)
class CaseDays:
    """What was done about a case, as far as clocks look at it."""

    referred_on: date | None = None
    firsts: Firsts = NOTHING_YET
    # The forms on which it was referred.
    forms: Sequence[str] = ()
    notifications: Sequence[Notification] = ()
    who: WhoIsNotified = NOBODY_NOTIFIED
    replies: Sequence[PanelReply] = ()
    # Each review's own clocks: of a rapid review, and of a practice review.
    of_reviews: Sequence[ClockLine] = ()
    disagreements: Sequence[Disagreement] = ()
    late_steps: Sequence[LateStep] = ()


def days_of(session: Session, actor: Actor, tenant: Tenant, case: Case, today: date) -> CaseDays:
    """Return what was done about a case; of its reviews, those that the person may know of."""
    sent_at = session.scalar(select(func.min(Referral.sent_at)).where(Referral.case_id == case.id))
    return CaseDays(
        referred_on=in_london(sent_at).date() if sent_at else None,
        forms=session.scalars(
            select(Referral.form_code)
            .where(Referral.case_id == case.id)
            .distinct()
            .order_by(Referral.form_code)
        ).all(),
        firsts=firsts_of(session, [case.id])[case.id],
        notifications=notifications_of(session, case.id),
        who=who_is_notified(session, [case.id])[case.id],
        replies=replies_of(session, case.id),
        of_reviews=[
            line
            for review in reviews_of(session, actor, case)
            for line in review_steps(session, tenant, review, today)
        ],
        disagreements=disagreements_of(session, [case.id]),
        late_steps=late_steps_of(session, case.id),
    )


def reviews_of(session: Session, actor: Actor, case: Case) -> Sequence[Review]:
    """Return the reviews of a case that the person may know of, those opened first first."""
    looks_at = select(ReviewOfCase.review_id).where(ReviewOfCase.case_id == case.id)
    known = reviews_known_to(actor.account_id, actor.permissions).where(Review.id.in_(looks_at))
    return session.scalars(known.order_by(Review.opened_on, Review.id)).all()


@read_once
def steps_of_case(session: Session, actor: Actor, tenant: Tenant, case: Case, today: date) -> Sequence[ClockLine]:
    """Return every timed step of a case, with what was done of it."""
    return case_steps(tenant, case, days_of(session, actor, tenant, case, today), today)


def case_steps(tenant: Tenant, case: Case, days: CaseDays, today: date) -> list[ClockLine]:
    """Return the timed steps of a case in the order in which they come; practice alone has no day to count from."""
    known = days_by_fact(case, days.referred_on, days.notifications, days.firsts)
    lines = [
        *own_steps(tenant, case, days.forms, known, today),
        *notification_steps(tenant, case, days, today),
        *days.of_reviews,
        *disagreement_steps(tenant, days.disagreements, today),
        *(answer_step(each, today) for each in days.replies if asks_answer(each.says)),
    ]
    return [replace(line, revised=revised_of(line, days.late_steps)) for line in lines]


def notification_steps(tenant: Tenant, case: Case, days: CaseDays, today: date) -> list[ClockLine]:
    """Return the clocks of what is still to be notified, and that of each notification that stands."""
    outstanding = [
        replace(line, note=missing)
        for clock, missing in due_clocks(case, days.who).items()
        for line in clock_lines(tenant, clock, case.council_aware_on, NO_DAY_OF_AWARENESS, thing_id=case.id,
                                today=today)
    ]  # fmt: skip
    return outstanding + [
        line for each in days.notifications if each.stands
        for line in clock_lines(tenant, CLOCK_OF[NotificationKind(each.kind)], each.council_aware_on, "",
                                met_on=each.sent_on, thing_id=each.id, today=today)
    ]  # fmt: skip


def rapid_review_steps(
    tenant: Tenant, review: Review, notifications: Sequence[Notification], sent_on: date | None, today: date,
    heard: Collection[tuple[UUID, date]] = (),
) -> list[ClockLine]:  # fmt: skip
    """Return the clock of a rapid review, counted from the first of its notifications that stands, and what follows.

    `heard` holds the day of each letter of the National Panel with the notification that it is about.
    """
    its_own = [
        each for each in notifications if each.review_id == review.id and begins_rapid_review(each.kind)
    ]
    starts = [counted_from(tenant, each) for each in its_own if each.stands]
    lines = clock_lines(
        tenant, RAPID_REVIEW, min(starts, default=None), NOT_MET if its_own else NO_NOTIFICATION,
        met_on=sent_on, thing_id=review.id, today=today,
    )  # fmt: skip
    if sent_on is None or not starts:
        return lines
    about = {each.id for each in its_own}
    letters = [day for notification_id, day in heard if notification_id in about and day >= sent_on]
    return lines + clock_lines(
        tenant, PANEL_LETTER, sent_on, "", met_on=min(letters, default=None), thing_id=review.id, today=today
    )


def counted_from(tenant: Tenant, notification: Notification) -> date:
    """Return the day from which the rapid review of a notification is counted here."""
    if tenant.clocks[RAPID_REVIEW].starts_from is CaseFact.COUNCIL_AWARE:
        return notification.council_aware_on
    return notification.sent_on


def heard_of(session: Session, notification_ids: Collection[UUID]) -> list[tuple[UUID, date]]:
    """Return the day of each letter of the National Panel about these notifications."""
    wanted = select(PanelReply.notification_id, PanelReply.received_on).where(
        PanelReply.notification_id.in_(notification_ids)
    )
    return [(row[0], row[1]) for row in session.execute(wanted)] if notification_ids else []


def answer_step(reply: PanelReply, today: date) -> ClockLine:
    """Return the step of answering one letter of the National Panel."""
    return ClockLine(
        ANSWER_THE_PANEL, given_on=reply.reply_due_on, met_on=reply.answered_on, thing_id=reply.id,
        today=today, missing="" if reply.reply_due_on else "The letter names no day.",
    )  # fmt: skip


def revised_of(line: ClockLine, late_steps: Sequence[LateStep]) -> tuple[Revised, ...]:
    """Return the revised days of one step with their explanations, the earliest given first."""
    return tuple(
        Revised(each.revised_on, each.explanation or "")
        for each in late_steps
        if each.clock == line.rule.code and each.thing_id == line.thing_id
    )


# --- reviews -----------------------------------------------------------------------------------------------


def steps_of_review(session: Session, tenant: Tenant, review: Review, today: date) -> list[ClockLine]:
    """Return what guidance times of a review of this kind; reviews of local choice have no clock.

    Why a step is late is told on the case: whoever answers for what is public reads reviews and no cases.
    """
    lines = review_steps(session, tenant, review, today)
    return with_moves(session, [replace(line, revised=revised_days(session, line)) for line in lines])


def review_steps(session: Session, tenant: Tenant, review: Review, today: date) -> list[ClockLine]:
    """Return a review's clocks without what was said of late ones."""
    if review.kind is ReviewKind.LOCAL_CHILD_SAFEGUARDING_PRACTICE_REVIEW:
        published_on, goes_ahead = (
            report_published_on(session, review, today),
            ahead(session, [review.id], today),
        )
        return practice_review_steps(
            tenant, review, begun_on(session, review), published_on, goes_ahead, today
        )
    if review.kind is ReviewKind.RAPID_REVIEW:
        notifications = session.scalars(select(Notification).where(Notification.review_id == review.id)).all()
        sent_on = sent_to_panel_on(session, review.id)
        heard = heard_of(session, [each.id for each in notifications])
        return rapid_review_steps(tenant, review, notifications, sent_on, today, heard)
    return []


def practice_review_steps(
    tenant: Tenant, review: Review, begun: date | None, published_on: date | None, goes_ahead: Sequence[Ahead],
    today: date,
) -> list[ClockLine]:  # fmt: skip
    """Return the clock of a practice review, counted from its decision, and of what is sent ahead of publication."""
    lines = clock_lines(
        tenant, PRACTICE_REVIEW, begun, NO_DECISION, met_on=published_on, thing_id=review.id, today=today
    )
    return lines + ahead_steps(tenant, goes_ahead, today)


def revised_days(session: Session, line: ClockLine) -> tuple[Revised, ...]:
    """Return the revised days of one step without what explains them."""
    wanted = select(LateStep.revised_on).where(
        LateStep.clock == line.rule.code, LateStep.thing_id == line.thing_id
    )
    return tuple(
        Revised(each) for each in session.scalars(wanted.order_by(LateStep.recorded_at, LateStep.id))
    )


def begun_on(session: Session, review: Review) -> date | None:
    """Return the day on which the first decision behind the review was signed; None where none is recorded."""
    of_review = and_(ReviewOfCase.tenant == Decision.tenant, ReviewOfCase.decision_id == Decision.id)
    first = (
        select(func.min(Decision.signed_at))
        .join(ReviewOfCase, of_review)
        .where(ReviewOfCase.review_id == review.id)
    )
    signed_at = session.scalar(first)
    return in_london(signed_at).date() if signed_at else None


def report_published_on(session: Session, review: Review, today: date) -> date | None:
    """Return the day on which a report of the review became public, whether or not it still is."""
    if review.published_review_id is None:
        return None
    wanted = select(func.min(PublishedOutput.published_on)).where(
        PublishedOutput.review_id == review.published_review_id,
        PublishedOutput.kind == OutputKind.REPORT.value,
        PublishedOutput.published_on <= today,
    )
    return session.scalar(wanted)


def with_moves(session: Session, lines: Sequence[ClockLine]) -> list[ClockLine]:
    """Return the lines with the day on which each was due before, where it moved."""
    rows = days_moved(session, [line.thing_id for line in lines if line.thing_id]) if lines else ()
    moved: dict[tuple[str, UUID | None, date | None], Moved] = {
        (row.clock, row.thing_id, row.due_on): Moved(row.due_before, row.moved_at, row.because.label)
        for row in rows if row.due_before and row.moved_at and row.because
    }  # fmt: skip
    # Said of the day that is shown, and of no other.
    days = [(line.rule.code, line.thing_id, line.due_on) for line in lines]
    return [replace(line, moved=moved.get(day)) for line, day in zip(lines, days, strict=True)]


# --- what can be done about them -----------------------------------------------------------------------------


def linked(lines: Sequence[ClockLine], actor: Actor, reference: str = "") -> list[ClockLine]:
    """Return the lines with what this person can do about each; late steps are explained on the case."""
    if not actor.may(Permission.PANEL_RECORD):
        return list(lines)
    return [replace(line, links=links_of(line, reference)) for line in lines]


def links_of(line: ClockLine, reference: str) -> tuple[tuple[str, str], ...]:
    """Return what whoever records for the Panel can do about a step, as words and addresses."""
    links = []
    if line.rule.code == RAPID_REVIEW and line.met_on is None:
        address = url_for("notifications.send_to_panel", review_id=line.thing_id)
        links.append((RECORD_SENT, address))
    if line.rule.code in AHEAD_OF.values() and line.met_on is None:
        links.append((RECORD_SENT, url_for("outputs.record_sent_ahead", output_id=line.thing_id)))
    if reference and line.standing in NEAR:
        address = url_for(
            "notifications.explain_late_step",
            reference=reference,
            clock=line.rule.code,
            thing_id=line.thing_id,
        )
        links.append(("Explain why it is late", address))
    return tuple(links)
