"""What did those who wrote a referral add after it was sent, when, and has the partnership read it?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal.extensions import db
from portal.models.attachment import Attachment
from portal.models.base import TenantOwned
from portal.models.moment import this_moment
from portal.models.referral import Referral, ReferralOwned, of_referral
from portal.models.sealed import Sealed


class ReferralAddition(ReferralOwned, TenantOwned, db.Model):
    """One addition: it stands beside the answers, which stay as they were sent."""

    __tablename__ = "referral_addition"
    __table_args__ = (
        of_referral(),
        Index(None, "tenant", "referral_id", "added_at"),
        Index(None, "tenant", "read_at"),
    )

    referral_id: Mapped[UUID]
    added_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    added_at: Mapped[datetime] = mapped_column(default=this_moment)
    read_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    read_at: Mapped[datetime | None]

    words = Sealed(is_required=True)


class AdditionFile(TenantOwned, db.Model):
    """A file that came with an addition: it is the referral's, and of no question of its form."""

    __tablename__ = "addition_file"
    __table_args__ = (
        ForeignKeyConstraint(["tenant", "addition_id"], ["referral_addition.tenant", "referral_addition.id"]),
        ForeignKeyConstraint(["tenant", "attachment_id"], ["attachment.tenant", "attachment.id"]),
        UniqueConstraint("tenant", "attachment_id"),
        Index(None, "tenant", "addition_id"),
    )

    addition_id: Mapped[UUID]
    attachment_id: Mapped[UUID]


def files_added(session: Session, additions: Iterable[ReferralAddition]) -> dict[UUID, list[Attachment]]:
    """Return the files that came with additions, by the addition's id, the earliest first."""
    is_of_file = (AdditionFile.tenant == Attachment.tenant) & (AdditionFile.attachment_id == Attachment.id)
    ids = [each.id for each in additions]
    wanted = select(AdditionFile.addition_id, Attachment).join(Attachment, is_of_file)
    in_order = wanted.where(AdditionFile.addition_id.in_(ids)).order_by(Attachment.added_at, Attachment.id)
    found: dict[UUID, list[Attachment]] = {}
    for addition_id, attachment in session.execute(in_order) if ids else ():
        found.setdefault(addition_id, []).append(attachment)
    return found


def additions_of(session: Session, referral_id: UUID) -> Sequence[ReferralAddition]:
    """Return what was added to a referral, the earliest first."""
    wanted = select(ReferralAddition).where(ReferralAddition.referral_id == referral_id)
    return session.scalars(wanted.order_by(ReferralAddition.added_at, ReferralAddition.id)).all()


def additions_of_case(session: Session, case_id: UUID) -> Sequence[ReferralAddition]:
    """Return what was added to the referrals of a case, the earliest first."""
    wanted = select(ReferralAddition).join(
        Referral,
        (Referral.tenant == ReferralAddition.tenant) & (Referral.id == ReferralAddition.referral_id),
    )
    in_order = wanted.order_by(ReferralAddition.added_at, ReferralAddition.id)
    return session.scalars(in_order.where(Referral.case_id == case_id)).all()


def with_unread(session: Session) -> set[UUID]:
    """Return the referrals to which something was added that the partnership has not read."""
    wanted = select(ReferralAddition.referral_id).where(ReferralAddition.read_at.is_(None))
    return set(session.scalars(wanted))
