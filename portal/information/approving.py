"""How does a lead of the agency approve a return, give it back, or say that nothing is known? One commit each."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from portal.domain.errors import InvalidAnswer
from portal.domain.information import ReturnWay
from portal.domain.vocabulary import ReturnStatus
from portal.information.answering import (
    LONGEST_NAME,
    note_received,
    require_two_people,
    returned,
    say_nothing_known,
    take_away_left,
)
from portal.information.operations import allowed
from portal.information.queries import involved_in, return_for
from portal.models.account import Account
from portal.models.attention import call_person
from portal.models.event import tell
from portal.models.information import AgencyReturn
from portal.models.moment import this_moment
from portal.models.session import TenantSession
from portal.tenancy.model import Tenant
from portal.web.access import Actor
from portal.web.filing import drop


def approve(
    session: TenantSession, tenant: Tenant, actor: Actor, return_id: UUID, today: date
) -> AgencyReturn:
    """Approve a colleague's return: it reaches the partnership. Never by its writer."""
    one = return_for(session, actor, return_id, locked=True)
    transition = allowed(session, one, actor, "approve", today)
    one.status, one.approver_id = ReturnStatus(transition.arrives_at(one.status)), actor.account_id
    returned(session, one, actor, today)
    session.commit()
    return one


def send_back(
    session: TenantSession, tenant: Tenant, actor: Actor, return_id: UUID, comments: str, today: date
) -> AgencyReturn:
    """Give a return back to its writer with comments; nothing of it is lost."""
    if not comments.strip():
        raise InvalidAnswer("Say what needs to change", "comments")
    one = return_for(session, actor, return_id, locked=True)
    transition = allowed(session, one, actor, "send-back", today)
    one.status, one.is_nil = ReturnStatus(transition.arrives_at(one.status)), False
    one.approval_note = comments.strip()
    tell(session, tenant.slug, "case", one.case_id, "return-sent-back", actor.account_id, agency=one.agency)
    if one.author_id is not None and one.author_id not in involved_in(session, one.case_id):
        call_person(session, tenant.slug, one.author_id)
    session.commit()
    return one


def confirm_nil(
    session: TenantSession,
    tenant: Tenant,
    actor: Actor,
    return_id: UUID,
    records: str,
    looked: str,
    today: date,
) -> AgencyReturn:
    """Say in one step that nothing is known: the lead approves it, and somebody else, by name, looked."""
    one = return_for(session, actor, return_id, locked=True)
    transition = allowed(session, one, actor, "confirm-nil", today)
    if not looked.strip():
        raise InvalidAnswer("Enter who checked the records", "author_name")
    require_two_people(looked, session.get_one(Account, actor.account_id).name or "", "author_name")
    say_nothing_known(one, records)
    note_received(session, one, actor)
    one.status, one.way = ReturnStatus(transition.arrives_at(one.status)), ReturnWay.ACCOUNT
    one.submitted_at, one.approval_note = this_moment(), None
    one.author_name, one.approver_id = looked.strip()[:LONGEST_NAME], actor.account_id
    one.approver_name = one.approver_role = None
    returned(session, one, actor, today)
    left = take_away_left(session, one)
    session.commit()
    drop(tenant.slug, left)
    return one
