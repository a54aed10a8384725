"""How is a referral offered to another area, taken back, accepted or declined, by the people of each side?

Each commits on its own side first; the other side is told afterwards, by the hand-over, as often as it takes.
"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from portal.domain.errors import Conflict, InvalidAnswer, NotAllowed, NotFound
from portal.domain.permissions import Permission
from portal.domain.vocabulary import OfferAnswer, OfferReason, OfferStatus
from portal.models.audit import record
from portal.models.event import tell
from portal.models.moment import this_moment
from portal.models.offer import IncomingOffer, ReferralOffer, waiting_offer
from portal.models.referral import Referral
from portal.models.referral_letter import OFFERED, ReferralLetter
from portal.models.session import TenantSession
from portal.referrals import handing_over
from portal.referrals.letters import offered_text
from portal.referrals.operations import allowed, move
from portal.referrals.passing_on import pass_case_on
from portal.referrals.queries import referral_seen_by
from portal.tenancy.model import Tenant, Tenants
from portal.web.access import Actor


def offer(
    session: TenantSession, tenant: Tenant, tenants: Tenants, actor: Actor, referral_id: UUID, to_slug: str, reason: str
) -> ReferralOffer:
    """Offer a referral to another partnership of the portal, which is told who offers and why, and nothing else."""
    if to_slug == tenant.slug or tenants.get(to_slug) is None:
        raise InvalidAnswer("Select the area", "area")
    made = made_offer(session, tenant, actor, referral_id, reason, to_slug=to_slug)
    session.commit()
    handing_over.tell_receiver(tenant.slug, made.id)
    return made


def offer_by_letter(
    session: TenantSession, tenant: Tenant, actor: Actor, referral_id: UUID, written_to: str, reason: str, words: str
) -> ReferralOffer:
    """Offer a referral to an area that is not on the portal, by a letter that names no child."""
    if not written_to.strip():
        raise InvalidAnswer("Enter who is written to", "written_to")
    if not words.strip():
        raise InvalidAnswer("Write what the letter says", "words")
    made = made_offer(session, tenant, actor, referral_id, reason, written_to=written_to.strip())
    session.add(
        ReferralLetter(
            tenant=tenant.slug, unit=made.unit, referral_id=referral_id, kind=OFFERED, reasons=[reason],
            written_by=actor.account_id, addressee=written_to.strip(),
            text=offered_text(tenant, made, session.get_one(Referral, referral_id), words),
        )
    )  # fmt: skip
    session.commit()
    return made


def made_offer(
    session: TenantSession, tenant: Tenant, actor: Actor, referral_id: UUID, reason: str, *, to_slug: str = "",
    written_to: str | None = None,
) -> ReferralOffer:  # fmt: skip
    """Offer a referral, in the caller's transaction."""
    if reason not in set(OfferReason):
        raise InvalidAnswer("Select why it may be theirs", "reason")
    referral = referral_seen_by(session, actor, referral_id, locked=True)
    transition = allowed(referral, tenant, actor, "offer")
    made = ReferralOffer(
        tenant=tenant.slug, unit=referral.unit, referral_id=referral.id, reason=OfferReason(reason),
        to_slug=to_slug, written_to=written_to, offered_by=actor.account_id, is_told=not to_slug,
    )  # fmt: skip
    session.add(made)
    move(session, tenant, actor, referral, transition, "offered")
    return made


def take_back(session: TenantSession, tenant: Tenant, actor: Actor, referral_id: UUID) -> Referral:
    """Take an offer back that nobody has accepted; the referral is where it was before."""
    referral = referral_seen_by(session, actor, referral_id, locked=True)
    transition = allowed(referral, tenant, actor, "take-offer-back")
    made = open_offer(session, referral)
    end(made, OfferStatus.TAKEN_BACK)
    move(session, tenant, actor, referral, transition, "offer-taken-back")
    session.commit()
    handing_over.tell_receiver(tenant.slug, made.id)
    return referral


