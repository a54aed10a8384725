"""Which requests and returns wait on a person's desk?"""

from __future__ import annotations

from datetime import date

from flask import url_for
from sqlalchemy.orm import Session

from portal.domain.permissions import Permission
from portal.domain.vocabulary import ReturnStatus
from portal.information import queries
from portal.models.information import AgencyReturn, asked_of
from portal.tenancy.model import Tenant
from portal.web.access import Actor
from portal.web.desk import DeskLine, Offer, register_offer, register_source
from portal.web.working_days import today


def of_the_agency(session: Session, actor: Actor, tenant: Tenant) -> list[DeskLine]:
    """Return what the person's agency owes: theirs to write, to approve, or to give to somebody."""
    lines = []
    for one, asked in queries.own_waiting(session, actor):
        words = what_waits(one, actor)
        if words:
            address = url_for("information.return_show", return_id=one.id)
            lines.append(DeskLine(f"{words[0]}: {one.receipt}", address, asked.due_on, words[1]))
    return lines


def what_waits(one: AgencyReturn, actor: Actor) -> tuple[str, str] | None:
    """What this person can do about a return, and why; None where it waits for somebody else."""
    is_lead, is_author = actor.may(Permission.RETURN_APPROVE), one.author_id == actor.account_id
    if one.status is ReturnStatus.AWAITING_APPROVAL:
        return ("Approve a return", "It counts when you approve it.") if is_lead and not is_author else None
    if is_author:
        why = "It was sent back to you with comments." if one.approval_note else "You were named to write it."
        return "Write a return", why
    if is_lead and one.author_id is None:
        return "Answer a request for information", "Say who writes the return, or that nothing is known."
    return None


def late(session: Session, actor: Actor, tenant: Tenant) -> list[DeskLine]:
    """Return the agencies that are late, for whoever asked them."""
    return [
        line(
            tenant,
            one,
            reference,
            asked.due_on,
            "Telephone them, send the formal letter, or go on without it.",
        )
        for one, asked, reference in queries.waiting_with_cases(session, actor, today())
    ]


def escalated(session: Session, actor: Actor, tenant: Tenant) -> list[DeskLine]:
    """Return the agencies that are late, for whoever was chosen or told to hear of them."""
    if actor.may(Permission.INFORMATION_ASK):
        return []
    found = queries.waiting_with_cases(session, actor, today(), escalated_to=actor.account_id)
    return [
        line(
            tenant,
            one,
            reference,
            asked.due_on,
            "You hear of agencies that do not answer. Speak to its leaders.",
        )
        for one, asked, reference in found
    ]


def line(tenant: Tenant, one: AgencyReturn, reference: str, due_on: date, why: str) -> DeskLine:
    """Return the line of one late agency."""
    address = url_for("information.show", reference=reference, return_id=one.id)
    title = f"{asked_of(tenant, one)} has not answered: {reference}"
    return DeskLine(title, address, due_on, why, waits_on_others=True)


register_source(Permission.RETURN_WRITE, of_the_agency)
register_source(Permission.INFORMATION_ASK, late)
register_source(Permission.CASE_SEE, escalated)
register_offer(
    Permission.RETURN_WRITE,
    Offer(
        "Requests for information",
        "information.requests",
        "What your agency was asked, and what it returned.",
    ),
)
