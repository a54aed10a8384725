"""Who is reminded of a referral that waits for quality assurance, or that was returned and not sent again?

Each referral's reminders are one commit; what was passed to the coordinator waits on their desk too.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from flask import url_for
from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from portal.domain.permissions import Permission
from portal.domain.reminding import WaitsFor
from portal.domain.vocabulary import ReferralStatus
from portal.models.attention import members_here, members_who_may
from portal.models.draft_colleague import colleagues_on
from portal.models.event import tell
from portal.models.quality_check import last_returned
from portal.models.referral import Referral
from portal.models.session import TenantSession
from portal.models.wait_reminder import passed_up_ids
from portal.referrals import queries
from portal.referrals.desk_lines import address
from portal.referrals.drafts import is_returned
from portal.referrals.telling import URGENT_HARM, assurers_of
from portal.tenancy.model import Tenant
from portal.web.access import Actor
from portal.web.desk import DeskLine, register_source
from portal.web.waits import Wait, give, owed, passed_up, remind_each
from portal.web.wording import instant_words
from portal.web.working_days import first_clock

WAITING = (ReferralStatus.DRAFT, ReferralStatus.AWAITING_QUALITY_ASSURANCE)


def remind_all(tenant: Tenant, today: date) -> int:
    """Give every reminder of a partnership's waiting referrals whose day has come; return how many."""
    return remind_each(tenant, today, waits_of, remind_of)


def waits_of(session: Session, tenant: Tenant) -> list[Wait]:
    """Return what each referral that does not count yet waits for and since when."""
    return [wait_of(session, tenant, each) for each in session.scalars(waiting()).all()]


def remind_of(session: TenantSession, tenant: Tenant, referral_id: UUID, today: date) -> int:
    """Give the reminders of one referral that still waits, in one commit."""
    wanted = waiting().where(Referral.id == referral_id).with_for_update(of=Referral)
    referral, given = session.scalar(wanted), 0
    if referral is None:
        return given
    for wait, steps in owed(session, tenant, [wait_of(session, tenant, referral)], today):
        up = members_who_may(session, Permission.REFERRAL_ACCEPT)
        give(session, tenant, wait, steps, waited_for(session, referral), up, today)
        for step in steps:
            what = "wait-passed-up" if step.is_passing_up else "wait-reminded"
            tell(session, tenant.slug, "referral", referral.id, what, None, waits_for=wait.waits_for.value)
        given += len(steps)
    session.commit()
    return given


def waiting() -> Select[Referral]:
    """Select what was sent and waits for quality assurance, or for its writers to send it again."""
    is_waiting = Referral.status.in_(WAITING), Referral.sent_at.is_not(None)
    return select(Referral).where(*is_waiting).order_by(Referral.sent_at, Referral.id)


def wait_of(session: Session, tenant: Tenant, referral: Referral) -> Wait:
    """Return what a referral waits for and since when."""
    clock = first_clock(tenant, queries.clocks_of(tenant, referral), referral.incident_on)
    sent_at = referral.sent_at
    assert sent_at is not None  # `waiting` has just asked
    if not is_returned(referral):
        return Wait(referral.id, WaitsFor.QUALITY_ASSURANCE, sent_at, clock)
    check = last_returned(session, referral.id)
    returned_at = check.ended_at if check else None
    return Wait(referral.id, WaitsFor.CHANGES, returned_at or sent_at, clock)


def waited_for(session: Session, referral: Referral) -> list[UUID]:
    """Return whom a referral waits for: who can check it, or its writers as far as they still work here."""
    if not is_returned(referral):
        return assurers_of(session, referral)
    writers = {referral.referrer_id, *(each.account_id for each in colleagues_on(session, referral.id))}
    return [each.account_id for each in members_here(session) if each.account_id in writers]


def to_chase(session: Session, actor: Actor, tenant: Tenant) -> list[DeskLine]:
    """Return what was passed to the coordinator because it waits, and still does, but for what is theirs to write."""
    ids = passed_up_ids(WaitsFor.QUALITY_ASSURANCE, WaitsFor.CHANGES)
    found = session.scalars(waiting().where(Referral.id.in_(ids), ~queries.is_theirs(actor))).all()
    # Where nobody can check it, another line says so.
    referrals = {each.id: each for each in found if is_returned(each) or assurers_of(session, each)}
    waits = [wait_of(session, tenant, each) for each in referrals.values()]
    return [line_of(tenant, referrals[wait.thing_id], wait) for wait in passed_up(session, waits)]


def line_of(tenant: Tenant, referral: Referral, wait: Wait) -> DeskLine:
    """Return the line of one referral; one that the coordinator may not read leads to the list."""
    agency, since = tenant.agency_name(referral.agency), instant_words(wait.since_at)
    title = f"Passed to you because it waits: {queries.form_title(tenant, referral)}"
    due_on = wait.clock[1] if wait.clock else None
    if wait.waits_for is WaitsFor.QUALITY_ASSURANCE:
        why = f"It has waited for quality assurance since {since}. Ask {agency} who gives it."
        return DeskLine(title, address(referral), due_on, why)
    is_known = referral.harm in URGENT_HARM
    why = f"It was returned to its writers {since}, and not sent again. Ask {agency} when it comes."
    return DeskLine(title, address(referral) if is_known else url_for("referrals.index"), due_on, why)


register_source(Permission.REFERRAL_ACCEPT, to_chase)
