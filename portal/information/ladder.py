"""Who is reminded, and who is told, on which day while an agency has not answered?

Each step is a row whose key lets it be taken once, written with its letters and its event in one transaction: a
worker that is killed before the commit has done nothing, and one that starts late finds every step that was missed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from uuid import UUID

from sqlalchemy import select

from portal.domain.information import DatedRung, LadderStep, to_take
from portal.domain.permissions import Permission
from portal.domain.vocabulary import Role
from portal.extensions import db
from portal.information.links import is_visited, make_link, may_be_answered
from portal.information.queries import involved_in, ladder_of, people_at, request_of, waiting_ids
from portal.models.attention import call_person, members_here, members_who_may
from portal.models.event import tell
from portal.models.information import WAITING, AgencyReturn, InformationRequest, ReturnStep, steps_taken
from portal.models.meeting import chair_on
from portal.models.moment import is_told
from portal.models.reminder import remind_person
from portal.models.session import TenantSession, entering
from portal.tenancy.model import Tenant
from portal.web.working_days import digest_leaves_at

TO_THE_AGENCY = frozenset({LadderStep.RECEIPT, LadderStep.REMINDER, LadderStep.DUE_TODAY, LadderStep.LATE})
TO_THE_LEAD = frozenset({LadderStep.AGENCY_LEAD})
TO_THE_COORDINATOR = frozenset(
    {LadderStep.LATE, LadderStep.AGENCY_LEAD, LadderStep.ESCALATION, LadderStep.FORMAL_LETTER}
)


def climb(tenant: Tenant, today: date) -> int:
    """Take every step of a partnership whose day has come, each agency's in a commit of its own; return how many."""
    with entering(db.session, tenant.slug, writes=False) as session:
        waiting = list(waiting_ids(session))
    taken = 0
    for return_id in waiting:
        with entering(db.session, tenant.slug) as session:
            taken += climb_one(session, tenant, return_id, today)
    return taken


def climb_one(session: TenantSession, tenant: Tenant, return_id: UUID, today: date) -> int:
    """Take the steps of one agency's return; a letter to the same person about several missed steps is one."""
    wanted = select(AgencyReturn).where(AgencyReturn.id == return_id).with_for_update(of=AgencyReturn)
    one = session.scalar(wanted.execution_options(populate_existing=True))
    if one is None or one.status not in WAITING or one.gone_on_without_at is not None:
        return 0
    request = request_of(session, one)
    done = {each.step for each in steps_taken(session, [one.id])}
    rungs = to_take(
        ladder_of(tenant, request),
        done,
        today,
        is_received=one.opened_at is not None or one.saved_at is not None,
    )
    heard = Heard(session, one, request, today)
    for rung in rungs:
        take(session, one, rung, heard)
    tell_people(session, tenant, request, heard, {rung.step for rung in rungs}, today)
    session.commit()
    return len(rungs)


@dataclass
class Heard:
    """Who can be reached about one agency's return now: nobody who is personally involved in the case."""

    session: TenantSession
    one: AgencyReturn
    request: InformationRequest
    today: date

    @cached_property
    def closed_to(self) -> set[UUID]:
        """The people whom nothing about this case reaches."""
        return involved_in(self.session, self.one.case_id)

    @cached_property
    def leads(self) -> list[UUID]:
        """The agency's safeguarding leads."""
        return people_at(self.session, self.one, Permission.RETURN_APPROVE)

    @cached_property
    def at_the_agency(self) -> list[UUID]:
        """Whoever writes the return, and the leads."""
        writer = (
            [self.one.author_id] if self.one.author_id and self.one.author_id not in self.closed_to else []
        )
        return [*writer, *self.leads]

    @cached_property
    def coordinators(self) -> list[UUID]:
        """Whoever asks agencies here."""
        may = members_who_may(self.session, Permission.INFORMATION_ASK)
        return [each for each in may if each not in self.closed_to]

    @cached_property
    def passed_to(self) -> UUID | None:
        """Who hears that the agency does not answer: whoever was chosen, else whoever chairs; None where nobody can."""
        readers = members_who_may(self.session, Permission.CASE_SEE)
        chairs = [each.account_id for each in members_here(self.session) if Role.CHAIR in each.roles]
        likely = [self.request.escalation_id, chair_on(self.session, self.today), *chairs]
        return next((each for each in likely if each in readers and each not in self.closed_to), None)

    def count(self, step: LadderStep) -> int:
        """How many people a step reaches; whoever has a link is one of the agency's."""
        if step is LadderStep.ESCALATION:
            return int(self.passed_to is not None)
        if step in TO_THE_LEAD:
            return len(self.leads)
        if step in TO_THE_AGENCY:
            return len(set(self.at_the_agency)) + may_be_answered(self.session, self.one)
        return len(self.coordinators)


def take(session: TenantSession, one: AgencyReturn, rung: DatedRung, heard: Heard) -> None:
    """Write down that a step is taken and how many it reached, in the caller's transaction."""
    reached = heard.count(rung.step)
    told_id = heard.passed_to if rung.step is LadderStep.ESCALATION else None
    session.add(
        ReturnStep(
            tenant=one.tenant,
            return_id=one.id,
            step=rung.step,
            due_on=rung.on,
            reached=reached,
            told_id=told_id,
        )
    )
    what = f"ladder-{rung.step.value}" if reached else f"ladder-{rung.step.value}-nobody"
    tell(
        session, one.tenant, "case", one.case_id, what, None, agency=one.agency,
        due_on=rung.on.isoformat(),
    )  # fmt: skip


def tell_people(
    session: TenantSession, tenant: Tenant, request: InformationRequest, heard: Heard,
    steps: Iterable[LadderStep], today: date,
) -> None:  # fmt: skip
    """Remind everybody whom these steps are for, each once, in the caller's transaction; escalation comes at once."""
    found, one = set(steps), heard.one
    people: list[UUID] = []
    if found & TO_THE_AGENCY:
        people += heard.at_the_agency
        send_link_again(session, one)
    if found & TO_THE_LEAD:
        people += heard.leads
    if found & TO_THE_COORDINATOR:
        people += heard.coordinators
    passed_to = heard.passed_to if LadderStep.ESCALATION in found else None
    if passed_to is not None:
        call_person(session, one.tenant, passed_to, is_late=True)
    what = f"information-return/{one.id}/{'+'.join(sorted(found))}"
    for account_id in dict.fromkeys(each for each in people if each != passed_to):
        remind_person(
            session, one.tenant, account_id, what, is_late=today > request.due_on, today=today,
            leaves_at=digest_leaves_at(tenant),
        )  # fmt: skip


def send_link_again(session: TenantSession, one: AgencyReturn) -> None:
    """Remind somebody without an account by another link, since the earlier one may be too old.

    Whoever is answering in this moment needs none: another link would end their visit.
    """
    if may_be_answered(session, one) and not is_visited(session, one) and not is_told():
        make_link(session, one)
