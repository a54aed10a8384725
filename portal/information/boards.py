"""Where does each agency stand that was asked about a case, and what was done while it did not answer?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from portal.domain.information import DatedRung, is_late
from portal.domain.permissions import Permission
from portal.domain.vocabulary import ReturnStatus
from portal.information.queries import involved_in, ladder_of
from portal.models.attention import agencies_where_somebody_may
from portal.models.case import Case
from portal.models.information import (
    WAITING,
    AgencyReturn,
    InformationRequest,
    ReturnStep,
    requests_of,
    returns_of_case,
    steps_taken,
)
from portal.tenancy.model import Tenant
from portal.web.working_days import lateness


@dataclass(frozen=True)
class BoardLine:
    """Where one agency stands: who, how it answers, by when, and what was done meanwhile."""

    agency_return: AgencyReturn
    agency: str
    says: str
    state: str
    late: str
    taken: tuple[ReturnStep, ...]
    ahead: tuple[DatedRung, ...]
    has_lead: bool


@dataclass(frozen=True)
class Board:
    """One request with every agency that was asked."""

    request: InformationRequest
    lines: tuple[BoardLine, ...]

    @property
    def returned(self) -> int:
        """How many agencies have answered."""
        return sum(line.agency_return.status is ReturnStatus.RETURNED for line in self.lines)

    @property
    def asked(self) -> int:
        """How many agencies were asked and still are."""
        return sum(line.agency_return.status is not ReturnStatus.WITHDRAWN for line in self.lines)

    @property
    def late(self) -> int:
        """How many agencies are late and have not answered."""
        return sum(line.state == "overdue" for line in self.lines)


def boards_of(session: Session, tenant: Tenant, case: Case, today: date) -> list[Board]:
    """Return what agencies were asked about a case, the latest request first, each agency by its name."""
    returns = returns_of_case(session, case.id)
    taken = steps_taken(session, [each.id for each in returns]) if returns else []
    closed = involved_in(session, case.id) if returns else ()
    led = agencies_where_somebody_may(session, Permission.RETURN_APPROVE, but=closed) if returns else set()
    boards = []
    for request in requests_of(session, case.id):
        lines = [
            board_line(
                tenant, request, each, [step for step in taken if step.return_id == each.id], today,
                has_lead=each.agency in led,
            )
            for each in returns
            if each.request_id == request.id
        ]
        boards.append(Board(request, tuple(sorted(lines, key=lambda line: line.agency))))
    return boards


def board_line(
    tenant: Tenant, request: InformationRequest, agency_return: AgencyReturn, taken: Sequence[ReturnStep],
    today: date, *, has_lead: bool,
) -> BoardLine:  # fmt: skip
    """Return where one agency stands."""
    late = is_late(request.due_on, agency_return.returned_on, today)
    is_open = agency_return.status in WAITING
    state = "overdue" if late and is_open and not agency_return.gone_on_without_at else ""
    done = {step.step for step in taken}
    ahead = tuple(each for each in ladder_of(tenant, request) if each.step not in done) if is_open else ()
    return BoardLine(
        agency_return, tenant.agency_name(agency_return.agency), words_of(agency_return), state,
        lateness(request.due_on, agency_return.returned_on or today) if late else "", tuple(taken), ahead,
        has_lead,
    )  # fmt: skip


def words_of(agency_return: AgencyReturn) -> str:
    """Where a return stands, in words."""
    if agency_return.gone_on_without_at and agency_return.status in WAITING:
        return "Gone on without it"
    if agency_return.is_nil and agency_return.status is ReturnStatus.RETURNED:
        return "Nil return"
    return agency_return.status.label
