"""What waits for whoever screens, prepares, answers or signs?"""

from __future__ import annotations

from datetime import date

from flask import url_for
from sqlalchemy.orm import Session

from portal.domain.deciding import DisagreementStatus
from portal.domain.permissions import Permission
from portal.domain.vocabulary import PartnerPosition
from portal.models.decision import Disagreement, signing_facts, standing_positions
from portal.models.views_awaited import takes_part
from portal.screening import confirming, operations, queries
from portal.screening.differing import unsettled
from portal.screening.opening import steps_opened
from portal.tenancy.model import Tenant
from portal.web.access import Actor
from portal.web.desk import DeskLine, by_clock, register_source
from portal.web.disagreement_steps import clock_of
from portal.web.due_next import work_due
from portal.web.wording import sentence_case
from portal.web.working_days import today


def to_screen(session: Session, actor: Actor, tenant: Tenant) -> list[DeskLine]:
    """Return the cases on which the body's advice is not recorded and nothing is put to the partners."""
    why = f"{sentence_case(tenant.screening.short_name)} advises before the partners decide, where there is time."
    found = [case for case, is_screened in queries.cases_without_decision(session, actor) if not is_screened]
    clocks = work_due(session, actor, tenant, found, today())
    return [
        by_clock(
            DeskLine(
                f"Record the advice of {tenant.screening.short_name}: {case.reference}",
                url_for("screening.consider", reference=case.reference),
                None,
                why,
            ),
            clocks.get(case.id),
        )
        for case in found
    ]


def to_view(session: Session, actor: Actor, tenant: Tenant) -> list[DeskLine]:
    """Return the cases on which this member has given no view, and the advice is still to be recorded.

    Whoever records the advice has that on their desk already.
    """
    if actor.may(Permission.SCREENING_RECORD) or not takes_part(session, actor.account_id, actor.permissions, today()):
        return []
    given = queries.cases_viewed_by(session, actor)
    why = f"{sentence_case(tenant.screening.short_name)} has still to advise. Your view stands beside its advice."
    waiting = queries.cases_without_decision(session, actor)
    found = [case for case, is_screened in waiting if not is_screened and case.id not in given]
    clocks = work_due(session, actor, tenant, found, today())
    return [
        by_clock(
            DeskLine(
                f"Give your view: {case.reference}",
                url_for("screening.give_view", reference=case.reference),
                None,
                why,
            ),
            clocks.get(case.id),
        )
        for case in found
    ]


def to_confirm(session: Session, actor: Actor, tenant: Tenant) -> list[DeskLine]:
    """Return the cases on which somebody else recorded the advice, and the chair has still to say that it is so."""
    found = confirming.unconfirmed(session, actor)
    clocks = work_due(session, actor, tenant, (case for case, _ in found), today())
    return [
        by_clock(
            DeskLine(
                f"Confirm the advice of {tenant.screening.short_name}: {case.reference}",
                url_for("screening.confirm_advice", reference=case.reference, screening_id=screening_id), None,
                "Somebody else recorded it. The partners see whether the chair has confirmed it.",
            ),
            clocks.get(case.id),
        )
        for case, screening_id in found
    ]  # fmt: skip


def to_prepare(session: Session, actor: Actor, tenant: Tenant) -> list[DeskLine]:
    """Return the screened cases for which a decision has still to be prepared."""
    why = f"{sentence_case(tenant.screening.short_name)} has advised; nothing has been put to the partners."
    found = [case for case, is_screened in queries.cases_without_decision(session, actor) if is_screened]
    clocks = work_due(session, actor, tenant, found, today())
    return [
        by_clock(
            DeskLine(
                f"Prepare a decision: {case.reference}",
                url_for("screening.prepare", reference=case.reference),
                None,
                why,
            ),
            clocks.get(case.id),
        )
        for case in found
    ]


