"""How is an organisation asked that is one of many under its entry, or that the directory does not have?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select

from portal.domain.errors import InvalidAnswer, NotFound
from portal.domain.vocabulary import ReturnStatus
from portal.domain.workflow import Thing, require_action
from portal.information.links import Recipient, address_link
from portal.information.operations import put_to
from portal.models.audit import record
from portal.models.case import Case
from portal.models.case_access import known_case
from portal.models.information import AgencyReturn, InformationRequest
from portal.models.session import TenantSession
from portal.tenancy.model import Tenant
from portal.web.access import Actor

LONGEST_NAME = 200


@dataclass(frozen=True)
class Organisation:
    """One organisation: the entry that stands for its kind, or `other`, and its name."""

    entry: str
    name: str


def ask_by_name(
    session: TenantSession, tenant: Tenant, actor: Actor, reference: str, request_id: UUID,
    asked: Organisation, to: Recipient, today: date,
) -> tuple[AgencyReturn, str]:  # fmt: skip
    """Put a request to one more organisation, which answers by its link alone; return its code, shown once."""
    case = known_case(session, reference, actor.account_id, actor.permissions, locked=True)
    require_action(Thing.CASE, case.stage, "ask-agencies", actor.permissions, {})
    request = request_about(session, case, request_id)
    if request.due_on < today:
        raise InvalidAnswer("The day on which this was due is over. Make a new request", "organisation")
    one = put_by_name(session, tenant, actor, case, request, asked)
    code = address_link(session, actor, one, to)
    session.commit()
    return one, code


def put_by_name(
    session: TenantSession, tenant: Tenant, actor: Actor, case: Case, request: InformationRequest,
    asked: Organisation,
) -> AgencyReturn:  # fmt: skip
    """Put a request to an organisation that nobody has been asked for yet, in the caller's transaction."""
    name = " ".join(asked.name.split())[:LONGEST_NAME]
    if not tenant.is_many(asked.entry):
        raise InvalidAnswer("Select what kind of organisation it is", "entry")
    if not name:
        raise InvalidAnswer("Enter the name of the organisation", "organisation")
    of_request = select(AgencyReturn).where(AgencyReturn.request_id == request.id, AgencyReturn.place > 0)
    standing = session.scalars(of_request.where(AgencyReturn.status != ReturnStatus.WITHDRAWN)).all()
    if name.casefold() in {(each.organisation or "").casefold() for each in standing}:
        raise InvalidAnswer("This organisation is asked already", "organisation")
    last = session.scalar(
        select(func.max(AgencyReturn.place)).where(
            AgencyReturn.request_id == request.id, AgencyReturn.agency == asked.entry
        )
    )
    one = put_to(session, case, request, asked.entry, actor, organisation=name, place=(last or 0) + 1)
    record(session, "agencies-asked", "information_request", request.id)
    return one


def request_about(session: TenantSession, case: Case, request_id: UUID) -> InformationRequest:
    """Return one request about a case; NotFound where there is none."""
    wanted = select(InformationRequest).where(
        InformationRequest.case_id == case.id, InformationRequest.id == request_id
    )
    found: InformationRequest | None = session.scalar(wanted)
    if found is None:
        raise NotFound("There is no such request.")
    return found
