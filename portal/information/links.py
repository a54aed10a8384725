"""How does somebody without an account answer once: a link by e-mail, a code told apart from it, one visit?

A link is good once and soon; opening it needs the code, which the coordinator reads out. Whatever is wrong with
link or code is answered alike. What was typed before a visit ran out is kept, and another link leads back to it.
"""

from __future__ import annotations

import hmac
import re
import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from portal.domain.errors import InvalidAnswer
from portal.domain.permissions import LINK_PERMISSIONS, Permission
from portal.domain.vocabulary import ReturnStatus
from portal.information.answering import note_received
from portal.information.operations import allowed
from portal.information.queries import return_of
from portal.models.account import account_for, keyed_hash, now, token_hash
from portal.models.attention import call_for_attention
from portal.models.audit import record
from portal.models.case_access import is_involved, known_case
from portal.models.event import tell
from portal.models.information import OPEN, AgencyReturn, ReturnLink
from portal.models.outbox import RETURN_LINK, write_letter
from portal.models.session import TenantSession
from portal.tenancy.model import Tenant
from portal.web.access import Actor

LINK_LASTS = timedelta(days=3)
VISIT_LASTS = timedelta(hours=4)
# Long enough that nobody fills a mailbox by asking again and again.
BETWEEN_LINKS = timedelta(minutes=5)
MOST_TRIES = 5
LOOKS_LIKE_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
# Read out over a telephone: no letter that sounds or looks like another.
CODE_ALPHABET, CODE_LENGTH = "234679ACDEFHJKMNPQRTWXYZ", 10
REFUSED = "The link or the code is not right, or the link was used already or is too old"


@dataclass(frozen=True)
class Recipient:
    """Whom a one-off link goes to."""

    name: str
    email: str


def send_link(
    session: TenantSession,
    tenant: Tenant,
    actor: Actor,
    reference: str,
    return_id: UUID,
    to: Recipient,
    today: date,
) -> str:
    """Send a one-off link to somebody at the agency; return the code, which is shown once and told apart."""
    case = known_case(session, reference, actor.account_id, actor.permissions)
    one = return_of(session, case, return_id, locked=True)
    allowed(session, one, actor, "send-link", today)
    code = address_link(session, actor, one, to)
    session.commit()
    return code


def address_link(session: TenantSession, actor: Actor, one: AgencyReturn, to: Recipient) -> str:
    """Address a return's link to somebody, in the caller's transaction; return its code. Raises InvalidAnswer."""
    if not to.name.strip():
        raise InvalidAnswer("Enter the name of the person", "name")
    if not LOOKS_LIKE_EMAIL.fullmatch(to.email.strip()):
        raise InvalidAnswer("Enter an email address", "email")
    account = account_for(session, to.name, to.email)
    if is_involved(session, [one.case_id], account.id):
        raise InvalidAnswer("This person is personally involved in the case", "email")
    if one.link_account_id not in (None, account.id):
        forget_links(session, one)
    code = "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH))
    one.link_account_id, one.code_hash = account.id, hash_of_code(one, code)
    make_link(session, one)
    tell(session, one.tenant, "case", one.case_id, "return-link-sent", actor.account_id, agency=one.agency)
    record(session, "return-link-sent", "agency_return", one.id)
    return code


def hash_of_code(one: AgencyReturn, code: str) -> str:
    """Return what the database keeps of a return's code, however it was read out and typed."""
    typed = "".join(letter for letter in code.upper() if letter in CODE_ALPHABET)
    return keyed_hash("return-code", f"{one.tenant}|{one.id}|{typed}")


def make_link(session: TenantSession, one: AgencyReturn) -> None:
    """Write the letter with a new link, in the caller's transaction; earlier ones and their visits end."""
    moment = now()
    for earlier in links_of(session, one):
        earlier.ends_at = min(earlier.ends_at, moment)
        earlier.visit_ends_at = min(earlier.visit_ends_at, moment) if earlier.visit_ends_at else None
    token = secrets.token_urlsafe(32)
    session.add(
        ReturnLink(
            tenant=one.tenant, return_id=one.id, token_hash=token_hash(token), made_at=moment,
            ends_at=moment + LINK_LASTS,
        )
    )  # fmt: skip
    assert one.link_account_id is not None
    write_letter(
        session, one.tenant, one.link_account_id, RETURN_LINK, f"/{one.tenant}/secure-return/link/{token}"
    )


def links_of(session: TenantSession, one: AgencyReturn) -> list[ReturnLink]:
    """Return the links that led to a return, the latest first."""
    wanted = select(ReturnLink).where(ReturnLink.return_id == one.id)
    return list(session.scalars(wanted.order_by(ReturnLink.made_at.desc(), ReturnLink.id)))


def forget_links(session: TenantSession, one: AgencyReturn) -> None:
    """Take away every link and visit of a return that goes to somebody else from now, in the caller's transaction."""
    for earlier in links_of(session, one):
        session.delete(earlier)
    session.flush()


