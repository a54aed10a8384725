"""Which referral drafts does a leaver hold, and how do they pass to a colleague of the same agency?"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from portal.domain.permissions import Permission
from portal.domain.vocabulary import ReferralStatus
from portal.models.referral import Referral
from portal.web.handover import Holding, register_holding


def count(session: Session, account_id: UUID) -> int:
    """Return how many drafts the person has begun and not sent."""
    wanted = select(func.count()).select_from(Referral).where(*is_draft_of(account_id))
    return int(session.scalar(wanted) or 0)


def move(session: Session, leaver: UUID, taker: UUID) -> int:
    """Give the leaver's drafts to the taker; return how many."""
    drafts = session.scalars(select(Referral).where(*is_draft_of(leaver))).all()
    for draft in drafts:
        draft.referrer_id = taker
    return len(drafts)


def is_draft_of(account_id: UUID) -> tuple[ColumnElement[bool], ...]:
    """Select what the person has begun and not sent."""
    return Referral.referrer_id == account_id, Referral.status == ReferralStatus.DRAFT


register_holding(Holding("referral draft", "referral drafts", Permission.REFERRAL_CREATE, count, move))
