"""How does one partnership's portal tell another's about an offer, and how does an accepted referral pass to it?

The one place where work crosses from partnership to partnership. Each step is a session of one partnership with a
commit of its own, and may be done again: the rows on both sides carry one id, and say whether the other side knows.
Nothing about anybody passes before the other area has accepted; then a copy passes, in memory, from one side's key to
the other's, and both records say so. Whoever accepts acts on the sender's side with the hand-over's own leave alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask import current_app
from sqlalchemy import select

from portal.domain.permissions import HAND_OVER_PERMISSIONS, Permission
from portal.domain.vocabulary import OfferAnswer, OfferReason, OfferStatus, ReferralStatus
from portal.domain.workflow import Thing, require_action
from portal.extensions import db
from portal.models.attention import call_for_attention
from portal.models.audit import record
from portal.models.event import tell
from portal.models.moment import this_moment
from portal.models.offer import IncomingOffer, ReferralOffer
from portal.models.referral import Referral
from portal.models.session import TenantSession, entering
from portal.models.sign_in import put_down
from portal.referrals.copying import Package, copied, packed, tenant_called
from portal.referrals.passing_on import pass_case_on
from portal.referrals.telling import URGENT_HARM


@dataclass(frozen=True)
class Notice:
    """All that the area that is asked learns before it accepts."""

    offer_id: UUID
    from_slug: str
    to_slug: str
    reason: OfferReason
    status: OfferStatus
    offered_at: datetime


# --- telling that there is an offer --------------------------------------------------------------------------


def tell_receiver(sender: str, offer_id: UUID) -> None:
    """Tell the area that is asked where an offer stands: that it was made, or taken back."""
    notice = notice_of(sender, offer_id)
    if notice is None:
        return
    put_notice(notice)
    with entering(db.session, sender) as session:
        made = session.scalars(select(ReferralOffer).where(ReferralOffer.id == offer_id).with_for_update()).one()
        # Taken back while the other side was told that it was made: they are still to hear of that.
        made.is_told = made.status is notice.status
        session.commit()


def notice_of(sender: str, offer_id: UUID) -> Notice | None:
    """Return what may be said of an offer; nothing where the other side knows already."""
    put_down()
    with entering(db.session, sender, writes=False) as session:
        made = session.get(ReferralOffer, offer_id)
        if made is None or made.is_told or not made.to_slug:
            return None
        return Notice(made.id, sender, made.to_slug, made.reason, made.status, made.offered_at)


def put_notice(notice: Notice) -> None:
    """Write on the other side that there is an offer, or that it was taken back before anybody accepted it."""
    with entering(db.session, notice.to_slug) as session:
        kept = session.scalar(select(IncomingOffer).where(IncomingOffer.id == notice.offer_id).with_for_update())
        if kept is None:
            kept = IncomingOffer(
                tenant=notice.to_slug, id=notice.offer_id, from_slug=notice.from_slug, reason=notice.reason,
                status=OfferStatus.WAITING, offered_at=notice.offered_at,
            )  # fmt: skip
            session.add(kept)
            tell(session, notice.to_slug, "offer", kept.id, "offer-arrived", None)
            record(session, "offer-arrived", "incoming_offer", kept.id)
            call_for_attention(session, notice.to_slug, Permission.REFERRAL_ACCEPT, about=())
        if notice.status is OfferStatus.TAKEN_BACK and kept.status in (OfferStatus.WAITING, OfferStatus.BEING_TAKEN):
            kept.status, kept.is_told = OfferStatus.TAKEN_BACK, True
            tell(session, notice.to_slug, "offer", kept.id, "offer-taken-back", None)
            record(session, "offer-taken-back", "incoming_offer", kept.id)
        session.commit()


def tell_sender(receiver: str, offer_id: UUID) -> None:
    """Tell the area that offered a referral that it was declined; the referral goes back to where it was."""
    put_down()
    with entering(db.session, receiver, writes=False) as session:
        kept = session.get_one(IncomingOffer, offer_id)
        if kept.is_told or kept.status is not OfferStatus.DECLINED:
            return
        sender, answer = kept.from_slug, kept.answer
    give_back(sender, receiver, offer_id, answer)
    with entering(db.session, receiver) as session:
        session.get_one(IncomingOffer, offer_id).is_told = True
        session.commit()


def give_back(sender: str, receiver: str, offer_id: UUID, answer: OfferAnswer | None) -> None:
    """Let a referral whose offer was declined wait in its own area again."""
    with entering(db.session, sender) as session:
        made, referral = locked_offer(session, receiver, offer_id)
        if made is None or referral is None or made.status is not OfferStatus.WAITING:
            return
        made.status, made.ended_at, made.answer, made.is_told = OfferStatus.DECLINED, this_moment(), answer, True
        moved(session, sender, referral, "return-from-offer", "offer-declined")
        call_for_attention(session, sender, Permission.REFERRAL_ACCEPT, about=referral.case_ids)
        session.commit()


# --- the referral itself -------------------------------------------------------------------------------------


def take_over(receiver: str, offer_id: UUID) -> None:
    """Bring an accepted referral over, once however often it is tried; nothing passes that was taken back."""
    put_down()
    with entering(db.session, receiver, writes=False) as session:
        kept = session.get_one(IncomingOffer, offer_id)
        if kept.status is not OfferStatus.BEING_TAKEN:
            return
        sender = kept.from_slug
    package = hand_out(sender, receiver, offer_id)
    take_up(receiver, offer_id, package)


def hand_out(sender: str, receiver: str, offer_id: UUID) -> Package | None:
    """Let a referral pass to the area that accepted it, on the sender's record; nothing where it was taken back."""
    with entering(db.session, sender) as session:
        made, referral = locked_offer(session, receiver, offer_id)
        if made is None or referral is None:
            return None
        if made.status is OfferStatus.WAITING:
            made.status, made.ended_at, made.is_told = OfferStatus.ACCEPTED, this_moment(), True
            moved(session, sender, referral, "hand-over", "handed-over")
            pass_case_on(session, tenant_called(sender), referral)
            call_for_attention(session, sender, Permission.REFERRAL_ACCEPT, about=referral.case_ids)
        if made.status is not OfferStatus.ACCEPTED:
            return None
        package = packed(session, tenant_called(sender), referral)
        session.commit()
        return package


