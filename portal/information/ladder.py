"""Who is reminded, and who is told, on which day while an agency has not answered?

Each step is a row whose key lets it be taken once, written with its letters and its event in one transaction: a
worker that is killed before the commit has done nothing, and one that starts late finds every step that was missed.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from sqlalchemy import select

from portal.domain.information import DatedRung, LadderStep, to_take
from portal.domain.permissions import Permission
from portal.extensions import db
from portal.information.links import is_visited, make_link, may_be_answered
from portal.information.queries import involved_in, ladder_of, people_at, request_of, waiting_ids
from portal.models.attention import call_person, members_who_may
from portal.models.event import tell
from portal.models.information import WAITING, AgencyReturn, InformationRequest, ReturnStep, steps_taken
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
    for rung in rungs:
        take(session, one, rung)
    tell_people(session, tenant, one, request, {rung.step for rung in rungs}, today)
    session.commit()
    return len(rungs)


def take(session: TenantSession, one: AgencyReturn, rung: DatedRung) -> None:
    """Write down that a step is taken, in the caller's transaction."""
    session.add(ReturnStep(tenant=one.tenant, return_id=one.id, step=rung.step, due_on=rung.on))
    tell(
        session, one.tenant, "case", one.case_id, f"ladder-{rung.step.value}", None, agency=one.agency,
        due_on=rung.on.isoformat(),
    )  # fmt: skip


def tell_people(
    session: TenantSession, tenant: Tenant, one: AgencyReturn, request: InformationRequest,
    steps: Iterable[LadderStep], today: date,
) -> None:  # fmt: skip
    """Remind everybody whom these steps are for, each once, in the caller's transaction; escalation comes at once."""
    found = set(steps)
    people: list[UUID] = []
    if found & TO_THE_AGENCY:
        people += [one.author_id] if one.author_id else []
        people += people_at(session, one, Permission.RETURN_APPROVE)
        send_link_again(session, one)
    if found & TO_THE_LEAD:
        people += people_at(session, one, Permission.RETURN_APPROVE)
    if found & TO_THE_COORDINATOR:
        people += members_who_may(session, Permission.INFORMATION_ASK)
    closed_to = involved_in(session, one.case_id)
    passed_to = (
        set(escalated_to(session, one, request)) - closed_to if LadderStep.ESCALATION in found else set()
    )
    for account_id in sorted(passed_to):
        call_person(session, one.tenant, account_id, is_late=True)
    what = f"information-return/{one.id}/{'+'.join(sorted(found))}"
    for account_id in dict.fromkeys(each for each in people if each not in closed_to | passed_to):
        remind_person(
            session, one.tenant, account_id, what, is_late=today > request.due_on, today=today,
            leaves_at=digest_leaves_at(tenant),
        )  # fmt: skip


def escalated_to(session: TenantSession, one: AgencyReturn, request: InformationRequest) -> list[UUID]:
    """Return who hears at once that an agency does not answer: whoever was chosen, or else the agency's own leads."""
    if request.escalation_id is not None:
        return [request.escalation_id]
    return people_at(session, one, Permission.RETURN_APPROVE)


def send_link_again(session: TenantSession, one: AgencyReturn) -> None:
    """Remind somebody without an account by another link, since the earlier one may be too old.

    Whoever is answering in this moment needs none: another link would end their visit.
    """
    if may_be_answered(session, one) and not is_visited(session, one) and not is_told():
        make_link(session, one)
