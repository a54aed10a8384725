"""Who asked to refer for an agency by its e-mail domain, and did its safeguarding lead agree?"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal.domain.permissions import Permission
from portal.extensions import db
from portal.models.attention import call_person, members_who_may
from portal.models.base import TenantOwned
from portal.models.moment import this_moment
from portal.models.sealed import Sealable, Sealed


class AccessRequest(Sealable, TenantOwned, db.Model):
    """One person's request; a later decision about them takes the place of the earlier, and the record keeps both."""

    __tablename__ = "access_request"
    begins_unit = True
    is_case_content = False
    __table_args__ = (
        UniqueConstraint("tenant", "account_id"),
        Index(None, "tenant", "agency", "decided_at"),
    )

    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    agency: Mapped[str] = mapped_column(String(60))
    asked_at: Mapped[datetime] = mapped_column(default=this_moment)
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))

    reason = Sealed()


def request_of(session: Session, account_id: UUID) -> AccessRequest | None:
    """Return a person's request in the session's partnership."""
    found: AccessRequest | None = session.scalar(
        select(AccessRequest).where(AccessRequest.account_id == account_id)
    )
    return found


def leads_of(session: Session, agency: str) -> list[UUID]:
    """Return the safeguarding leads of an agency; none where it has none here."""
    return members_who_may(session, Permission.ACCESS_APPROVE, agency) if agency else []


def call_approvers(session: Session, tenant: str, agency: str) -> None:
    """Tell the agency's safeguarding leads that somebody waits; where it has none, the partnership's coordinators."""
    leads = leads_of(session, agency) or members_who_may(session, Permission.ACCESS_APPROVE_ANY)
    for account_id in leads:
        call_person(session, tenant, account_id)
