"""What happened, in order? Events are added and never changed; a status is checked against them."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.extensions import db
from portal.models.base import TenantOwned


class Event(TenantOwned, db.Model):
    """One thing that happened to a referral, case, review or output, told in the past tense; no values in it."""

    __tablename__ = "event"
    __table_args__ = (
        Index(None, "tenant", "thing_kind", "thing_id", "at"),
        {"info": {"insert_only": True}},
    )

    thing_kind: Mapped[str] = mapped_column(String(20))
    thing_id: Mapped[UUID]
    what: Mapped[str] = mapped_column(String(60))
    at: Mapped[datetime] = mapped_column(default=lambda: datetime.now(UTC))
    actor_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    facts: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
