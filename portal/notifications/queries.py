"""Which notifications, letters and timed steps has a case, and what waits for whom?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import and_, exists, or_, select
from sqlalchemy.orm import Session

from portal.domain.errors import NotFound
from portal.domain.notifying import asks_answer
from portal.domain.vocabulary import CaseStage, ReviewKind, ReviewStatus
from portal.domain.workflow import Facts
from portal.models.case import Case, Child
from portal.models.case_access import cases_known_to
from portal.models.notification import (
    Notification,
    NotifiedChild,
    PanelReply,
    RapidReviewSent,
    ReviewTold,
    notifications_of,
    replies_of,
)
from portal.models.review import Review
from portal.models.review_access import reviews_known_to
from portal.tenancy.model import Tenant
from portal.web.access import Actor
from portal.web.clock_lines import ClockLine
from portal.web.notifiable import GRAVE, due_clocks, needs_advice, who_is_notified
from portal.web.steps import counted_from, linked, steps_of_case, with_moves


def notification_of(session: Session, case: Case, notification_id: UUID) -> Notification:
    """Return a notification of a case; NotFound where the case has none with this id."""
    for each in notifications_of(session, case.id):
        if each.id == notification_id:
            return each
    raise NotFound("There is no such notification.")


def reply_of(session: Session, case: Case, reply_id: UUID) -> PanelReply:
    """Return a letter about a case; NotFound where the case has none with this id."""
    for each in replies_of(session, case.id):
        if each.id == reply_id:
            return each
    raise NotFound("There is no such letter.")


def step_of(
    session: Session, actor: Actor, tenant: Tenant, case: Case, clock: str, thing_id: UUID, today: date
) -> ClockLine:
    """Return one timed step of a case; NotFound where the case has none like it."""
    for line in steps_of_case(session, actor, tenant, case, today):
        if line.rule.code == clock and line.thing_id == thing_id:
            return line
    raise NotFound("There is no such step.")


def clocks_of(
    session: Session, actor: Actor, tenant: Tenant, case: Case, notification: Notification, today: date
) -> list[ClockLine]:
    """Return the clocks of one notification: its own, its rapid review's, and those of the Panel's letters about it."""
    letters = {each.id for each in replies_of(session, case.id) if each.notification_id == notification.id}
    things = {notification.id, notification.review_id} | letters
    lines = steps_of_case(session, actor, tenant, case, today)
    own = with_moves(session, [line for line in lines if line.thing_id in things])
    return linked(own, actor, case.reference)


def children_of(session: Session, case: Case) -> Sequence[Child]:
    """Return the children of a case, in their order."""
    wanted = select(Child).where(Child.case_id == case.id)
    return session.scalars(wanted.order_by(Child.position, Child.id)).all()


def child_ids_of(session: Session, case: Case) -> set[UUID]:
    """Return the ids of the children of a case."""
    return set(session.scalars(select(Child.id).where(Child.case_id == case.id)))


def notified_children(session: Session, notifications: Sequence[Notification]) -> set[UUID]:
    """Return the ids of the children whom these notifications are about."""
    wanted = [each.id for each in notifications]
    return set(
        session.scalars(select(NotifiedChild.child_id).where(NotifiedChild.notification_id.in_(wanted)))
    )


def panel_facts(session: Session, case: Case, reply: PanelReply | None = None) -> Facts:
    """What the workflow asks of a case before what passes with the Panel is recorded."""
    notifications = notifications_of(session, case.id)
    return {
        "has_notification": bool(notifications),
        "has_standing_notification": any(each.stands for each in notifications),
        "has_reply_to_answer": reply is not None and waits(reply),
    }


def waits(reply: PanelReply) -> bool:
    """Whether a letter waits for an answer."""
    return asks_answer(reply.says) and reply.answered_on is None


def late_step_facts(step: ClockLine) -> Facts:
    """What the workflow asks before a step is given a revised date: that it is due some day, and not done."""
    return {"has_late_step": step.due_on is not None and step.met_on is None and step.rule.is_ours}


def still_to_notify(session: Session, case: Case) -> tuple[dict[str, str], bool]:
    """Return the clocks of what is still to be notified of a case, and whether a child not yet born asks for advice.

    Each clock comes with what is missing where not all is.
    """
    known = who_is_notified(session, [case.id])[case.id]
    return due_clocks(case, known), needs_advice(case, known)


# --- what waits --------------------------------------------------------------------------------------------


def to_notify(session: Session, actor: Actor) -> list[tuple[Case, dict[str, str]]]:
    """Return the cases with a notification still to be made: by its clock, what is missing where not all is."""
    is_of_child = exists().where(
        Child.tenant == Case.tenant, Child.case_id == Case.id, Child.own_harm.in_(GRAVE)
    )
    wanted = cases_known_to(actor.account_id, actor.permissions).where(
        Case.kind == "incident", Case.closed_at.is_(None), or_(Case.harm.in_(GRAVE), is_of_child)
    )
    cases = session.scalars(wanted.order_by(Case.council_aware_on, Case.opened_at)).all()
    known = who_is_notified(session, [case.id for case in cases]) if cases else {}
    found = [(case, due_clocks(case, known[case.id])) for case in cases]
    return [(case, due) for case, due in found if due]


def to_send(session: Session, actor: Actor, tenant: Tenant) -> list[tuple[Review, date | None]]:
    """Return the open rapid reviews not yet sent to the Panel, with the day their clock starts from."""
    is_sent = exists().where(RapidReviewSent.tenant == Review.tenant, RapidReviewSent.review_id == Review.id)
    wanted = reviews_known_to(actor.account_id, actor.permissions).where(
        Review.kind == ReviewKind.RAPID_REVIEW, Review.status == ReviewStatus.OPEN, ~is_sent
    )
    reviews = session.scalars(wanted.order_by(Review.opened_on, Review.chosen_name)).all()
    starts = starts_of(session, tenant, [each.id for each in reviews])
    return [(review, starts[review.id]) for review in reviews if review.id in starts]


def to_tell(session: Session, actor: Actor) -> Sequence[Review]:
    """Return the open practice reviews of which the Panel, Ofsted and the Department were not told with a name."""
    is_told = exists().where(
        ReviewTold.tenant == Review.tenant, ReviewTold.review_id == Review.id, ReviewTold.is_reviewer_named
    )
    wanted = reviews_known_to(actor.account_id, actor.permissions).where(
        Review.kind == ReviewKind.LOCAL_CHILD_SAFEGUARDING_PRACTICE_REVIEW,
        Review.status == ReviewStatus.OPEN,
        ~is_told,
    )
    return session.scalars(wanted.order_by(Review.opened_on, Review.chosen_name)).all()


def to_end(session: Session, actor: Actor) -> Sequence[Review]:
    """Return the open rapid reviews of which every notification was found not to meet the criteria."""
    of_review = (Notification.tenant == Review.tenant) & (Notification.review_id == Review.id)
    wanted = reviews_known_to(actor.account_id, actor.permissions).where(
        Review.kind == ReviewKind.RAPID_REVIEW, Review.status == ReviewStatus.OPEN,
        exists().where(of_review), ~exists().where(of_review, Notification.not_met_on.is_(None)),
    )  # fmt: skip
    return session.scalars(wanted.order_by(Review.opened_on, Review.chosen_name)).all()


def starts_of(session: Session, tenant: Tenant, review_ids: Sequence[UUID]) -> dict[UUID, date]:
    """Return from which day each of these rapid reviews is counted, where a notification of it stands."""
    wanted = select(Notification).where(
        Notification.review_id.in_(review_ids), Notification.not_met_on.is_(None)
    )
    standing = session.scalars(wanted).all()
    counted = [(each.review_id, counted_from(tenant, each)) for each in standing if each.review_id]
    return dict(sorted(counted, key=lambda each: each[1], reverse=True))


def to_hear(session: Session, actor: Actor) -> list[tuple[Case, Notification, date]]:
    """Return the notifications of open cases whose rapid review was sent, and about which no letter has come since."""
    known = cases_known_to(actor.account_id, actor.permissions).with_only_columns(Case.id)
    since = exists().where(
        PanelReply.tenant == Notification.tenant, PanelReply.notification_id == Notification.id,
        PanelReply.received_on >= RapidReviewSent.sent_on,
    )  # fmt: skip
    wanted = (
        select(Case, Notification, RapidReviewSent.sent_on)
        .join(Notification, and_(Notification.tenant == Case.tenant, Notification.case_id == Case.id))
        .join(
            RapidReviewSent,
            and_(RapidReviewSent.tenant == Notification.tenant, RapidReviewSent.review_id == Notification.review_id),
        )
        .where(Case.stage != CaseStage.CLOSED, Notification.not_met_on.is_(None), ~since, Case.id.in_(known))
        .order_by(RapidReviewSent.sent_on, Notification.sent_on)
    )
    # One letter answers for all children of a rapid review.
    found = {notification.review_id: (case, notification, day) for case, notification, day in session.execute(wanted)}
    return list(found.values())


def to_answer(session: Session, actor: Actor) -> list[tuple[Case, PanelReply]]:
    """Return the Panel's letters that wait for an answer, of the cases that the person may know of."""
    known = cases_known_to(actor.account_id, actor.permissions).with_only_columns(Case.id)
    wanted = (
        select(Case, PanelReply)
        .join(PanelReply, and_(PanelReply.tenant == Case.tenant, PanelReply.case_id == Case.id))
        .where(PanelReply.answered_on.is_(None), PanelReply.reply_due_on.is_not(None), Case.id.in_(known))
        .order_by(PanelReply.reply_due_on)
    )
    return [(case, reply) for case, reply in session.execute(wanted)]
