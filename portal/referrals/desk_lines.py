"""Which referrals wait on a person's desk?"""

from __future__ import annotations

from datetime import date

from flask import url_for
from sqlalchemy.orm import Session

from portal.domain.permissions import Permission
from portal.domain.vocabulary import ReferralStatus
from portal.models.draft_colleague import has_written
from portal.models.referral import Referral
from portal.referrals import colleagues, drafts, queries
from portal.referrals.telling import URGENT_HARM, assurers_of
from portal.tenancy.model import Tenant
from portal.web.access import Actor
from portal.web.desk import DeskLine, Offer, register_offer, register_source
from portal.web.wording import instant_words
from portal.web.working_days import first_due


def own_drafts(session: Session, actor: Actor, tenant: Tenant) -> list[DeskLine]:
    """Return the person's drafts; one that was returned says so."""
    lines = []
    for draft in drafts.drafts_of(session, actor):
        why = why_own(session, actor, draft)
        title = f"Finish: {queries.form_title(tenant, draft)}"
        lines.append(DeskLine(title, address(draft), due(tenant, draft), why))
    return lines


def why_own(session: Session, actor: Actor, draft: Referral) -> str:
    """Say why a draft is on the desk of somebody who writes it."""
    if draft.referrer_id != actor.account_id:
        return "A colleague asked you to work on this. They send it."
    if draft.sent_at:
        return "Returned to you with comments."
    if colleagues.was_passed_on(session, draft):
        return "A colleague passed this to you to send."
    return "You began this and have not sent it."


def to_quality_assure(session: Session, actor: Actor, tenant: Tenant) -> list[DeskLine]:
    """Return the referrals of the person's agency that wait for a second pair of eyes."""
    return [
        DeskLine(
            f"Quality assure: {queries.form_title(tenant, referral)}",
            url_for("referrals.quality_assurance", referral_id=referral.id),
            due(tenant, referral),
            "It reaches the partnership only when you agree that it is ready.",
        )
        for referral in queries.waiting(session, actor, ReferralStatus.AWAITING_QUALITY_ASSURANCE)
        if not has_written(session, referral, actor.account_id)
    ]


def to_take_in(session: Session, actor: Actor, tenant: Tenant) -> list[DeskLine]:
    """Return what has been received, and is neither accepted nor declined."""
    why = "Accept it into a case, or say why it is not taken forward."
    return [
        DeskLine(
            f"Take in: {queries.form_title(tenant, referral)}",
            address(referral),
            None,
            f"Received {instant_words(referral.received_at)}. {why}",
            comes_first=True,
        )
        for referral in queries.waiting(session, actor, ReferralStatus.RECEIVED)
    ]


def to_know_of(session: Session, actor: Actor, tenant: Tenant) -> list[DeskLine]:
    """Return, at once, a death or serious harm whose referral is still being checked or was returned."""
    checked = queries.waiting(session, actor, ReferralStatus.AWAITING_QUALITY_ASSURANCE)
    returned = drafts.returned_to_others(session, actor)
    harmed = "A child has died or been seriously harmed."
    waits = f"{harmed} Other duties do not wait for quality assurance."
    is_back = f"{harmed} The referral was returned to its writers. Other duties do not wait for it."
    return [
        DeskLine(f"Know of: {queries.form_title(tenant, each)}", address(each), None, why, comes_first=True)
        for referrals, why in ((checked, waits), (returned, is_back))
        for each in referrals
        if each.harm in URGENT_HARM
    ]


def to_find_a_quality_assurer(session: Session, actor: Actor, tenant: Tenant) -> list[DeskLine]:
    """Return what waits for quality assurance in an agency where nobody can give it."""
    why = "Nobody of this agency can quality assure it. Ask the agency who can, and have them invited."
    return [
        DeskLine(f"Nobody can check: {queries.form_title(tenant, referral)}", address(referral), None, why)
        for referral in queries.waiting(session, actor, ReferralStatus.AWAITING_QUALITY_ASSURANCE)
        if not assurers_of(session, referral)
    ]


def due(tenant: Tenant, referral: Referral) -> date | None:
    """Return the day by which it is to reach the partnership; None where its form starts no clock."""
    return first_due(tenant, queries.clocks_of(tenant, referral), referral.incident_on)


def address(referral: Referral) -> str:
    """Return where the referral is shown."""
    return url_for("referrals.show", referral_id=referral.id)


register_source(Permission.REFERRAL_CREATE, own_drafts)
register_source(Permission.REFERRAL_QUALITY_ASSURE, to_quality_assure)
register_source(Permission.REFERRAL_ACCEPT, to_take_in)
register_source(Permission.REFERRAL_ACCEPT, to_know_of)
register_source(Permission.REFERRAL_ACCEPT, to_find_a_quality_assurer)
register_source(Permission.DECISION_RECORD_LOCAL_AUTHORITY, to_know_of)
register_offer(
    Permission.REFERRAL_CREATE,
    Offer("Begin a referral", "referrals.start", "Refer a case. You can save it and come back."),
)
register_offer(
    Permission.REFERRAL_SEE_OWN, Offer("Referrals", "referrals.index", "Drafts, and what has been sent.")
)