def record_answer(
    session: TenantSession, tenant: Tenant, actor: Actor, referral_id: UUID, words: str, *, is_accepted: bool
) -> Referral:
    """Write down what an area answered that is not on the portal."""
    if not words.strip():
        raise InvalidAnswer("Say what they answered, who and when", "words")
    referral = referral_seen_by(session, actor, referral_id, locked=True)
    action = "record-acceptance" if is_accepted else "record-refusal"
    transition = allowed(referral, tenant, actor, action)
    made = open_offer(session, referral)
    end(made, OfferStatus.ACCEPTED if is_accepted else OfferStatus.DECLINED)
    made.answered_in_words = words.strip()
    move(session, tenant, actor, referral, transition, "handed-over" if is_accepted else "offer-declined")
    if is_accepted:
        pass_case_on(session, tenant, referral, actor.account_id)
    session.commit()
    return referral


def open_offer(session: TenantSession, referral: Referral) -> ReferralOffer:
    """Return the offer of a referral that waits, locked; Conflict where none does."""
    found = waiting_offer(session, referral.id)
    if found is None:
        raise Conflict("No offer of this referral waits for an answer.")
    return found


def end(made: ReferralOffer, status: OfferStatus) -> None:
    """Say what became of an offer; an area on the portal is still to be told."""
    made.status, made.ended_at, made.is_told = status, this_moment(), not made.to_slug


# --- the area that is asked ----------------------------------------------------------------------------------


def incoming(session: TenantSession, actor: Actor, offer_id: UUID, *, locked: bool = False) -> IncomingOffer:
    """Return an offer that was made here; NotFound alike where there is none and for whoever takes nothing in."""
    wanted = select(IncomingOffer).where(IncomingOffer.id == offer_id)
    if locked:
        wanted = wanted.with_for_update().execution_options(populate_existing=True)
    found: IncomingOffer | None = session.scalar(wanted) if actor.may(Permission.REFERRAL_ACCEPT) else None
    if found is None:
        raise NotFound("There is no such offer.")
    return found


def accept(session: TenantSession, tenant: Tenant, actor: Actor, offer_id: UUID) -> IncomingOffer:
    """Accept an offer: only then does a copy of the referral pass, and it waits here to be taken in."""
    taken = decided(session, tenant, actor, offer_id, OfferStatus.BEING_TAKEN, "offer-accepted")
    session.commit()
    handing_over.take_over(tenant.slug, taken.id)
    return taken


def decline(session: TenantSession, tenant: Tenant, actor: Actor, offer_id: UUID, answer: str) -> IncomingOffer:
    """Decline an offer with one of the answers that may pass; the referral goes back to the area that offered it."""
    if answer not in set(OfferAnswer):
        raise InvalidAnswer("Select what to tell them", "answer")
    taken = decided(session, tenant, actor, offer_id, OfferStatus.DECLINED, "offer-declined")
    taken.answer = OfferAnswer(answer)
    session.commit()
    handing_over.tell_sender(tenant.slug, taken.id)
    return taken


def decided(
    session: TenantSession, tenant: Tenant, actor: Actor, offer_id: UUID, status: OfferStatus, what: str
) -> IncomingOffer:
    """Decide about an offer that waits, in the caller's transaction."""
    found = incoming(session, actor, offer_id, locked=True)
    if not actor.may(Permission.REFERRAL_ACCEPT):
        raise NotAllowed("Your roles do not include this.")
    if found.status is not OfferStatus.WAITING:
        raise Conflict(f"This offer is now “{found.status.label.lower()}”.")
    found.status, found.decided_by, found.decided_at = status, actor.account_id, this_moment()
    found.is_told = False
    tell(session, tenant.slug, "offer", found.id, what, actor.account_id)
    record(session, what, "incoming_offer", found.id)
    return found
