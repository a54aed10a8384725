"""What waits for whoever screens, prepares, answers or signs?"""

from __future__ import annotations

from flask import url_for
from sqlalchemy.orm import Session

from portal.domain.permissions import Permission
from portal.domain.vocabulary import PartnerPosition
from portal.models.decision import standing_positions
from portal.screening import queries
from portal.tenancy.model import Tenant
from portal.web.access import Actor
from portal.web.desk import DeskLine, register_source
from portal.web.wording import sentence_case


def to_screen(session: Session, actor: Actor, tenant: Tenant) -> list[DeskLine]:
    """Return the cases on which the body's advice is not recorded and nothing is put to the partners."""
    why = f"{sentence_case(tenant.screening.short_name)} advises before the partners decide, where there is time."
    return [
        DeskLine(
            f"Record the advice of {tenant.screening.short_name}: {case.reference}",
            url_for("screening.consider", reference=case.reference),
            None,
            why,
        )
        for case, is_screened in queries.cases_without_decision(session, actor)
        if not is_screened
    ]


def to_view(session: Session, actor: Actor, tenant: Tenant) -> list[DeskLine]:
    """Return the cases on which this member has given no view, and the advice is still to be recorded."""
    given = queries.cases_viewed_by(session, actor)
    return [
        DeskLine(
            f"Give your view: {case.reference}",
            url_for("screening.give_view", reference=case.reference),
            None,
            f"{sentence_case(tenant.screening.short_name)} has still to advise. Your view stands beside its advice.",
        )
        for case, is_screened in queries.cases_without_decision(session, actor)
        if not is_screened and case.id not in given
    ]


def to_prepare(session: Session, actor: Actor, tenant: Tenant) -> list[DeskLine]:
    """Return the screened cases for which a decision has still to be prepared."""
    return [
        DeskLine(
            f"Prepare a decision: {case.reference}",
            url_for("screening.prepare", reference=case.reference),
            None,
            f"{sentence_case(tenant.screening.short_name)} has advised; nothing has been put to the partners.",
        )
        for case, is_screened in queries.cases_without_decision(session, actor)
        if is_screened
    ]


def to_answer(session: Session, actor: Actor, tenant: Tenant) -> list[DeskLine]:
    """Return the decisions that wait for this person's partner, or for a signature."""
    partner, lines = queries.partner_of(actor), []
    for case, decision in queries.unsigned(session, actor):
        address = url_for("screening.show", reference=case.reference, decision_id=decision.id)
        stands = standing_positions(decision)
        if stands.get(partner, PartnerPosition.NOT_YET) is PartnerPosition.NOT_YET:  # type: ignore[arg-type]
            why = "The partners decide together; your organisation’s position is not given yet."
            lines.append(DeskLine(f"Give a position: {case.reference}", address, None, why))
        elif queries.decision_facts(decision)["has_every_position"]:
            why = "Every partner has given a position."
            lines.append(DeskLine(f"Sign the decision: {case.reference}", address, None, why))
    return lines


register_source(Permission.SCREENING_GIVE_VIEW, to_view)
register_source(Permission.SCREENING_RECORD, to_screen)
register_source(Permission.DECISION_PREPARE, to_prepare)
register_source(Permission.DECISION_SIGN, to_answer)