def to_answer(session: Session, actor: Actor, tenant: Tenant) -> list[DeskLine]:
    """Return the decisions that wait for this person's partner, or for a signature."""
    partner, lines, waiting = queries.partner_of(actor), [], queries.unsigned(session, actor)
    clocks = work_due(session, actor, tenant, (case for case, _ in waiting), today())
    for case, decision in waiting:
        address = url_for("screening.show", reference=case.reference, decision_id=decision.id)
        stands = standing_positions(decision)
        if not operations.is_open_to_positions(decision):
            continue
        if stands.get(partner, PartnerPosition.NOT_YET) is PartnerPosition.NOT_YET:  # type: ignore[arg-type]
            why = "The partners decide together; your organisation’s position is not given yet."
            line = DeskLine(f"Give a position: {case.reference}", address, None, why)
            lines.append(by_clock(line, clocks.get(case.id)))
        elif all(signing_facts(decision).values()):
            why = "Every partner has given a position."
            line = DeskLine(f"Sign the decision: {case.reference}", address, None, why)
            lines.append(by_clock(line, clocks.get(case.id)))
    return lines


def to_escalate(session: Session, actor: Actor, tenant: Tenant) -> list[DeskLine]:
    """Return the decisions on which the partners differ, and their lead safeguarding partners are not asked yet."""
    return [
        DeskLine(
            f"Tell the lead safeguarding partners: {case.reference}",
            url_for("screening.escalate", reference=case.reference, decision_id=decision.id),
            due_of(tenant, disagreement),
            "The three partners do not agree. The report to the Panel goes on time with each view.",
            comes_first=True,
        )
        for case, decision, disagreement in unsettled(session, actor)
        if disagreement.status is DisagreementStatus.NOT_AGREED
    ]


def to_settle(session: Session, actor: Actor, tenant: Tenant) -> list[DeskLine]:
    """Return what the lead safeguarding partners are asked and have not decided, as far as is recorded."""
    return [
        DeskLine(
            f"Record what the lead safeguarding partners decided: {case.reference}",
            url_for("screening.settle", reference=case.reference, decision_id=decision.id),
            due_of(tenant, disagreement),
            "They were asked; what they decide is recorded here, and each partner then gives its position again.",
            comes_first=True,
        )
        for case, decision, disagreement in unsettled(session, actor)
        if disagreement.status is DisagreementStatus.WITH_LEAD_PARTNERS
    ]


def to_put_anew(session: Session, actor: Actor, tenant: Tenant) -> list[DeskLine]:
    """Return the decisions that are to be put otherwise: settled otherwise, or agreed with by none of the three."""
    lines, waiting = [], queries.unsigned(session, actor)
    clocks = work_due(session, actor, tenant, (case for case, _ in waiting), today())
    for case, decision in waiting:
        wanted = operations.why_put_otherwise(decision)
        if wanted is not None:
            address = url_for("screening.prepare", reference=case.reference)
            line = DeskLine(f"Put the decision {wanted[0]}: {case.reference}", address, None, wanted[1])
            lines.append(by_clock(line, clocks.get(case.id)))
    return lines


def to_follow(session: Session, actor: Actor, tenant: Tenant) -> list[DeskLine]:
    """Return what signed decisions ask of this person where they begin no review."""
    return [
        DeskLine(f"{step.title}: {case.reference}", step.url, None, step.why)
        for case in queries.cases_asking(session, actor)
        for step in steps_opened(session, actor, tenant, case)
        if step.url
    ]


def to_follow_for_the_council(session: Session, actor: Actor, tenant: Tenant) -> list[DeskLine]:
    """Return what signed decisions ask of the council, for whoever does not prepare decisions as well."""
    return [] if actor.may(Permission.DECISION_PREPARE) else to_follow(session, actor, tenant)


def due_of(tenant: Tenant, disagreement: Disagreement) -> date | None:
    """Return the day by which a disagreement is settled."""
    line = clock_of(tenant, disagreement, today())
    return line.due_on if line else None


register_source(Permission.DECISION_ESCALATE, to_escalate)
register_source(Permission.DECISION_SETTLE, to_settle)
register_source(Permission.DECISION_PREPARE, to_follow)
register_source(Permission.PANEL_RECORD, to_follow_for_the_council)
register_source(Permission.DECISION_PREPARE, to_put_anew)
register_source(Permission.SCREENING_GIVE_VIEW, to_view)
register_source(Permission.SCREENING_RECORD, to_screen)
register_source(Permission.SCREENING_CONFIRM, to_confirm)
register_source(Permission.DECISION_PREPARE, to_prepare)
register_source(Permission.DECISION_SIGN, to_answer)
