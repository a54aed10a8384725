"""How is it kept which other process leads on a case, and that the Panel was told why a decision is put off?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from portal.domain.errors import Conflict, InvalidAnswer, NotFound
from portal.domain.factors import LinkedProcess
from portal.domain.vocabulary import Outcome
from portal.domain.workflow import Thing, require_action
from portal.models.audit import record
from portal.models.case import Case
from portal.models.decision import Decision
from portal.models.deferral import DeferralTold, deferral_told
from portal.models.event import tell
from portal.models.process_of_case import ProcessOfCase, processes_of
from portal.models.session import TenantSession
from portal.screening.cases import case_for
from portal.screening.queries import decision_of
from portal.tenancy.model import Tenant
from portal.web.access import Actor
from portal.web.wording import in_london


@dataclass(frozen=True)
class Linked:
    """What is said of another process."""

    process: str
    led_by: str
    contact: str = ""
    reference: str = ""
    terms: str = ""
    is_lead: bool = False
    ended_on: date | None = None
    found: str = ""


def link(
    session: TenantSession, tenant: Tenant, actor: Actor, reference: str, linked: Linked, today: date,
    process_id: UUID | None = None,
) -> ProcessOfCase:  # fmt: skip
    """Link a case to another process, or change what is said of it; one process at most goes first."""
    case = case_for(session, actor, reference)
    require_action(Thing.CASE, case.stage, "link-process", actor.permissions, {})
    require_sound(linked, today)
    row = process_here(session, case, process_id) if process_id else new_link(case, actor)
    if linked.is_lead:
        for other in processes_of(session, case.id):
            other.is_lead = False
    row.process, row.is_lead, row.led_by = (
        LinkedProcess(linked.process),
        linked.is_lead,
        linked.led_by.strip(),
    )
    row.contact, row.reference = linked.contact.strip() or None, linked.reference.strip() or None
    row.terms, row.found = linked.terms.strip() or None, linked.found.strip() or None
    row.ended_on = linked.ended_on
    session.add(row)
    what = "process-linked" if process_id is None else "process-changed"
    tell(session, tenant.slug, "case", case.id, what, actor.account_id, process=row.process.value)
    record(session, what, "case", case.id)
    session.commit()
    return row


def new_link(case: Case, actor: Actor) -> ProcessOfCase:
    """Return a link of a case to nothing yet."""
    return ProcessOfCase(tenant=case.tenant, unit=case.unit, case_id=case.id, linked_by=actor.account_id)


def process_here(session: TenantSession, case: Case, process_id: UUID) -> ProcessOfCase:
    """Return one of a case's links; NotFound where it has none with this id."""
    found = next((each for each in processes_of(session, case.id) if each.id == process_id), None)
    if found is None:
        raise NotFound("There is no such process.")
    return found


def require_sound(linked: Linked, today: date) -> None:
    """Refuse a link that does not say what it leads to."""
    if linked.process not in set(LinkedProcess):
        raise InvalidAnswer("Select the process", "linked")
    if not linked.led_by.strip():
        raise InvalidAnswer("Enter who leads it", "led_by")
    if linked.ended_on is not None and linked.ended_on > today:
        raise InvalidAnswer("Enter a day that has come", "ended_on")
    if linked.ended_on is not None and not linked.found.strip():
        raise InvalidAnswer("Say what it found", "found")


# --- a decision that is put off --------------------------------------------------------------------------------


def deferral_to_tell(session: TenantSession, actor: Actor, case: Case, decision_id: UUID) -> Decision:
    """Return a signed decision that puts a case off, of which the Panel is not told yet as far as is recorded."""
    decision = decision_of(session, case, decision_id)
    facts = {"is_deferred": decision.signed_at is not None and decision.outcome is Outcome.DEFER}
    require_action(Thing.CASE, case.stage, "record-deferral-told", actor.permissions, facts)
    if deferral_told(session, decision.id) is not None:
        raise Conflict("It is recorded already that the National Panel was told.")
    return decision


def record_deferral_told(
    session: TenantSession, tenant: Tenant, actor: Actor, reference: str, decision_id: UUID, told_on: date,
    words: str, today: date,
) -> DeferralTold:  # fmt: skip
    """Record on which day the Panel was told that the decision is put off, and what it was told."""
    case = case_for(session, actor, reference)
    decision = deferral_to_tell(session, actor, case, decision_id)
    assert decision.signed_at is not None  # the workflow's guard has just said so
    if told_on > today:
        raise InvalidAnswer("Enter a day that has come", "told_on")
    if told_on < in_london(decision.signed_at).date():
        raise InvalidAnswer("Enter the day the decision was signed, or a later day", "told_on")
    if not words.strip():
        raise InvalidAnswer("Say what the National Panel was told", "words")
    told = DeferralTold(
        tenant=tenant.slug, unit=case.unit, case_id=case.id, decision_id=decision.id, told_on=told_on,
        recorded_by=actor.account_id, words=words.strip(),
    )  # fmt: skip
    session.add(told)
    tell(session, tenant.slug, "case", case.id, "panel-told-of-deferral", actor.account_id)
    record(session, "deferral-told", "decision", decision.id)
    session.commit()
    return told
