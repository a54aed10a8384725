"""Which other process about the same events leads or goes alongside, who leads it, and what came of it?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal.domain.factors import LinkedProcess
from portal.extensions import db
from portal.models.base import Coded, TenantOwned
from portal.models.case import CaseOwned, of_case
from portal.models.moment import this_moment
from portal.models.sealed import Sealed


class ProcessOfCase(CaseOwned, TenantOwned, db.Model):
    """A link from a case to another process; a case never closes by being sent there."""

    __tablename__ = "process_of_case"
    __table_args__ = (of_case(), Index(None, "tenant", "case_id", "linked_at"))

    process: Mapped[LinkedProcess] = mapped_column(Coded(LinkedProcess))
    # Whether it goes first, and the partnership's own learning waits for it.
    is_lead: Mapped[bool] = mapped_column(default=False)
    linked_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    linked_at: Mapped[datetime] = mapped_column(default=this_moment)
    ended_on: Mapped[date | None]

    led_by = Sealed(is_required=True)
    contact = Sealed()
    reference = Sealed()
    # What is agreed between the two: who tells the family, whose papers are shared.
    terms = Sealed()
    found = Sealed()


def processes_of(session: Session, case_id: UUID) -> Sequence[ProcessOfCase]:
    """Return the other processes that a case is linked to, the earliest linked first."""
    wanted = select(ProcessOfCase).where(ProcessOfCase.case_id == case_id)
    return session.scalars(wanted.order_by(ProcessOfCase.linked_at, ProcessOfCase.id)).all()
