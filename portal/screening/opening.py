"""What does an outcome open here, which clock runs on it, and where does what follows begin?"""

from __future__ import annotations

from flask import url_for
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.outcomes import clock_of_review, review_begun_by
from portal.domain.permissions import Permission
from portal.domain.vocabulary import CaseStage, Outcome
from portal.models.case import Case
from portal.models.decision import Decision, decisions_of, in_force
from portal.models.information import InformationRequest
from portal.models.notification import notifications_of
from portal.models.offer import offers_of_case
from portal.screening.outcome_steps import (
    to_await_national_review,
    to_close,
    to_finish_rapid_review,
    to_link,
    to_tell_of_deferral,
)
from portal.tenancy.model import Tenant
from portal.web.access import Actor
from portal.web.case_ahead import NextStep
from portal.web.wording import sentence_case

# What follows where no review begins.
FOLLOWS = {
    Outcome.MORE_INFORMATION: "No review opens yet: agencies are asked for what is missing, and the partners decide "
    "again.",
    Outcome.ANOTHER_PROCESS: "No review opens here: the other process leads. The case stays open until what it found "
    "is known, or somebody closes it.",
    Outcome.TRANSFER: "No review opens here, once the other area has accepted. Until then the case stays here, and so "
    "do its days.",
    Outcome.CRITERIA_NOT_MET: "No review opens here. A notification that was sent is found not to meet the criteria.",
    Outcome.NO_FURTHER_ACTION: "No review opens here. The case can be closed.",
    Outcome.NATIONAL_REVIEW: "No review opens here: the National Panel decides whether it reviews the case.",
    Outcome.RAPID_REVIEW_IS_ENOUGH: "No other review opens: what the rapid review found is acted on.",
    Outcome.DEFER: "No review opens yet. The National Panel is told why, and the partners decide again.",
}
DECIDE_AGAIN = frozenset({Outcome.MORE_INFORMATION, Outcome.DEFER})


def what_opens(tenant: Tenant, outcome: Outcome) -> str:
    """Return in words which review an outcome opens, and its clock; a review of local choice has none."""
    kind = review_begun_by(outcome)
    if kind is None:
        return FOLLOWS.get(outcome, "No review opens here.")
    clock = tenant.clocks.get(clock_of_review(kind) or "")
    if clock is None:
        return f"{kind.label}. It has no statutory clock, only the dates that are set for it."
    how_long = f"{clock.amount} {clock.unit.label}, counted from {clock.starts}"
    return f"{kind.label}. {sentence_case(clock.label)}: {how_long}."


def steps_opened(session: Session, actor: Actor, tenant: Tenant, case: Case) -> list[NextStep]:
    """Return what the latest signed decision of an open case asks for, where it begins no review."""
    standing = in_force(decisions_of(session, case.id))
    if not standing or case.stage is CaseStage.CLOSED:
        return []
    latest = standing[-1]
    steps = to_find_not_met(session, actor, case) if latest.outcome is Outcome.CRITERIA_NOT_MET else []
    if latest.outcome is Outcome.MORE_INFORMATION and not is_asked_since(session, latest):
        steps.append(to_ask(actor, case))
    if latest.outcome is Outcome.DEFER:
        steps += [*to_tell_of_deferral(session, actor, case, latest), to_meet(actor, tenant)]
    if latest.outcome is Outcome.ANOTHER_PROCESS:
        steps += to_link(session, actor, case)
    if latest.outcome is Outcome.NO_FURTHER_ACTION:
        steps += to_close(session, actor, case, "The partners decided that nothing further follows.")
    if latest.outcome is Outcome.RAPID_REVIEW_IS_ENOUGH:
        steps += to_finish_rapid_review(session, actor, case)
    if latest.outcome is Outcome.NATIONAL_REVIEW:
        steps += to_await_national_review(session, actor, case, latest)
    if latest.outcome is Outcome.TRANSFER:
        steps += to_pass_on(session, actor, case)
    if latest.outcome in DECIDE_AGAIN:
        steps.append(to_decide_again(actor, case))
    return steps


def to_pass_on(session: Session, actor: Actor, case: Case) -> list[NextStep]:
    """Return, for each referral that the case holds, that it is offered to the other area, or waits for its answer."""
    may_offer = actor.may(Permission.REFERRAL_ACCEPT)
    steps = []
    for referral, made in offers_of_case(session, case.id):
        where = "referrals.show" if made else "referrals.offer"
        title = "Wait for the other area’s answer" if made else "Offer the case to the other area"
        why = "It stays here, and its days run here, until that area accepts."
        address = url_for(where, referral_id=referral.id) if may_offer else ""
        steps.append(NextStep(title, None, address, why, "the coordinator"))
    return steps


def is_asked_since(session: Session, decision: Decision) -> bool:
    """Whether agencies were asked about the case after the decision that asks for more."""
    wanted = select(InformationRequest.id).where(
        InformationRequest.case_id == decision.case_id, InformationRequest.asked_at >= decision.signed_at
    )
    return session.scalar(wanted.limit(1)) is not None


def to_ask(actor: Actor, case: Case) -> NextStep:
    """Return that agencies are asked for what is missing."""
    address = (
        url_for("information.ask", reference=case.reference) if actor.may(Permission.INFORMATION_ASK) else ""
    )
    why = "The partners decided that more information is needed."
    return NextStep("Ask agencies for what is missing", None, address, why, "the coordinator")


def to_find_not_met(session: Session, actor: Actor, case: Case) -> list[NextStep]:
    """Return each notification that still stands although the partners found that the criteria are not met."""
    why = "The partners decided that the criteria are not met, and the notification still stands."
    return [
        NextStep(
            "Record that the notification does not meet the criteria", None,
            url_for("notifications.find_not_met", reference=case.reference, notification_id=each.id)
            if actor.may(Permission.PANEL_RECORD) else "",
            why, "the council’s decision maker or the coordinator",
        )
        for each in notifications_of(session, case.id)
        if each.stands
    ]  # fmt: skip


def to_meet(actor: Actor, tenant: Tenant) -> NextStep:
    """Return that a meeting is booked for what was put off."""
    address = url_for("meetings.plan") if actor.may(Permission.MEETING_MANAGE) else ""
    title = f"Book the next meeting of {tenant.screening.short_name}"
    return NextStep(
        title, None, address, "The decision is put off. Put the case on its agenda.", "the coordinator"
    )


def to_decide_again(actor: Actor, case: Case) -> NextStep:
    """Return that a decision is prepared again."""
    may_prepare = actor.may(Permission.DECISION_PREPARE)
    address = url_for("screening.prepare", reference=case.reference) if may_prepare else ""
    why = "The last decision settled nothing yet. Prepare the next once you know what was missing."
    return NextStep("Prepare the next decision", None, address, why, "the coordinator or the chair")
