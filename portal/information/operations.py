"""How are agencies asked, and how is a request withdrawn or gone on without? Each ends in one commit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select

from portal.domain.errors import InvalidAnswer
from portal.domain.information import Power, Purpose
from portal.domain.permissions import Permission
from portal.domain.references import new_receipt
from portal.domain.vocabulary import ReturnStatus
from portal.domain.workflow import Thing, Transition, require_action
from portal.information.queries import facts_of, people_at, request_of, return_of
from portal.models.attention import call_person, members_who_may
from portal.models.audit import record
from portal.models.case import Case
from portal.models.case_access import known_case
from portal.models.event import tell
from portal.models.information import AgencyReturn, InformationRequest
from portal.models.moment import this_moment
from portal.models.notification import notifications_of
from portal.models.session import TenantSession
from portal.tenancy.model import Tenant
from portal.web.access import Actor
from portal.web.working_days import known_holidays


@dataclass(frozen=True)
class Asked:
    """What agencies are asked: which of them, why, by which power, about whom and when, by when, and what."""

    purpose: Purpose
    power: Power
    agencies: tuple[str, ...]
    period_from: date
    period_until: date
    due_on: date
    about: str
    questions: str
    contact: str
    escalation_id: UUID | None = None
    # Whether organisations that the directory does not name follow, each by its name.
    names_more: bool = False


def ask(
    session: TenantSession, tenant: Tenant, actor: Actor, reference: str, asked: Asked, today: date
) -> InformationRequest:
    """Ask agencies what they know, and write to the safeguarding leads of each. InvalidAnswer names what is wrong.

    The same asked by the same person on the same day, as by a button pressed twice, is one request.
    """
    case = known_case(session, reference, actor.account_id, actor.permissions, locked=True)
    require_action(Thing.CASE, case.stage, "ask-agencies", actor.permissions, {})
    require_sound(session, tenant, asked, today)
    clear = {
        "case_id": case.id, "purpose": asked.purpose, "power": asked.power, "asked_by": actor.account_id,
        "asked_on": today, "period_from": asked.period_from, "period_until": asked.period_until,
        "due_on": asked.due_on, "escalation_id": asked.escalation_id,
    }  # fmt: skip
    words = {name: getattr(asked, name).strip() for name in ("about", "questions", "contact")}
    before = asked_before(session, clear, words, set(asked.agencies))
    if before is not None:
        return before
    request = InformationRequest(
        tenant=tenant.slug, unit=case.unit, counted_from=counted_from(session, case, asked.purpose, today),
        **clear, **words,
    )  # fmt: skip
    session.add(request)
    session.flush()
    for code in dict.fromkeys(asked.agencies):
        put_to(session, case, request, code, actor)
    record(session, "agencies-asked", "information_request", request.id)
    session.commit()
    return request


def asked_before(
    session: TenantSession, clear: Mapping[str, Any], words: Mapping[str, str], agencies: set[str]
) -> InformationRequest | None:
    """Return the request that says and asks just this of just these agencies already, none of them withdrawn."""
    for one in session.scalars(select(InformationRequest).filter_by(**clear)):
        of_one = select(AgencyReturn).where(AgencyReturn.request_id == one.id)
        is_listed = (AgencyReturn.status != ReturnStatus.WITHDRAWN, AgencyReturn.place == 0)
        returns = session.scalars(of_one.where(*is_listed)).all()
        if {each.agency for each in returns} == agencies and all(
            getattr(one, name) == said for name, said in words.items()
        ):
            return one
    return None


def put_to(
    session: TenantSession, case: Case, request: InformationRequest, code: str, actor: Actor, *,
    organisation: str | None = None, place: int = 0,
) -> AgencyReturn:  # fmt: skip
    """Put a request to one agency, or to one organisation by its name, in the caller's transaction."""
    one = AgencyReturn(
        tenant=case.tenant, unit=case.unit, case_id=case.id, request_id=request.id, agency=code,
        receipt=new_receipt(), organisation=organisation, place=place,
    )  # fmt: skip
    session.add(one)
    session.flush()
    for account_id in people_at(session, one, Permission.RETURN_APPROVE):
        if account_id != actor.account_id:
            call_person(session, case.tenant, account_id)
    tell(session, case.tenant, "case", case.id, "agency-asked", actor.account_id, agency=code)
    return one


