"""Which referrals does a leaver answer for, and how do they pass to a colleague?

A draft is finished, and what was sent is added to or taken back, by the person whose referral it is. Passing it on
changes who that is; who wrote it stays with its events, and so does the rule that somebody else quality assures it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import partial
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from portal.domain.permissions import Permission
from portal.domain.referral_workflow import MAY_ADD, OWN_REFERRAL, REFERRAL_TRANSITIONS
from portal.domain.vocabulary import ReferralStatus
from portal.models.draft_colleague import TAKEN_ON
from portal.models.event import tell
from portal.models.referral import Referral
from portal.referrals.queries import is_closed_to, is_on_behalf
from portal.web.handover import Holding, register_holding

DRAFT = frozenset({ReferralStatus.DRAFT})
# Everywhere that something is left to do which is one person's own.
WITH_ITS_REFERRER = frozenset(
    ReferralStatus(status)
    for each in REFERRAL_TRANSITIONS
    if {OWN_REFERRAL, MAY_ADD} & set(each.guards)
    for status in each.starts_from
)

Held = Callable[[UUID], Select[Referral]]


def held(statuses: Collection[ReferralStatus], is_entered: bool, account_id: UUID) -> Select[Referral]:
    """Select the person's referrals of these statuses: their own, or those that they entered for somebody."""
    wanted = select(Referral).where(Referral.referrer_id == account_id, Referral.status.in_(statuses))
    return wanted.where(is_on_behalf() if is_entered else ~is_on_behalf())


def count(of: Held, session: Session, account_id: UUID) -> int:
    """Return how many of these the person has."""
    return int(session.scalar(of(account_id).with_only_columns(func.count())) or 0)


def move(of: Held, session: Session, leaver: UUID, taker: UUID) -> int:
    """Make these the taker's, but none whose case is closed to them; return how many."""
    moved = session.scalars(of(leaver).where(~is_closed_to(taker)).with_for_update(of=Referral)).all()
    for referral in moved:
        referral.referrer_id = taker
        if referral.status is not ReferralStatus.DRAFT:
            tell(session, referral.tenant, "referral", referral.id, TAKEN_ON, taker)
    return len(moved)


def register(one: str, many: str, permission: Permission, of: Held, *, is_of_agency: bool = True) -> None:
    """Let these be handed over."""
    holding = Holding(one, many, permission, partial(count, of), partial(move, of), is_of_agency)
    register_holding(holding)


register("referral draft", "referral drafts", Permission.REFERRAL_CREATE, partial(held, DRAFT, False))
register(
    "referral that was sent", "referrals that were sent", Permission.REFERRAL_CREATE,
    partial(held, WITH_ITS_REFERRER - DRAFT, False),
)  # fmt: skip
# What came on paper or from another area is the partnership's to look after, whoever there typed it in.
register(
    "referral entered for somebody", "referrals entered for somebody", Permission.REFERRAL_ACCEPT,
    partial(held, WITH_ITS_REFERRER, True), is_of_agency=False,
)  # fmt: skip
