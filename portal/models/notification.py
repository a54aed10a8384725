"""What did the council send to the National Panel about a case, about which children, and what came back?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, String, UniqueConstraint, and_, select
from sqlalchemy.orm import Mapped, Session, foreign, mapped_column, relationship

from portal.domain.notifying import WhyTogether
from portal.domain.vocabulary import NotificationKind, PanelSays, PartnersAgreement
from portal.extensions import db
from portal.models.base import Coded, TenantOwned
from portal.models.case import CaseOwned, of_case
from portal.models.moment import this_moment
from portal.models.read_once import read_once
from portal.models.sealed import Sealed


def of_notification() -> ForeignKeyConstraint:
    """Return the key that ties a row to a notification of the same tenant."""
    return ForeignKeyConstraint(["tenant", "notification_id"], ["notification.tenant", "notification.id"])


class Notification(CaseOwned, TenantOwned, db.Model):
    """One notification, sent outside the portal; it stands until it is found not to meet the criteria."""

    __tablename__ = "notification"
    __table_args__ = (
        of_case(),
        ForeignKeyConstraint(["tenant", "review_id"], ["review.tenant", "review.id"]),
        Index(None, "tenant", "case_id", "sent_on"),
        Index(None, "tenant", "review_id"),
    )

    kind: Mapped[NotificationKind] = mapped_column(Coded(NotificationKind))
    council_aware_on: Mapped[date]
    sent_on: Mapped[date]
    is_ofsted_told: Mapped[bool] = mapped_column(default=False)
    agreement: Mapped[PartnersAgreement] = mapped_column(Coded(PartnersAgreement))
    # Why it is about several children, where it is.
    why_together: Mapped[WhyTogether | None] = mapped_column(Coded(WhyTogether))
    recorded_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    recorded_at: Mapped[datetime] = mapped_column(default=this_moment)
    # The rapid review that follows it: its fifteen days are counted from the first that stands.
    review_id: Mapped[UUID | None]
    not_met_on: Mapped[date | None]
    not_met_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))

    # What the Panel's own system calls it: with it, somebody there could find the child.
    panel_reference = Sealed()
    others_told = Sealed()
    dissent = Sealed()
    not_met_reason = Sealed()

    children: Mapped[list[NotifiedChild]] = relationship(
        primaryjoin=lambda: and_(
            Notification.tenant == NotifiedChild.tenant,
            foreign(NotifiedChild.notification_id) == Notification.id,
        ),
        viewonly=True,
    )

    @property
    def stands(self) -> bool:
        """Whether it was not found, afterwards, not to meet the criteria."""
        return self.not_met_on is None


class NotifiedChild(TenantOwned, db.Model):
    """That a notification is about a child of its case."""

    __tablename__ = "notified_child"
    __table_args__ = (
        of_notification(),
        ForeignKeyConstraint(["tenant", "child_id"], ["child.tenant", "child.id"]),
        UniqueConstraint("tenant", "notification_id", "child_id"),
    )

    notification_id: Mapped[UUID]
    child_id: Mapped[UUID]
    # Of a large investigation: the one whom the notification is mainly about.
    is_main: Mapped[bool] = mapped_column(default=False)


class PanelReply(CaseOwned, TenantOwned, db.Model):
    """One letter of the National Panel about a case, and what was answered."""

    __tablename__ = "panel_reply"
    __table_args__ = (of_case(), of_notification(), Index(None, "tenant", "case_id", "received_on"))

    notification_id: Mapped[UUID]
    received_on: Mapped[date]
    says: Mapped[PanelSays] = mapped_column(Coded(PanelSays))
    reply_due_on: Mapped[date | None]
    recorded_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    recorded_at: Mapped[datetime] = mapped_column(default=this_moment)
    answered_on: Mapped[date | None]
    answered_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))

    letter = Sealed()
    answer = Sealed()


class RapidReviewSent(TenantOwned, db.Model):
    """The day on which a rapid review, with its decision, was sent to the National Panel."""

    __tablename__ = "rapid_review_sent"
    __table_args__ = (
        ForeignKeyConstraint(["tenant", "review_id"], ["review.tenant", "review.id"]),
        UniqueConstraint("tenant", "review_id"),
    )

    review_id: Mapped[UUID]
    sent_on: Mapped[date]
    recorded_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    recorded_at: Mapped[datetime] = mapped_column(default=this_moment)


class ReviewTold(TenantOwned, db.Model):
    """The day on which the Panel, Ofsted and the Department were told of a practice review and who leads it."""

    __tablename__ = "review_told"
    __table_args__ = (
        ForeignKeyConstraint(["tenant", "review_id"], ["review.tenant", "review.id"]),
        UniqueConstraint("tenant", "review_id"),
    )

    review_id: Mapped[UUID]
    told_on: Mapped[date]
    # Guidance asks for the name of whoever leads it; where nobody is appointed yet, it follows.
    is_reviewer_named: Mapped[bool] = mapped_column(default=False)
    recorded_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    recorded_at: Mapped[datetime] = mapped_column(default=this_moment)


class LateStep(CaseOwned, TenantOwned, db.Model):
    """A day now expected for a step that is late, and why; the day it was due stays and counts."""

    __tablename__ = "late_step"
    __table_args__ = (of_case(), Index(None, "tenant", "case_id", "clock", "recorded_at"))

    # The clock's code, and which of the case's things it runs on: the case, a notification, a letter or a review.
    clock: Mapped[str] = mapped_column(String(60))
    thing_id: Mapped[UUID]
    due_on: Mapped[date]
    revised_on: Mapped[date]
    recorded_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    recorded_at: Mapped[datetime] = mapped_column(default=this_moment)

    explanation = Sealed()


@read_once
def notifications_of(session: Session, case_id: UUID) -> Sequence[Notification]:
    """Return a case's notifications, the earliest sent first."""
    wanted = select(Notification).where(Notification.case_id == case_id)
    anew = wanted.order_by(Notification.sent_on, Notification.recorded_at, Notification.id)
    return session.scalars(anew.execution_options(populate_existing=True)).all()


@read_once
def replies_of(session: Session, case_id: UUID) -> Sequence[PanelReply]:
    """Return the National Panel's letters about a case, the earliest first."""
    wanted = select(PanelReply).where(PanelReply.case_id == case_id)
    anew = wanted.order_by(PanelReply.received_on, PanelReply.recorded_at, PanelReply.id)
    return session.scalars(anew.execution_options(populate_existing=True)).all()


def late_steps_of(session: Session, case_id: UUID) -> Sequence[LateStep]:
    """Return every revised date of a case's late steps, the earliest first: each stays on the record."""
    wanted = select(LateStep).where(LateStep.case_id == case_id)
    return session.scalars(wanted.order_by(LateStep.recorded_at, LateStep.id)).all()


def review_told(session: Session, review_id: UUID) -> ReviewTold | None:
    """Return that a practice review was told to the Panel, Ofsted and the Department; None where it was not."""
    found: ReviewTold | None = session.scalar(select(ReviewTold).where(ReviewTold.review_id == review_id))
    return found


@read_once
def sent_to_panel_on(session: Session, review_id: UUID) -> date | None:
    """Return the day on which a rapid review was sent to the National Panel; None where it was not."""
    return session.scalar(select(RapidReviewSent.sent_on).where(RapidReviewSent.review_id == review_id))