def may_be_answered(session: TenantSession, one: AgencyReturn) -> bool:
    """Whether a link may lead to a return now: nobody at the agency writes it, and its case is not closed to whom
    the link goes to."""
    is_open = one.status in OPEN and one.author_id is None and one.code_hash is not None
    return is_open and not is_closed_to_holder(session, one)


def is_closed_to_holder(session: TenantSession, one: AgencyReturn) -> bool:
    """Whether whoever a link goes to is personally involved in the case."""
    return one.link_account_id is None or is_involved(session, [one.case_id], one.link_account_id)


# --- opening --------------------------------------------------------------------------------------------------


def begin_visit(session: TenantSession, tenant: Tenant, token: str, code: str) -> str:
    """Use up a link with its code; return the token of the visit. InvalidAnswer, always the same, otherwise."""
    link = session.scalar(
        select(ReturnLink).where(ReturnLink.token_hash == token_hash(token)).with_for_update()
    )
    if link is None or not is_good(session, link):
        raise InvalidAnswer(REFUSED, "code")
    # Counted and committed before it is compared: of many at once, none slips past.
    link.tries += 1
    one = session.get_one(AgencyReturn, (tenant.slug, link.return_id))
    if not hmac.compare_digest(one.code_hash or "", hash_of_code(one, code)):
        refuse(session, tenant, link, one)
        raise InvalidAnswer(REFUSED, "code")
    visit, moment = secrets.token_urlsafe(32), now()
    link.used_at, link.visit_hash, link.visit_ends_at = moment, token_hash(visit), moment + VISIT_LASTS
    note_received(session, one, visitor(one))
    record(session, "return-link-used", "agency_return", one.id)
    session.commit()
    return visit


def is_good(session: TenantSession, link: ReturnLink) -> bool:
    """Whether a link may still be opened."""
    if link.used_at is not None or link.ends_at <= now() or link.tries >= MOST_TRIES:
        return False
    return may_be_answered(session, session.get_one(AgencyReturn, (link.tenant, link.return_id)))


def refuse(session: TenantSession, tenant: Tenant, link: ReturnLink, one: AgencyReturn) -> None:
    """Note a wrong code; the last that is allowed ends the link, and the coordinator is told."""
    record(session, "return-code-refused", "agency_return", one.id)
    if link.tries >= MOST_TRIES:
        one.code_hash = None
        tell(session, tenant.slug, "case", one.case_id, "return-link-locked", None, agency=one.agency)
        call_for_attention(session, tenant.slug, Permission.INFORMATION_ASK, about=[one.case_id])
    session.commit()


def ask_for_another(session: TenantSession, tenant: Tenant, token: str, *, is_visit: bool = False) -> None:
    """Send another link to the same address where the token was ever good; nobody learns whether one was sent."""
    column = ReturnLink.visit_hash if is_visit else ReturnLink.token_hash
    known = session.scalar(select(ReturnLink).where(column == token_hash(token)))
    if known is None:
        return
    one = session.get_one(
        AgencyReturn, (tenant.slug, known.return_id), with_for_update=True, populate_existing=True
    )
    latest = links_of(session, one)[0]
    if not may_be_answered(session, one):
        return
    if latest.used_at is None and latest.made_at > now() - BETWEEN_LINKS:
        return
    make_link(session, one)
    record(session, "return-link-sent", "agency_return", one.id)
    session.commit()


# --- visiting -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Visit:
    """Somebody who opened a link: their return, and whether its time is over."""

    one: AgencyReturn
    actor: Actor
    is_over: bool
    ends_at: datetime


def visitor(one: AgencyReturn) -> Actor:
    """Return whoever the link of a return was sent to, who may answer it and nothing else."""
    assert one.link_account_id is not None
    return Actor(one.link_account_id, one.tenant, None, frozenset(), one.agency, LINK_PERMISSIONS)


def visit_of(session: TenantSession, tenant: Tenant, token: str) -> Visit | None:
    """Return the visit of a browser; None where there never was one, or where the return is no longer asked of it."""
    link = session.scalar(select(ReturnLink).where(ReturnLink.visit_hash == token_hash(token)))
    if link is None or link.visit_ends_at is None:
        return None
    one = session.get_one(AgencyReturn, (tenant.slug, link.return_id))
    if one.author_id is not None or one.status is ReturnStatus.WITHDRAWN or is_closed_to_holder(session, one):
        return None
    return Visit(one, visitor(one), link.visit_ends_at <= now(), link.visit_ends_at)


def is_visited(session: TenantSession, one: AgencyReturn) -> bool:
    """Whether somebody is on a visit to a return."""
    moment = now()
    return any(
        each.visit_ends_at is not None and each.visit_ends_at > moment for each in links_of(session, one)
    )
