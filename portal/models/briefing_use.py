"""Who has used a briefing, where, with how many people, and what will they change?"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.domain.briefing_use import Setting
from portal.extensions import db
from portal.models.base import Coded, TenantOwned
from portal.models.moment import this_moment
from portal.models.sealed import Sealable, Sealed


class BriefingUse(Sealable, TenantOwned, db.Model):
    """That people of an agency used a published briefing; no key leads to the briefing, which may come down."""

    __tablename__ = "briefing_use"
    begins_unit = True
    is_case_content = False
    __table_args__ = (Index(None, "tenant", "used_on"), Index(None, "tenant", "agency", "used_on"))

    output_id: Mapped[UUID]
    used_on: Mapped[date]
    setting: Mapped[Setting] = mapped_column(Coded(Setting))
    people: Mapped[int]
    agency: Mapped[str] = mapped_column(String(60), default="")
    recorded_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    recorded_at: Mapped[datetime] = mapped_column(default=this_moment)
    # Its counts for regional leads.
    published_use_id: Mapped[UUID]

    change = Sealed(is_required=True)
