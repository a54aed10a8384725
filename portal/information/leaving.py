"""Which returns does a leaver write, which late ones are passed to them, and how do both pass to a colleague?"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from portal.domain.permissions import Permission
from portal.domain.vocabulary import ReturnStatus
from portal.information.queries import approvers_beside, involved_in, people_at
from portal.models.event import tell
from portal.models.information import WAITING, AgencyReturn, InformationRequest
from portal.web.handover import Holding, register_holding


def to_write(session: Session, account_id: UUID) -> Sequence[AgencyReturn]:
    """Return what the person was named to write for their agency; what waits for approval is not theirs now."""
    is_theirs = AgencyReturn.author_id == account_id
    is_open = AgencyReturn.status.in_((ReturnStatus.ASKED, ReturnStatus.WRITING))
    return session.scalars(select(AgencyReturn).where(is_theirs, is_open)).all()


def let_write(session: Session, leaver: UUID, taker: UUID) -> int:
    """Name the taker to write the leaver's returns, those that a lead of the agency could give them; how many."""
    given = [
        one for one in to_write(session, leaver)
        if taker in people_at(session, one, Permission.RETURN_WRITE) and approvers_beside(session, one, taker)
    ]  # fmt: skip
    for one in given:
        one.author_id = taker
        tell(session, one.tenant, "case", one.case_id, "return-author-named", None, agency=one.agency)
    return len(given)


def passed_to(session: Session, account_id: UUID) -> Sequence[InformationRequest]:
    """Return the requests of which the person is told when an agency is very late, while any answer is waited for."""
    is_waited_for = exists().where(
        AgencyReturn.tenant == InformationRequest.tenant,
        AgencyReturn.request_id == InformationRequest.id,
        AgencyReturn.status.in_(WAITING),
    )
    wanted = select(InformationRequest).where(InformationRequest.escalation_id == account_id, is_waited_for)
    return session.scalars(wanted).all()


def pass_to(session: Session, leaver: UUID, taker: UUID) -> int:
    """Have the taker told in the leaver's place, of no case that is closed to them; return of how many requests."""
    given = [one for one in passed_to(session, leaver) if taker not in involved_in(session, one.case_id)]
    for one in given:
        one.escalation_id = taker
    return len(given)


register_holding(
    Holding(
        "return to write",
        "returns to write",
        Permission.RETURN_WRITE,
        lambda session, account_id: len(to_write(session, account_id)),
        let_write,
    )
)
register_holding(
    Holding(
        "request to know of when agencies are late",
        "requests to know of when agencies are late",
        Permission.CASE_SEE,
        lambda session, account_id: len(passed_to(session, account_id)),
        pass_to,
        is_of_agency=False,
    )
)
