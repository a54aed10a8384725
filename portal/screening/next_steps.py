"""What does a case wait for until its decision is signed?"""

from __future__ import annotations

from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from portal.domain.deciding import DisagreementStatus
from portal.domain.permissions import Permission
from portal.domain.vocabulary import CaseStage, PartnerPosition, StatutoryPartner
from portal.models.case import Case
from portal.models.decision import Decision, Disagreement, decisions_of, signing_facts, standing_positions
from portal.models.screening import advice_in_force, screenings_of
from portal.screening import operations, queries
from portal.screening.differing import UNSETTLED
from portal.screening.opening import steps_opened
from portal.tenancy.model import Tenant
from portal.web.access import Actor
from portal.web.case_ahead import NextStep, register_steps
from portal.web.disagreement_steps import clock_of
from portal.web.partners import partner_names
from portal.web.wording import sentence_case
from portal.web.working_days import today


def to_decide(session: Session, actor: Actor, tenant: Tenant, case: Case) -> list[NextStep]:
    """Return what is missing until the partners have decided."""
    waiting = queries.open_decision(session, case)
    if waiting is not None:
        return to_sign(actor, tenant, case, waiting)
    if case.stage is CaseStage.CLOSED or decisions_of(session, case.id):
        return []
    return to_screen_or_prepare(session, actor, tenant, case)


def to_screen_or_prepare(session: Session, actor: Actor, tenant: Tenant, case: Case) -> list[NextStep]:
    """Return the body's advice where it is not recorded, else the decision that follows it."""
    body = tenant.screening.short_name
    if advice_in_force(screenings_of(session, case.id)) is None:
        address = url_for("screening.consider", reference=case.reference)
        return [
            NextStep(
                f"Record the advice of {body}",
                url=address if actor.may(Permission.SCREENING_RECORD) else "",
                why="It advises before the partners decide. A decision can be prepared without it.",
                who="the coordinator or the chair",
            )
        ]
    address = url_for("screening.prepare", reference=case.reference)
    return [
        NextStep(
            "Prepare a decision",
            url=address if actor.may(Permission.DECISION_PREPARE) else "",
            why=f"{sentence_case(body)} has advised. Nothing has been put to the statutory partners.",
            who="the coordinator or the chair",
        )
    ]


def to_sign(actor: Actor, tenant: Tenant, case: Case, decision: Decision) -> list[NextStep]:
    """Return the positions that are missing, or the signature."""
    address = url_for("screening.show", reference=case.reference, decision_id=decision.id)
    last = decision.disagreement
    if last is not None and last.status in UNSETTLED:
        return [to_differ(actor, tenant, case, decision, last)]
    anew = operations.why_put_otherwise(decision)
    if anew is not None:
        return [to_put_anew(actor, case, *anew)]
    if all(signing_facts(decision).values()):
        may = actor.may(Permission.DECISION_SIGN)
        why = "Every partner has given a position."
        return [NextStep("Sign the decision", url=address if may else "", why=why, who="one of the partners")]
    names, stands = partner_names(tenant), standing_positions(decision)
    return [
        NextStep(
            f"Position of {names[partner]}",
            url=address if queries.partner_of(actor) is partner else "",
            why="It is not given yet.",
            who="their decision maker",
        )
        for partner in StatutoryPartner
        if stands.get(partner, PartnerPosition.NOT_YET) is PartnerPosition.NOT_YET
    ]


def to_put_anew(actor: Actor, case: Case, how: str, why: str) -> NextStep:
    """Return that the decision is put to the partners anew."""
    address = url_for("screening.prepare", reference=case.reference)
    return NextStep(
        f"Put the decision {how}",
        url=address if actor.may(Permission.DECISION_PREPARE) else "",
        why=why,
        who="the coordinator or the chair",
    )


def to_differ(
    actor: Actor, tenant: Tenant, case: Case, decision: Decision, disagreement: Disagreement
) -> NextStep:
    """Return what comes next while the partners differ: their lead safeguarding partners are asked, and decide."""
    clock = clock_of(tenant, disagreement, today())
    due_on = clock.due_on if clock else None
    values: dict[str, Any] = {"reference": case.reference, "decision_id": decision.id}
    if disagreement.status is DisagreementStatus.NOT_AGREED:
        return NextStep(
            "Tell the lead safeguarding partners", due_on,
            url_for("screening.escalate", **values) if actor.may(Permission.DECISION_ESCALATE) else "",
            "The three partners do not agree. Nothing else waits for it.", "the coordinator or one of the partners",
        )  # fmt: skip
    return NextStep(
        "Record what the lead safeguarding partners decided", due_on,
        url_for("screening.settle", **values) if actor.may(Permission.DECISION_SETTLE) else "",
        "They are asked. Each partner then gives its position again.", "the coordinator",
    )  # fmt: skip


def to_follow(session: Session, actor: Actor, tenant: Tenant, case: Case) -> list[NextStep]:
    """Return what the last decision asks for, unless the next is being taken."""
    return [] if queries.open_decision(session, case) else steps_opened(session, actor, tenant, case)


register_steps(to_follow)
register_steps(to_decide)
