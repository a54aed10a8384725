"""Where does each agency stand that was asked about a case, and what was done while it did not answer?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from portal.domain.information import DatedRung, LadderStep, is_late
from portal.domain.permissions import Permission
from portal.domain.vocabulary import ReturnStatus
from portal.information.happenings import NOBODY_REACHED, STEPS
from portal.information.queries import involved_in, ladder_of
from portal.models.attention import agencies_where_somebody_may
from portal.models.case import Case
from portal.models.information import (
    WAITING,
    AgencyReturn,
    InformationRequest,
    ReturnStep,
    asked_of,
    contacts_of,
    requests_of,
    returns_of_case,
    steps_taken,
)
from portal.models.read_once import read_once
from portal.tenancy.model import Tenant
from portal.web.happenings import names_of
from portal.web.wording import in_london, source_words
from portal.web.working_days import lateness


@dataclass(frozen=True)
class Done:
    """What was done while an agency had not answered: by the portal, or by somebody who says so."""

    words: str
    on: date
    note: str = ""


@dataclass(frozen=True)
class BoardLine:
    """Where one agency stands: who, how it answers, by when, and what was done meanwhile."""

    agency_return: AgencyReturn
    agency: str
    # What the directory calls its kind, where one organisation of many was asked.
    entry: str
    says: str
    state: str
    late: str
    done: tuple[Done, ...]
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


@read_once
def boards_of(session: Session, tenant: Tenant, case: Case, today: date) -> Sequence[Board]:
    """Return what agencies were asked about a case, the latest request first, each agency by its name."""
    returns = returns_of_case(session, case.id)
    done = done_meanwhile(session, case, returns) if returns else {}
    closed = involved_in(session, case.id) if returns else ()
    led = agencies_where_somebody_may(session, Permission.RETURN_APPROVE, but=closed) if returns else set()
    boards = []
    for request in requests_of(session, case.id):
        lines = [
            board_line(
                tenant,
                request,
                each,
                done.get(each.id, Meanwhile()),
                today,
                has_lead=each.agency in led and not each.place,
            )
            for each in returns
            if each.request_id == request.id
        ]
        boards.append(Board(request, tuple(sorted(lines, key=lambda line: line.agency))))
    return boards


def board_line(
    tenant: Tenant, request: InformationRequest, agency_return: AgencyReturn, meanwhile: Meanwhile,
    today: date, *, has_lead: bool,
) -> BoardLine:  # fmt: skip
    """Return where one agency stands."""
    late = is_late(request.due_on, agency_return.returned_on, today)
    is_open = agency_return.status in WAITING
    state = "overdue" if late and is_open and not agency_return.gone_on_without_at else ""
    rungs = ladder_of(tenant, request) if is_open else ()
    return BoardLine(
        agency_return, asked_of(tenant, agency_return),
        source_words(agency_return.agency, tenant) if agency_return.place else "", words_of(agency_return), state,
        lateness(request.due_on, agency_return.returned_on or today) if late else "",
        tuple(sorted(meanwhile.done, key=lambda each: each.on)),
        tuple(each for each in rungs if each.step not in meanwhile.steps), has_lead,
    )  # fmt: skip


@dataclass
class Meanwhile:
    """What was done about one return: the steps that were taken, and everything in words."""

    steps: set[LadderStep] = field(default_factory=set)
    done: list[Done] = field(default_factory=list)


def done_meanwhile(session: Session, case: Case, returns: Sequence[AgencyReturn]) -> dict[UUID, Meanwhile]:
    """Return what was done about each return while it had not come."""
    taken, contacts = steps_taken(session, [each.id for each in returns]), contacts_of(session, case.id)
    named = {each.told_id for each in taken if each.told_id} | {each.recorded_by for each in contacts}
    names = names_of(session, named) if named else {}
    found: dict[UUID, Meanwhile] = defaultdict(Meanwhile)
    for step in taken:
        found[step.return_id].steps.add(step.step)
        found[step.return_id].done.append(Done(step_words(step, names), in_london(step.taken_at).date()))
    for each in contacts:
        words = f"{each.kind.label}, says {names.get(each.recorded_by, '')}"
        found[each.return_id].done.append(Done(words, each.made_on, each.note or ""))
    return found


def step_words(step: ReturnStep, names: Mapping[UUID, str]) -> str:
    """Say what a step did: whom it told where that is one person, and where it reached nobody that too."""
    if step.told_id is not None:
        return f"{names.get(step.told_id, '')} was told that it does not answer"
    return NOBODY_REACHED[step.step] if step.reached == 0 else STEPS[step.step]


def words_of(agency_return: AgencyReturn) -> str:
    """Where a return stands, in words."""
    if agency_return.gone_on_without_at and agency_return.status in WAITING:
        return "Gone on without it"
    if agency_return.is_nil and agency_return.status is ReturnStatus.RETURNED:
        return "Nil return"
    return agency_return.status.label
