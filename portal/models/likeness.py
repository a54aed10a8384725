"""By what is a child likely to be found again in another referral or case? By keyed hashes, and by nothing else.

Each partnership has a key of its own for this purpose alone: without it a list of names finds nobody, and the children
of two partnerships cannot be compared.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    delete,
)
from sqlalchemy.orm import Mapped, mapped_column

from portal.domain.likeness import Likeness, Person, ways_of
from portal.extensions import db
from portal.models.base import Coded, TenantOwned
from portal.models.blind_index import blind_index
from portal.models.case import Child
from portal.models.moment import this_moment
from portal.models.referral import ReferralOwned, of_referral
from portal.models.sealed import Sealed
from portal.models.session import TenantSession

PURPOSE = "likeness"


class LikenessKey(TenantOwned, db.Model):
    """One way of writing down a child of a referral, or of a case, as a keyed hash."""

    __tablename__ = "likeness_key"
    __table_args__ = (
        of_referral(),
        ForeignKeyConstraint(["tenant", "child_id"], ["child.tenant", "child.id"]),
        CheckConstraint("referral_id IS NOT NULL OR child_id IS NOT NULL", name="is_of_somebody"),
        Index(None, "tenant", "key"),
        Index(None, "tenant", "referral_id"),
        Index(None, "tenant", "child_id"),
        {"info": {"unaudited": "worked out from a referral or a child, whose change is on the record"}},
    )

    referral_id: Mapped[UUID | None]
    child_id: Mapped[UUID | None]
    likeness: Mapped[Likeness] = mapped_column(Coded(Likeness))
    key: Mapped[str] = mapped_column(String(64))


class SetApart(ReferralOwned, TenantOwned, db.Model):
    """That somebody looked, and a referral is not about a child of that case or of that other referral; and why."""

    __tablename__ = "likeness_set_apart"
    __table_args__ = (
        of_referral(),
        ForeignKeyConstraint(["tenant", "other_case_id"], ["review_case.tenant", "review_case.id"]),
        of_referral("other_referral_id"),
        Index(None, "tenant", "referral_id"),
        Index(None, "tenant", "other_referral_id"),
    )

    other_case_id: Mapped[UUID | None]
    other_referral_id: Mapped[UUID | None]
    set_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    set_at: Mapped[datetime] = mapped_column(default=this_moment)
    reason = Sealed(is_required=True)


def keys_of(tenant: str, people: Iterable[Person]) -> dict[str, Likeness]:
    """Return the keyed hash of each way in which these people may be found, with what it says."""
    return {
        blind_index(tenant, PURPOSE, parts): likeness for each in people for likeness, parts in ways_of(each)
    }


def find_referral_by(
    session: TenantSession, tenant: str, referral_id: UUID, people: Iterable[Person]
) -> None:
    """Let a referral be found by its children, in the caller's transaction; nobody is looked for here."""
    _replace(
        session, tenant, keys_of(tenant, people), LikenessKey.referral_id == referral_id, referral_id, None
    )


def find_child_by(session: TenantSession, child: Child) -> None:
    """Let a child of a case be found as it is now known, in the caller's transaction."""
    person = Person(
        child.given_names or "", child.family_name or "", child.other_names or "", child.born_on or ""
    )
    keys = keys_of(child.tenant, [person])
    _replace(session, child.tenant, keys, LikenessKey.child_id == child.id, None, child.id)


def _replace(
    session: TenantSession, tenant: str, keys: dict[str, Likeness], of_this: ColumnElement[bool],
    referral_id: UUID | None, child_id: UUID | None,
) -> None:  # fmt: skip
    # Nobody holds the rows that go: none has to be looked for in the session.
    session.execute(delete(LikenessKey).where(of_this).execution_options(synchronize_session=False))
    session.add_all(
        LikenessKey(tenant=tenant, key=key, likeness=likeness, referral_id=referral_id, child_id=child_id)
        for key, likeness in keys.items()
    )