def counted_from(session: TenantSession, case: Case, purpose: Purpose, today: date) -> date:
    """Return the day from which the clock of a purpose counts; InvalidAnswer without a notification to count from."""
    if purpose is Purpose.BEFORE_SCREENING:
        return today
    standing = [each for each in notifications_of(session, case.id) if each.stands]
    if not standing:
        raise InvalidAnswer(
            "No notification of this case is recorded, and its rapid review is counted from one", "purpose"
        )
    return standing[-1].sent_on


def require_sound(session: TenantSession, tenant: Tenant, asked: Asked, today: date) -> None:
    """Refuse a request that no agency could answer. Raises InvalidAnswer."""
    known = {agency.code for agency in tenant.agencies if not agency.is_many}
    if not (asked.agencies or asked.names_more) or set(asked.agencies) - known:
        raise InvalidAnswer("Select the agencies to ask", "agencies")
    if asked.period_from > asked.period_until:
        raise InvalidAnswer("The period has to begin before it ends", "period_from")
    if asked.period_until > today:
        raise InvalidAnswer("The period has to end today or earlier", "period_until")
    if asked.due_on < today:
        raise InvalidAnswer("Enter today or a later day", "due_on")
    why = known_holidays().why_skipped(asked.due_on)
    if why:
        raise InvalidAnswer(f"Enter a working day. This one is not: {why}", "due_on")
    for name, words in (("about", asked.about), ("questions", asked.questions), ("contact", asked.contact)):
        if not words.strip():
            raise InvalidAnswer("Enter this, so that agencies can answer", name)
    readers = members_who_may(session, Permission.CASE_SEE)
    if asked.escalation_id is not None and asked.escalation_id not in readers:
        raise InvalidAnswer("Select somebody who may see cases here", "escalation_id")


def withdraw(
    session: TenantSession,
    tenant: Tenant,
    actor: Actor,
    reference: str,
    return_id: UUID,
    reason: str,
    today: date,
) -> AgencyReturn:
    """Ask an agency no longer, with the reason; what it had written stays sealed and is not shown."""
    one = done_by_coordinator(session, tenant, actor, reference, return_id, "withdraw", reason, today)
    one.status = ReturnStatus.WITHDRAWN
    session.commit()
    return one


def go_on_without(
    session: TenantSession,
    tenant: Tenant,
    actor: Actor,
    reference: str,
    return_id: UUID,
    reason: str,
    today: date,
) -> AgencyReturn:
    """Go on without a late return, with the reason: the report names the agency. It may still answer."""
    one = done_by_coordinator(session, tenant, actor, reference, return_id, "go-on-without", reason, today)
    one.gone_on_without_at = this_moment()
    session.commit()
    return one


DONE = {"withdraw": "agency-request-withdrawn", "go-on-without": "gone-on-without-agency"}


def done_by_coordinator(
    session: TenantSession, tenant: Tenant, actor: Actor, reference: str, return_id: UUID, action: str,
    reason: str, today: date,
) -> AgencyReturn:  # fmt: skip
    """Keep why something is done to a return, and tell it, in the caller's transaction."""
    if not reason.strip():
        raise InvalidAnswer("Say why", "reason")
    case = known_case(session, reference, actor.account_id, actor.permissions)
    one = return_of(session, case, return_id, locked=True)
    allowed(session, one, actor, action, today)
    one.reason = reason.strip()
    tell(session, tenant.slug, "case", case.id, DONE[action], actor.account_id, agency=one.agency)
    record(session, DONE[action], "agency_return", one.id)
    return one


def allowed(session: TenantSession, one: AgencyReturn, actor: Actor, action: str, today: date) -> Transition:
    """The workflow's row for an action on a return; Conflict or NotAllowed where it refuses."""
    facts = facts_of(one, request_of(session, one).due_on, actor, today)
    return require_action(Thing.RETURN, one.status, action, actor.permissions, facts)
