"""What does a case's page show of its notifications?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from portal.domain.permissions import Permission
from portal.domain.workflow import Thing, available_actions
from portal.models.beginning import rapid_reviews_of
from portal.models.case import Case
from portal.models.notification import (
    Notification,
    PanelReply,
    notifications_of,
    replies_of,
    sent_to_panel_on,
)
from portal.models.review import Review
from portal.notifications.queries import still_to_notify, waits
from portal.tenancy.model import Tenant
from portal.web.access import Actor
from portal.web.case_panels import Panel, register_panel


@dataclass(frozen=True)
class NotificationsShown:
    """What was sent to the National Panel, what came back, and whether something is still to be sent."""

    notifications: tuple[Notification, ...]
    replies: tuple[PanelReply, ...]
    rapid_reviews: tuple[tuple[Review, date | None], ...]
    may_record: bool
    # What is said of each notification that is still to be made.
    missing: tuple[str, ...]
    asks_advice: bool
    # The rapid reviews whose working days are counted: a notification of them stands.
    counted: frozenset[UUID] = frozenset()

    def waits(self, reply: PanelReply) -> bool:
        """Whether a letter waits for an answer."""
        return waits(reply)


def notification_panel(session: Session, actor: Actor, tenant: Tenant, case: Case) -> Panel | None:
    """Show what passed between the council and the National Panel; nothing of work that went well."""
    notifications = tuple(notifications_of(session, case.id))
    due, asks_advice = still_to_notify(session, case)
    facts = {"begins_a_rapid_review": True}
    offered = available_actions(Thing.CASE, case.stage, actor.permissions, facts)
    may_record = "record-notification" in {each.action for each in offered} and case.kind != "good-outcome"
    if not notifications and not may_record and not due:
        return None
    shown = NotificationsShown(
        notifications,
        tuple(replies_of(session, case.id)),
        tuple((each, sent_to_panel_on(session, each.id)) for each in rapid_reviews_of(session, case.id)),
        may_record,
        tuple(due.values()),
        asks_advice,
        frozenset(each.review_id for each in notifications if each.stands and each.review_id),
    )
    return Panel("Notification to the National Panel", "notifications/_panel.html", shown)


register_panel(10, Permission.CASE_SEE_GRANTED, notification_panel)
