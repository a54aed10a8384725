"""What does a case wait for after a decision that begins no review and asks nothing more of agencies?"""

from __future__ import annotations

from flask import url_for
from sqlalchemy.orm import Session

from portal.domain.permissions import Permission
from portal.domain.vocabulary import DecisionStage
from portal.models.beginning import open_rapid_review
from portal.models.case import Case
from portal.models.decision import Decision
from portal.models.deferral import deferral_told
from portal.models.notification import notifications_of, replies_of
from portal.models.process_of_case import processes_of
from portal.models.review import has_open_review
from portal.web.access import Actor
from portal.web.case_ahead import NextStep

COUNCIL = "the council’s decision maker or the coordinator"
COORDINATOR = "the coordinator"
PREPARES = "the coordinator or the chair"


def to_close(session: Session, actor: Actor, case: Case, why: str) -> list[NextStep]:
    """Return that the case is closed, where no review of it is open."""
    if has_open_review(session, case.id):
        return []
    address = url_for("casework.close", reference=case.reference) if actor.may(Permission.CASE_CLOSE) else ""
    return [NextStep("Close the case", None, address, why, COORDINATOR)]


def to_link(session: Session, actor: Actor, case: Case) -> list[NextStep]:
    """Return that the process which leads is named, and later that what it found is recorded."""
    may = actor.may(Permission.DECISION_PREPARE)
    linked = processes_of(session, case.id)
    if not linked:
        address = url_for("screening.link_process", reference=case.reference) if may else ""
        why = "The partners decided that another process leads. Say which, who leads it and how they are reached."
        return [NextStep("Name the process that leads", None, address, why, PREPARES)]
    waiting = [each for each in linked if each.ended_on is None]
    if not waiting:
        return to_close(session, actor, case, "The other process has ended, and what it found is on record.")
    return [
        NextStep(
            f"Record what came of it: {each.process.label[:1].lower()}{each.process.label[1:]}", None,
            url_for("screening.change_process", reference=case.reference, process_id=each.id) if may else "",
            "It leads, and the case stays open here until what it found is known.", PREPARES,
        )
        for each in waiting
    ]  # fmt: skip


def to_tell_of_deferral(session: Session, actor: Actor, case: Case, decision: Decision) -> list[NextStep]:
    """Return that the National Panel is told why the decision is put off, until that is on record."""
    if deferral_told(session, decision.id) is not None:
        return []
    values = {"reference": case.reference, "decision_id": decision.id}
    may = actor.may(Permission.PANEL_RECORD)
    address = url_for("screening.record_deferral_told", **values) if may else ""  # type: ignore[arg-type]
    why = "The decision is put off, and the Panel is told so outside the portal."
    return [NextStep("Record that the National Panel was told why", None, address, why, COUNCIL)]


def to_finish_rapid_review(session: Session, actor: Actor, case: Case) -> list[NextStep]:
    """Return that what the rapid review found is written down and acted on, and then that the case is closed."""
    review = open_rapid_review(session, case.id)
    if review is None:
        return to_close(session, actor, case, "The rapid review is enough, and it is complete.")
    address = url_for("reviews.show", review_id=review.id) if actor.may(Permission.REVIEW_MANAGE) else ""
    why = "The rapid review is enough: write down who does what about what it found, and mark it as complete."
    return [NextStep("Act on what the rapid review found", None, address, why, COORDINATOR)]


def to_await_national_review(
    session: Session, actor: Actor, case: Case, decision: Decision
) -> list[NextStep]:
    """Return that the Panel's answer about a national review is recorded, and then decided upon."""
    assert decision.signed_at is not None  # only what is signed is followed
    if decision.stage is DecisionStage.AFTER_PANEL_REPLY:
        why = "The National Panel has been heard. Once nothing is left to do here, the case can be closed."
        return to_close(session, actor, case, why)
    heard = [each for each in replies_of(session, case.id) if each.recorded_at > decision.signed_at]
    if heard:
        stage = DecisionStage.AFTER_PANEL_REPLY.value
        may = actor.may(Permission.DECISION_PREPARE)
        address = url_for("screening.prepare", reference=case.reference, stage=stage) if may else ""
        why = (
            "The National Panel has answered about a national review. The partners decide what follows here."
        )
        return [NextStep("Prepare the decision after the Panel’s reply", None, address, why, PREPARES)]
    standing = [each for each in notifications_of(session, case.id) if each.stands]
    may = actor.may(Permission.PANEL_RECORD) and bool(standing)
    address = (
        url_for("notifications.record_reply", reference=case.reference, notification_id=standing[-1].id)
        if may else ""
    )  # fmt: skip
    why = "The National Panel decides whether it reviews the case nationally, and writes to say so."
    return [NextStep("Record what the National Panel decides", None, address, why, COUNCIL)]
