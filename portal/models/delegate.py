"""Who speaks for a statutory partner in whose place, from when until when, and by what authority?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, ForeignKey, Index, event, inspect, select
from sqlalchemy.orm import Mapped, Mapper, Session, mapped_column

from portal.domain.delegating import is_current
from portal.domain.errors import Conflict
from portal.domain.vocabulary import StatutoryPartner
from portal.extensions import db
from portal.models.base import Coded, TenantOwned
from portal.models.moment import this_moment
from portal.models.sealed import Sealable, Sealed

KEPT = ("account_id", "partner", "from_on", "until_on", "name_sealed", "acts_for_sealed", "authority_sealed")


class Delegate(Sealable, TenantOwned, db.Model):
    """Authority that a partner gave to one person: a colleague with an account, or somebody named.

    It never changes, since positions were given by it; it can be ended, and another given.
    """

    __tablename__ = "partner_delegate"
    begins_unit = True
    is_case_content = False
    __table_args__ = (Index(None, "tenant", "partner", "from_on"), Index(None, "tenant", "account_id"))

    partner: Mapped[StatutoryPartner] = mapped_column(Coded(StatutoryPartner))
    # Their account, where they have one with the partner's decision role here.
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    from_on: Mapped[date]
    until_on: Mapped[date | None]
    named_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    named_at: Mapped[datetime] = mapped_column(default=this_moment)
    ended_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    ended_on: Mapped[date | None]
    # Whether it ended because they speak for the partner themselves from then on.
    is_lifted: Mapped[bool] = mapped_column(default=False)

    # Their name and office as they were named; in whose place they speak; and what gives them the authority.
    name = Sealed(is_required=True)
    acts_for = Sealed(is_required=True)
    authority = Sealed(is_required=True)

    def is_current(self, day: date) -> bool:
        """Whether they speak for the partner on a day."""
        return is_current(self.from_on, self.until_on, self.ended_on, day)


@event.listens_for(Delegate, "before_update")
@event.listens_for(Delegate, "before_delete")
def keep_authority(mapper: Mapper[Any], connection: Connection, delegate: Delegate) -> None:
    """Refuse any change but the end of an authority."""
    attributes: Any = inspect(delegate).attrs
    is_changed = any(attributes[name].history.has_changes() for name in KEPT)
    if is_changed or any(attributes.ended_on.history.unchanged):
        raise Conflict("What a delegate was given stays as it was. End it, and name a delegate anew.")


def delegates(session: Session) -> Sequence[Delegate]:
    """Return everybody who was named, the latest first."""
    wanted = select(Delegate).order_by(Delegate.from_on.desc(), Delegate.named_at.desc(), Delegate.id)
    return session.scalars(wanted.execution_options(populate_existing=True)).all()