def locked_offer(
    session: TenantSession, receiver: str, offer_id: UUID
) -> tuple[ReferralOffer | None, Referral | None]:
    """Return an offer made to this area with its referral, both locked; nothing for an offer to another."""
    wanted = select(ReferralOffer).where(ReferralOffer.id == offer_id, ReferralOffer.to_slug == receiver)
    made: ReferralOffer | None = session.scalar(wanted.with_for_update())
    if made is None:
        return None, None
    offered = select(Referral).where(Referral.id == made.referral_id)
    return made, session.scalars(offered.with_for_update(of=Referral)).one()


def moved(session: TenantSession, sender: str, referral: Referral, action: str, what: str) -> None:
    """Move a referral on its own side, where somebody of another area brought it about."""
    transition = require_action(Thing.REFERRAL, referral.status, action, HAND_OVER_PERMISSIONS, {})
    referral.status = ReferralStatus(transition.arrives_at(referral.status))
    # Told as the portal's act: who works in the other area is not this area's to know. The record names them.
    tell(session, sender, "referral", referral.id, what, None)
    record(session, f"referral-{what}", "referral", referral.id)


def take_up(receiver: str, offer_id: UUID, package: Package | None) -> None:
    """Keep the copy, sealed with a key of its own, as a referral that was received now."""
    with entering(db.session, receiver) as session:
        kept = session.scalars(select(IncomingOffer).where(IncomingOffer.id == offer_id).with_for_update()).one()
        if kept.status is not OfferStatus.BEING_TAKEN or kept.decided_by is None:
            return
        kept.is_told = True
        if package is None:
            kept.status = OfferStatus.TAKEN_BACK
            session.commit()
            return
        referral = copied(session, kept, package, kept.decided_by)
        kept.status, kept.referral_id = OfferStatus.ACCEPTED, referral.id
        tell(session, receiver, "referral", referral.id, "arrived", None)
        record(session, "referral-arrived", "referral", referral.id)
        is_urgent = referral.harm in URGENT_HARM
        call_for_attention(
            session, receiver, Permission.REFERRAL_ACCEPT, about=(), but=kept.decided_by, is_urgent=is_urgent
        )
        if is_urgent:
            council = Permission.DECISION_RECORD_LOCAL_AUTHORITY
            call_for_attention(session, receiver, council, about=(), is_urgent=True)
        session.commit()


# --- what a crash left over ----------------------------------------------------------------------------------


def finish(tenant: str) -> int:
    """Tell the other side what it has not been told, and bring over what was accepted; return how many.

    What an area that has left the portal offered, or is offered, stays as it stands: there is nobody to tell.
    """
    here = list(current_app.extensions["tenants"].by_slug)
    with entering(db.session, tenant, writes=False) as session:
        made = list(session.scalars(
            select(ReferralOffer.id).where(ReferralOffer.is_told.is_(False), ReferralOffer.to_slug.in_(here))
        ))  # fmt: skip
        kept = session.execute(
            select(IncomingOffer.id, IncomingOffer.status).where(
                IncomingOffer.is_told.is_(False), IncomingOffer.from_slug.in_(here)
            )
        ).all()
    for offer_id in made:
        tell_receiver(tenant, offer_id)
    for offer_id, status in kept:
        if status is OfferStatus.BEING_TAKEN:
            take_over(tenant, offer_id)
        else:
            tell_sender(tenant, offer_id)
    return len(made) + len(kept)
