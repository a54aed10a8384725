"""How is a notification recorded, shown, corrected, or found not to meet the criteria?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.domain.notifying import WhyTogether
from portal.domain.vocabulary import NotificationKind, PartnersAgreement
from portal.extensions import db
from portal.models.case import Case, Child
from portal.models.notification import Notification, replies_of
from portal.models.review import Review
from portal.notifications import operations, queries
from portal.notifications.blueprint import blueprint, case_here, page, require, to_case
from portal.notifications.forms import NewNotificationForm, NotificationForm, NotMetForm
from portal.web.access import current_actor
from portal.web.fields import is_carried_out
from portal.web.happenings import names_of
from portal.web.notifiable import due_kinds, who_is_notified
from portal.web.places import current_tenant
from portal.web.working_days import today

ALL = "/<tenant:tenant>/cases/<reference>/notifications"
ONE = f"{ALL}/<uuid:notification_id>"


@blueprint.route(f"{ALL}/new", methods=["GET", "POST"])
def record_notification(reference: str) -> ResponseReturnValue:
    """Record what the council sent; it opens the rapid review."""
    case = case_here(reference)
    require(case, "record-notification", {"begins_a_rapid_review": True})
    children = queries.children_of(db.session(), case)
    form = NewNotificationForm(data=likeliest(case, children))
    form.offer(in_words(children))
    if is_carried_out(form, lambda: record(reference, form), "kind"):
        return to_case(reference, "The notification is recorded.")
    return page("record_notification", form, case, children=children)


def record(reference: str, form: NewNotificationForm) -> Notification:
    """Carry out what the form asks for."""
    said = notified_in(form, form.chosen_name.data or "")
    return operations.record_notification(
        db.session(), current_tenant(), current_actor(), reference, said, today()
    )


def likeliest(case: Case, children: Sequence[Child]) -> dict[str, object]:
    """Return what the case already says, so that nothing is typed twice."""
    due = due_kinds(case, who_is_notified(db.session(), [case.id])[case.id])
    said: dict[str, object] = {
        "council_aware_on": case.council_aware_on, "kind": next((each.value for each in due), None)
    }  # fmt: skip
    if len(children) == 1:
        said["children"] = [str(children[0].id)]
    return said


def in_words(children: Sequence[Child]) -> list[tuple[str, str]]:
    """Return the ids and names of children, as a page offers them."""
    return [(str(each.id), name_of(each)) for each in children]


def name_of(child: Child) -> str:
    """Return a child's name, or the place among the case's children where none was given."""
    named = " ".join(part for part in (child.given_names, child.family_name) if part)
    return named or f"Child {child.position}"


def notified_in(form: NotificationForm, chosen_name: str = "") -> operations.Notified:
    """Return what the form says."""
    return operations.Notified(
        kind=NotificationKind(form.kind.data),
        council_aware_on=form.council_aware_on.day,
        sent_on=form.sent_on.day,
        children=tuple(UUID(each) for each in form.children.data or ()),
        **together_in(form),
        panel_reference=form.panel_reference.data or "",
        is_ofsted_told=bool(form.is_ofsted_told.data),
        others_told=form.others_told.data or "",
        agreement=PartnersAgreement(form.agreement.data),
        dissent=form.dissent.data or "",
        chosen_name=chosen_name,
    )


def together_in(form: NotificationForm) -> dict[str, Any]:
    """Return what the form says of several children together; a case of one child is not asked."""
    if form.why_together is None:
        return {}
    why, main = form.why_together.data, form.main_child.data
    return {"why_together": WhyTogether(why) if why else None, "main_child": UUID(main) if main else None}


@blueprint.get(ONE)
def show(reference: str, notification_id: UUID) -> ResponseReturnValue:
    """One notification: what was sent, about whom, who was told, what came back."""
    case, session = case_here(reference), db.session()
    notification = queries.notification_of(session, case, notification_id)
    about = {each.child_id: each.is_main for each in notification.children}
    people = {notification.recorded_by, notification.not_met_by} - {None}
    return render_template(
        "notifications/show.html", case=case, notification=notification,
        children=[
            name_of(each) + (" (the main child)" if about[each.id] else "")
            for each in queries.children_of(session, case) if each.id in about
        ],
        replies=[each for each in replies_of(session, case.id) if each.notification_id == notification.id],
        review=session.get(Review, (case.tenant, notification.review_id)) if notification.review_id else None,
        names=names_of(session, [each for each in people if each]), waits=queries.waits,
        clocks=queries.clocks_of(session, current_actor(), current_tenant(), case, notification, today()),
    )  # fmt: skip


@blueprint.route(f"{ONE}/correct", methods=["GET", "POST"])
def correct(reference: str, notification_id: UUID) -> ResponseReturnValue:
    """Correct what was recorded."""
    case, session = case_here(reference), db.session()
    notification = queries.notification_of(session, case, notification_id)
    require(case, "find-criteria-not-met", standing_facts(notification))
    form = NotificationForm(data=kept_in(notification))
    form.offer(in_words(queries.children_of(session, case)))
    if is_carried_out(form, lambda: correct_as(reference, notification_id, form), "kind"):
        return to_notification(reference, notification_id, "The notification is corrected.")
    return page("correct", form, case, notification=notification)


def correct_as(reference: str, notification_id: UUID, form: NotificationForm) -> Notification:
    """Carry out what the form asks for."""
    return operations.correct_notification(
        db.session(),
        current_tenant(),
        current_actor(),
        reference,
        notification_id,
        notified_in(form),
        today(),
    )


def standing_facts(notification: Notification) -> dict[str, bool]:
    """What the workflow asks before this notification is changed."""
    return {"has_standing_notification": notification.stands}


def kept_in(notification: Notification) -> dict[str, object]:
    """Return what a form shows of a notification."""
    return {
        "kind": notification.kind.value,
        "children": [str(each.child_id) for each in notification.children],
        "why_together": notification.why_together.value if notification.why_together else None,
        "main_child": next((str(each.child_id) for each in notification.children if each.is_main), None),
        "council_aware_on": notification.council_aware_on,
        "sent_on": notification.sent_on,
        "panel_reference": notification.panel_reference,
        "is_ofsted_told": notification.is_ofsted_told,
        "others_told": notification.others_told,
        "agreement": notification.agreement.value,
        "dissent": notification.dissent,
    }


@blueprint.route(f"{ONE}/criteria-not-met", methods=["GET", "POST"])
def find_not_met(reference: str, notification_id: UUID) -> ResponseReturnValue:
    """Record that it was found not to meet the criteria, with the reason."""
    case, session = case_here(reference), db.session()
    notification = queries.notification_of(session, case, notification_id)
    require(case, "find-criteria-not-met", standing_facts(notification))
    form = NotMetForm(data={"not_met_on": today()})
    if is_carried_out(form, lambda: find(reference, notification_id, form), "not_met_on"):
        return to_notification(reference, notification_id, "It is recorded that the criteria were not met.")
    return page("find_not_met", form, case, notification=notification)


def find(reference: str, notification_id: UUID, form: NotMetForm) -> Notification:
    """Carry out what the form asks for."""
    return operations.find_criteria_not_met(
        db.session(), current_tenant(), current_actor(), reference, notification_id,
        form.not_met_on.day, form.reason.data, today(),
    )  # fmt: skip


def to_notification(reference: str, notification_id: UUID, message: str) -> ResponseReturnValue:
    """Go to the notification's page and say what was done."""
    flash(message, "success")
    return redirect(url_for("notifications.show", reference=reference, notification_id=notification_id), 303)
