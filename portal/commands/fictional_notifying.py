"""What does the screening body advise in a made-up case, and what passes between the council and the Panel?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from portal.commands.fictional_differing import weighed
from portal.domain.notifying import WhyTogether
from portal.domain.vocabulary import (
    DecisionStage,
    NotificationKind,
    PanelSays,
    PartnersAgreement,
    Role,
)
from portal.models.case import Case, Child
from portal.models.meeting import seats_of_body
from portal.models.review import Review
from portal.notifications import operations as notifying
from portal.reviews import plan_operations
from portal.reviews.plan import plan_of
from portal.screening import advising, members_say
from portal.screening.came_from import CORRESPONDENCE

if TYPE_CHECKING:
    from uuid import UUID

    from portal.commands.fictional_telling import Telling
    from portal.tenancy.demonstration import Step

ALSO_THERE = "The partnership’s coordinator, who is made up"


def give_view(telling: Telling, step: Step) -> None:
    """Give one member's view, with what their agency declares of its own part."""
    says = step.says
    said = members_say.Said(says["says"], says.get("outcome", ""), says["reason"], says.get("interest", ""))
    member = telling.cast(Role.SCREENING_MEMBER)
    members_say.give(telling.session, telling.cast.tenant, member, telling.reference, said)


def screen(telling: Telling, step: Step) -> None:
    """Record what the body that screens has advised."""
    says, who = step.says, telling.cast(Role.COORDINATOR)
    said = weighed(DecisionStage.SCREENING, telling.form.kind, says["reason"])
    answered = tuple(str(seat.id) for seat in seats_of_body(telling.session) if seat.sits_on(telling.day))
    considered = advising.Considered(
        CORRESPONDENCE, telling.day, says["outcome"], said, ALSO_THERE, says["reason"], answered=answered
    )
    tenant, reference = telling.cast.tenant, telling.reference
    draft = advising.save(telling.session, tenant, who, reference, considered)
    advising.record_advice(telling.session, tenant, who, reference, draft.id, telling.day)


def notify(telling: Telling, step: Step) -> None:
    """Record the council's notification, with which its rapid review opens."""
    kind = NotificationKind(step.says["notifies"])
    children = children_of(telling)
    aware_on = telling.day - timedelta(days=step.says["aware_days"])
    notified = notifying.Notified(
        kind, aware_on, telling.day, tuple(children if kind is NotificationKind.SERIOUS_HARM else children[:1]),
        why_together=WhyTogether.SIBLINGS, is_ofsted_told=True, agreement=PartnersAgreement.AGREED,
        chosen_name=step.says["name"],
    )  # fmt: skip
    who = telling.cast(Role.COORDINATOR)
    kept = notifying.record_notification(
        telling.session, telling.cast.tenant, who, telling.reference, notified, telling.day
    )
    telling.notification_id = kept.id
    telling.review_id = kept.review_id or telling.review_id


def children_of(telling: Telling) -> list[UUID]:
    """Return the children of the story's case, the one whom it is mainly about first."""
    of_case = (Child.tenant == Case.tenant) & (Child.case_id == Case.id)
    wanted = select(Child.id).join(Case, of_case).where(Case.reference == telling.reference)
    return list(telling.session.scalars(wanted.order_by(Child.position)))


def tick_steps(telling: Telling, step: Step) -> None:
    """Tick the steps of the rapid review's working days that have begun and that the portal cannot see."""
    tenant, who = telling.cast.tenant, telling.cast(Role.COORDINATOR)
    plan = plan_of(
        telling.session, tenant, telling.session.get_one(Review, (tenant.slug, telling.review)), telling.day
    )
    for line in plan.lines if plan else ():
        if line.rung.met_by is None and not line.is_settled and line.planned.from_on <= telling.day:
            plan_operations.mark(telling.session, tenant, who, telling.review, line.rung.code, telling.day)


def send_to_panel(telling: Telling, step: Step) -> None:
    """Send the rapid review to the National Panel."""
    who = telling.cast(Role.COORDINATOR)
    notifying.send_to_panel(
        telling.session, telling.cast.tenant, who, telling.review, telling.day, telling.day
    )


def hear_from_panel(telling: Telling, step: Step) -> None:
    """Record the Panel's letter."""
    due_on = telling.day + timedelta(days=step.says.get("in_days", 28))
    letter = notifying.Letter(telling.day, PanelSays(step.says["panel"]), step.says["reason"], due_on)
    assert telling.notification_id is not None, f"{telling.story.code} was not notified"
    telling.reply_id = notifying.record_reply(
        telling.session, telling.cast.tenant, telling.cast(Role.COORDINATOR), telling.reference,
        telling.notification_id, letter, telling.day,
    ).id  # fmt: skip


def answer_panel(telling: Telling, step: Step) -> None:
    """Answer it."""
    assert telling.reply_id is not None, f"{telling.story.code} has no letter to answer"
    notifying.answer_panel(
        telling.session, telling.cast.tenant, telling.cast(Role.COORDINATOR), telling.reference, telling.reply_id,
        telling.day, step.says["reason"], telling.day,
    )  # fmt: skip


NOTIFYING: Mapping[str, Callable[[Telling, Step], None]] = {
    "give-view": give_view,
    "screen": screen,
    "notify": notify,
    "tick-steps": tick_steps,
    "send-to-panel": send_to_panel,
    "hear-from-panel": hear_from_panel,
    "answer-panel": answer_panel,
}
