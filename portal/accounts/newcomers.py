"""How does a practitioner of a known agency get in by themselves, and who agrees that they refer for it?

The answer to asking is the same whatever is asked. An address at an agency's domain gets a link; whoever opens it
has a limited account at once, and sends nothing before the agency's safeguarding lead has agreed.
"""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from sqlalchemy import Select, and_, or_, select

from portal.accounts.operations import INVITATION_LASTS, make_link, use_link
from portal.accounts.people import send_invitation
from portal.domain.errors import Conflict, InvalidAnswer, NotFound
from portal.domain.permissions import Permission
from portal.domain.reminding import WaitsFor
from portal.domain.vocabulary import Approval, Role
from portal.models.access_request import AccessRequest
from portal.models.account import ACCESS, INVITATION, Account, Membership, account_for, account_with
from portal.models.attention import agencies_where_somebody_may, call_person
from portal.models.audit import record
from portal.models.moment import this_moment
from portal.models.outbox import ACCESS as ACCESS_LETTER
from portal.models.outbox import HAS_ACCESS, write_letter
from portal.models.session import TenantSession
from portal.models.wait_reminder import passed_up_ids
from portal.tenancy.model import AgencyEntry, Tenant
from portal.web.access import Actor
from portal.web.lists import MOST_LISTED, Page, page_of

ACCESS_LASTS = timedelta(days=1)


def agencies_of(tenant: Tenant, email: str) -> tuple[AgencyEntry, ...]:
    """Return the agencies whose people have addresses at this one's domain; a council's may be several."""
    domain = email.strip().casefold().rpartition("@")[2]
    return tuple(each for each in tenant.agencies if domain in each.email_domains)


def ask_for_access(session: TenantSession, tenant: Tenant, email: str) -> None:
    """Send an address at an agency's domain what it may have: a link to begin, or word that it has an account."""
    account = account_for(session, "", email) if agencies_of(tenant, email) else account_with(session, email)
    record(session, "access-asked", "account", account.id if account else None)
    if account is not None and agencies_of(tenant, email) and account.is_active:
        send_what_fits(session, tenant, account)
    session.commit()


def send_what_fits(session: TenantSession, tenant: Tenant, account: Account) -> None:
    """Write the one letter that is right for this person, in the caller's transaction; none to somebody shut out."""
    membership = session.scalar(select(Membership).where(Membership.account_id == account.id))
    if membership is None:
        token = make_link(session, account.id, ACCESS, f"tenant:{tenant.slug}", ACCESS_LASTS)
        link = f"/{tenant.slug}/ask-for-access/{token}"
        write_letter(session, tenant.slug, account.id, ACCESS_LETTER, link)
    elif membership.is_active and membership.accepted_at is not None:
        write_letter(session, tenant.slug, account.id, HAS_ACCESS, f"/{tenant.slug}/sign-in")
    elif membership.is_active:
        send_invitation(session, tenant.slug, account.id)


def confirm_access(session: TenantSession, tenant: Tenant, token: str, name: str, agency: str) -> str:
    """Use the link up and begin a limited membership; return the token with which the account is opened."""
    link = use_link(session, ACCESS, token)
    account = session.get_one(Account, link.account_id)
    if link.place != f"tenant:{tenant.slug}" or not account.is_active:
        raise NotFound("This link can no longer be used")
    if agency not in {each.code for each in agencies_of(tenant, account.email or "")}:
        raise InvalidAnswer("Select the agency that you work for", "agency")
    if account.confirmed_at is None:
        account.name = name.strip()
    if session.scalar(select(Membership).where(Membership.account_id == account.id)) is None:
        session.add(
            Membership(
                tenant=tenant.slug, account_id=account.id, roles=(Role.REFERRER,), agency=agency,
                approval=Approval.WAITING,
            )
        )  # fmt: skip
        session.add(AccessRequest(tenant=tenant.slug, account_id=account.id, agency=agency))
        record(session, "access-requested", "account", account.id)
    opening = make_link(session, account.id, INVITATION, f"tenant:{tenant.slug}", INVITATION_LASTS)
    session.commit()
    return opening


def decide(
    session: TenantSession, actor: Actor, newcomer_id: UUID, *, is_approved: bool, reason: str = ""
) -> None:
    """Agree that somebody refers for their agency, or refuse with a reason that they can read."""
    if not is_approved and not reason.strip():
        raise InvalidAnswer("Say why they cannot refer for your agency", "reason")
    request = request_seen_by(session, actor, newcomer_id, is_locked=True)
    membership = session.scalar(select(Membership).where(Membership.account_id == request.account_id))
    if membership is None or membership.approval is None:
        raise Conflict("Somebody has approved this person already.")
    membership.approval = None if is_approved else Approval.REFUSED
    request.decided_at, request.decided_by = this_moment(), actor.account_id
    request.reason = None if is_approved else reason.strip()
    what = "access-approved" if is_approved else "access-refused"
    record(session, what, "account", request.account_id)
    call_person(session, request.tenant, request.account_id)
    session.commit()


def request_seen_by(
    session: TenantSession, actor: Actor, newcomer_id: UUID, *, is_locked: bool = False
) -> AccessRequest:
    """Return a request that is this person's to decide: of their own agency, or any for who may approve all."""
    wanted = select(AccessRequest).where(AccessRequest.id == newcomer_id)
    if not actor.may(Permission.ACCESS_APPROVE_ANY):
        wanted = wanted.where(AccessRequest.agency == actor.agency, AccessRequest.agency != "")
    found: AccessRequest | None = session.scalar(wanted.with_for_update() if is_locked else wanted)
    if found is None:
        raise NotFound("There is no such request.")
    return found


def requests_for(session: TenantSession, actor: Actor) -> Select[AccessRequest]:
    """Select the requests that are this person's to decide, of accounts that have been opened.

    Who may approve any sees those of agencies without a safeguarding lead, those that waited too long for theirs, and
    those of their own agency.
    """
    wanted = select(AccessRequest).join(
        Membership,
        (Membership.tenant == AccessRequest.tenant) & (Membership.account_id == AccessRequest.account_id),
    )
    own = and_(AccessRequest.agency == actor.agency, AccessRequest.agency != "")
    if actor.may(Permission.ACCESS_APPROVE_ANY):
        led = agencies_where_somebody_may(session, Permission.ACCESS_APPROVE)
        own = or_(
            own, AccessRequest.agency.not_in(led), AccessRequest.id.in_(passed_up_ids(WaitsFor.APPROVAL))
        )
    return wanted.where(Membership.accepted_at.is_not(None), Membership.is_active, own)


def waiting_for(session: TenantSession, actor: Actor) -> list[AccessRequest]:
    """Return the requests that wait for this person's word, the latest first; no more than a list has lines."""
    wanted = requests_for(session, actor).where(Membership.approval == Approval.WAITING)
    in_order = wanted.order_by(AccessRequest.asked_at.desc(), AccessRequest.id).limit(MOST_LISTED)
    return list(session.scalars(in_order))


def decided_for(session: TenantSession, actor: Actor, after: UUID | None = None) -> Page[AccessRequest]:
    """Return a page of the requests that were decided, those that were asked last first."""
    is_decided = or_(Membership.approval.is_(None), Membership.approval != Approval.WAITING)
    wanted = requests_for(session, actor).where(is_decided)
    return page_of(session, wanted, AccessRequest.asked_at, AccessRequest.id, after, lambda row: row.id)
