"""Who is reminded of somebody new who waits for their agency's approval?

Each request's reminders are one commit; what was passed to the coordinator stands on their list and desk too.
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Select, and_, select
from sqlalchemy.orm import Session

from portal.accounts.newcomer_drafts import written_by
from portal.domain.permissions import Permission
from portal.domain.reminding import WaitsFor
from portal.domain.vocabulary import Approval
from portal.models.access_request import AccessRequest, leads_of
from portal.models.account import Membership
from portal.models.attention import members_who_may
from portal.models.session import TenantSession
from portal.tenancy.model import Tenant
from portal.web.waits import Wait, give, owed, remind_each


def remind_all(tenant: Tenant, today: date) -> int:
    """Give every reminder of a partnership's waiting newcomers whose day has come; return how many."""
    return remind_each(tenant, today, waits_of, remind_of)


def waits_of(session: Session, tenant: Tenant) -> list[Wait]:
    """Return what each newcomer waits for and since when."""
    rows = session.execute(waiting()).all()
    return [wait_of(session, tenant, request, since_at) for request, since_at in rows]


def remind_of(session: TenantSession, tenant: Tenant, request_id: UUID, today: date) -> int:
    """Give the reminders of one request that still waits, in one commit."""
    wanted = waiting().where(AccessRequest.id == request_id).with_for_update(of=AccessRequest)
    found, given = session.execute(wanted).one_or_none(), 0
    if found is None:
        return given
    request, since_at = found
    for wait, steps in owed(session, tenant, [wait_of(session, tenant, request, since_at)], today):
        up = members_who_may(session, Permission.ACCESS_APPROVE_ANY)
        give(session, tenant, wait, steps, leads_of(session, request.agency) or up, up, today)
        given += len(steps)
    session.commit()
    return given


def waiting() -> Select[AccessRequest, datetime | None]:
    """Select the requests that nobody has decided about, each with when its account was opened."""
    of_person = and_(
        Membership.tenant == AccessRequest.tenant, Membership.account_id == AccessRequest.account_id
    )
    wanted = select(AccessRequest, Membership.accepted_at).join(Membership, of_person)
    is_waiting = Membership.approval == Approval.WAITING, Membership.is_active
    return wanted.where(*is_waiting, Membership.accepted_at.is_not(None)).order_by(AccessRequest.id)


def wait_of(session: Session, tenant: Tenant, request: AccessRequest, since_at: datetime | None) -> Wait:
    """Return since when somebody new waits, and the clock of what they have written."""
    written = written_by(session, tenant, request.account_id)
    return Wait(
        request.id, WaitsFor.APPROVAL, since_at or request.asked_at, written.clock if written else None
    )
