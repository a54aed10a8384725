"""By what name and address was somebody invited here, until they accept?

An account says who somebody is wherever they belong. Before they have said yes here, whoever invited them sees
what they typed and nothing of an account that may stand elsewhere.
"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session

from portal.extensions import db
from portal.models.account import Membership
from portal.models.base import TenantOwned
from portal.models.sealed import Sealable, Sealed


class InvitedAs(Sealable, TenantOwned, db.Model):
    """What an administrator typed of somebody; goes when the invitation is accepted."""

    __tablename__ = "invited_as"
    __table_args__ = (
        ForeignKeyConstraint(["tenant", "membership_id"], ["membership.tenant", "membership.id"]),
        UniqueConstraint("tenant", "membership_id"),
    )
    begins_unit = True
    is_case_content = False

    membership_id: Mapped[UUID]
    name = Sealed(is_required=True)
    email = Sealed(is_required=True)


def invited_as(session: Session, membership_id: UUID) -> InvitedAs | None:
    """Return what was typed of somebody who has not accepted."""
    found: InvitedAs | None = session.scalar(
        select(InvitedAs).where(InvitedAs.membership_id == membership_id)
    )
    return found


def keep_as_invited(session: Session, membership: Membership, name: str, email: str) -> None:
    """Keep what was typed of somebody, the last time counting; in the caller's transaction."""
    kept = invited_as(session, membership.id)
    if kept is None:
        kept = InvitedAs(tenant=membership.tenant, membership_id=membership.id, name=name, email=email)
        session.add(kept)
    kept.name, kept.email = name.strip(), email.strip()


def forget_as_invited(session: Session, membership: Membership) -> str:
    """Take away what was typed of somebody who accepts, in the caller's transaction; return the name, or ""."""
    kept = invited_as(session, membership.id)
    if kept is None:
        return ""
    name = kept.name or ""
    session.delete(kept)
    return name
