"""How do children known before there were keys come to be found again? In batches, each in one commit."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import exists, select

from portal.models.case import Child
from portal.models.keystore import KeyDestroyed
from portal.models.likeness import LikenessKey, find_child_by, find_referral_by
from portal.models.referral import Referral
from portal.models.session import TenantSession
from portal.referrals.mapping import children_said, core_answers_as_asked

AT_ONCE = 100
FIRST = UUID(int=0)


def recognise_referrals(session: TenantSession, tenant: str, after: UUID = FIRST) -> list[UUID]:
    """Give the next sent referrals that have no keys theirs, and return their ids; none where all have been seen."""
    has_keys = exists().where(LikenessKey.tenant == Referral.tenant, LikenessKey.referral_id == Referral.id)
    wanted = select(Referral).where(Referral.id > after, Referral.sent_at.is_not(None), ~has_keys)
    in_order = wanted.order_by(Referral.id).limit(AT_ONCE).with_for_update(of=Referral)
    found = session.scalars(in_order).all()
    ids = [each.id for each in found]
    for referral in found:
        try:
            said = core_answers_as_asked(referral.asked or {}, referral.answers or {})
        except KeyDestroyed:
            # Disposed of: nobody is to find the child by it again.
            continue
        find_referral_by(session, tenant, referral.id, children_said(said))
    session.commit()
    return ids


def recognise_children(session: TenantSession, after: UUID = FIRST) -> list[UUID]:
    """Give the next children of cases that have no keys theirs, and return their ids; none where all have been seen."""
    has_keys = exists().where(LikenessKey.tenant == Child.tenant, LikenessKey.child_id == Child.id)
    wanted = select(Child).where(Child.id > after, ~has_keys).order_by(Child.id)
    found = session.scalars(wanted.limit(AT_ONCE).with_for_update(of=Child)).all()
    ids = [each.id for each in found]
    for child in found:
        try:
            find_child_by(session, child)
        except KeyDestroyed:
            continue
    session.commit()
    return ids
