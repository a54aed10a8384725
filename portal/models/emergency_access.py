"""Who asked for a case in an emergency, why, until when did it open, and what did a second person say of it?"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, Index, Row, Select, and_, select
from sqlalchemy.orm import Mapped, mapped_column

from portal.domain.emergency import EmergencyStatus
from portal.extensions import db
from portal.models.base import Coded, TenantOwned
from portal.models.case import Case, CaseGrant, of_case
from portal.models.moment import this_moment
from portal.models.sealed import Sealable, Sealed

Opened = Row["EmergencyAccess", str]


class EmergencyAccess(Sealable, TenantOwned, db.Model):
    """One asking. It goes with the case that it names; where there is no such case it is a unit of its own."""

    __tablename__ = "emergency_access"
    begins_unit = True
    __table_args__ = (
        of_case(),
        Index(None, "tenant", "case_id", "ends_at"),
        Index(None, "tenant", "account_id", "ends_at"),
        Index(None, "tenant", "status", "asked_at"),
    )

    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    # The case of that reference, whether or not it opened.
    case_id: Mapped[UUID | None]
    asked_at: Mapped[datetime] = mapped_column(default=this_moment)
    # Only where a case opened: the leave itself is a `CaseGrant` that the person gave themself.
    ends_at: Mapped[datetime | None]
    status: Mapped[EmergencyStatus] = mapped_column(Coded(EmergencyStatus), default=EmergencyStatus.ASKED)
    judged_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    judged_at: Mapped[datetime | None]

    typed = Sealed()
    reason = Sealed()
    finding = Sealed()

    def look_subject(self) -> tuple[str, UUID]:
        """Name the case, where there is one, that a person looks at who reads why it was asked for."""
        return ("case", self.case_id) if self.case_id else (self.__tablename__, self.id)


def open_now(at: datetime) -> Select[EmergencyAccess, str]:
    """Select what is open in an emergency at this moment, each with its case's reference.

    Leave that was taken away, or that a coordinator has put in its place, is not open in an emergency any more.
    """
    case = and_(Case.tenant == EmergencyAccess.tenant, Case.id == EmergencyAccess.case_id)
    wanted = select(EmergencyAccess, Case.reference).join(Case, case).join(CaseGrant, is_its_leave())
    return wanted.where(EmergencyAccess.ends_at > at, CaseGrant.ends_at > at).order_by(
        EmergencyAccess.asked_at
    )


def is_its_leave() -> ColumnElement[bool]:
    """Say of leave to know of a case that the person gave it to themself in this emergency."""
    return and_(
        CaseGrant.tenant == EmergencyAccess.tenant,
        CaseGrant.case_id == EmergencyAccess.case_id,
        CaseGrant.account_id == EmergencyAccess.account_id,
        CaseGrant.granted_by == EmergencyAccess.account_id,
    )
