"""Which referrals wait on a desk for an answer, or for somebody else's?"""

from __future__ import annotations

from dataclasses import replace

from flask import url_for
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.permissions import Permission
from portal.domain.vocabulary import OfferStatus, ReferralStatus
from portal.models.offer import IncomingOffer
from portal.models.referral_question import open_questions
from portal.referrals import queries
from portal.referrals.desk_lines import address
from portal.tenancy.model import Tenant
from portal.web.access import Actor
from portal.web.desk import DeskLine, register_source
from portal.web.wording import instant_words


def to_answer(session: Session, actor: Actor, tenant: Tenant) -> list[DeskLine]:
    """Return what is asked about the person's own referrals, and about those of their agency that they see."""
    if actor.may(Permission.REFERRAL_ACCEPT):
        return []
    return lines_of(
        session, actor, tenant, "Answer about: {}", "The partnership asks for more, and waits for it."
    )


def awaited(session: Session, actor: Actor, tenant: Tenant) -> list[DeskLine]:
    """Return what the partnership has asked and has no answer to."""
    found = lines_of(
        session, actor, tenant, "Wait for an answer: {}", "You can go on without one at any time."
    )
    return [replace(line, waits_on_others=True) for line in found]


def lines_of(session: Session, actor: Actor, tenant: Tenant, title: str, why: str) -> list[DeskLine]:
    """Return a line for each referral that waits for an answer."""
    waiting = queries.waiting(session, actor, ReferralStatus.MORE_ASKED)
    asked = open_questions(session, [each.id for each in waiting])
    return [
        DeskLine(title.format(queries.form_title(tenant, each)), address(each), asked[each.id].answer_by, why)
        for each in waiting
        if each.id in asked
    ]


def offered_here(session: Session, actor: Actor, tenant: Tenant) -> list[DeskLine]:
    """Return what other areas offer here and nobody has answered."""
    wanted = select(IncomingOffer).where(IncomingOffer.status == OfferStatus.WAITING)
    why = "Another area thinks that a referral is yours. You see it once you accept; telephone them first."
    return [
        DeskLine(
            f"Answer an offer, made {instant_words(each.offered_at)}",
            url_for("referrals.offered", offer_id=each.id), None, why,
        )
        for each in session.scalars(wanted.order_by(IncomingOffer.offered_at))
    ]  # fmt: skip


register_source(Permission.REFERRAL_ACCEPT, offered_here)
register_source(Permission.REFERRAL_CREATE, to_answer)
register_source(Permission.REFERRAL_ACCEPT, awaited)
