"""Which incident, or piece of practice, was referred; which children is it about; who may know?"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, String, UniqueConstraint, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal.domain.vocabulary import CaseStage
from portal.extensions import db
from portal.models.base import Coded, TenantOwned
from portal.models.moment import this_moment
from portal.models.sealed import Sealable, Sealed, SealedJson


class CaseOwned(Sealable):
    """A row sealed with its case's key: it goes when the case goes."""

    case_id: Mapped[UUID]

    def look_subject(self) -> tuple[str, UUID]:
        """Name the case that a person has looked at when they read what is sealed here."""
        return ("case", self.case_id)


def of_case() -> ForeignKeyConstraint:
    """Return the key that ties a row to a case of the same tenant."""
    return ForeignKeyConstraint(["tenant", "case_id"], ["review_case.tenant", "review_case.id"])


class Case(Sealable, TenantOwned, db.Model):
    """One incident, or one piece of multi-agency practice; the areas and the dates are kept apart (design 3)."""

    # "case" is a reserved word of SQL.
    __tablename__ = "review_case"
    begins_unit = True
    __table_args__ = (
        UniqueConstraint("tenant", "reference"),
        Index(None, "tenant", "stage", "opened_at"),
        Index(None, "tenant", "opened_at"),
    )

    reference: Mapped[str] = mapped_column(String(20))
    stage: Mapped[CaseStage] = mapped_column(Coded(CaseStage), default=CaseStage.OPEN)
    opened_at: Mapped[datetime] = mapped_column(default=this_moment)
    closed_at: Mapped[datetime | None]
    kind: Mapped[str] = mapped_column(String(20), default="")
    incident_on: Mapped[date | None]
    incident_precision: Mapped[str] = mapped_column(String(20), default="day")
    agency_aware_on: Mapped[date | None]
    council_aware_on: Mapped[date | None]
    harm: Mapped[str] = mapped_column(String(60), default="")
    primary_harm: Mapped[str] = mapped_column(String(60), default="")
    suspicion: Mapped[str] = mapped_column(String(60), default="")
    is_fictional: Mapped[bool] = mapped_column(default=False)

    # A referrer answers in words of their own, and may write a street.
    incident_area = Sealed()
    home_area = Sealed()
    placing_authority = Sealed()
    narrative = Sealed()
    reason = Sealed()
    # What else was said of the incident, practice, agencies and processes, by the name of the core field.
    said = SealedJson()

    def look_subject(self) -> tuple[str, UUID]:
        """Name the case that a person has looked at when they read what is sealed here."""
        return ("case", self.id)


class CaseNumber(TenantOwned, db.Model):
    """The last case number given in a year: its row is locked while the next is taken, so none is skipped."""

    __tablename__ = "case_number"
    __table_args__ = (UniqueConstraint("tenant", "year"),)

    year: Mapped[int]
    last: Mapped[int] = mapped_column(default=0)


class Child(CaseOwned, TenantOwned, db.Model):
    """A child whom a case is about; identity is sealed, what is compared across cases is coded."""

    __tablename__ = "child"
    __table_args__ = (of_case(), Index(None, "tenant", "case_id"), Index(None, "tenant", "name_index"))

    position: Mapped[int] = mapped_column(default=1)
    age_band: Mapped[str] = mapped_column(String(40), default="")
    sex: Mapped[str] = mapped_column(String(40), default="")
    ethnicity: Mapped[str] = mapped_column(String(60), default="")
    legal_status: Mapped[str] = mapped_column(String(60), default="")
    living_arrangement: Mapped[str] = mapped_column(String(60), default="")
    # What happened to this child; empty where only what happened in the case as a whole is known.
    own_harm: Mapped[str] = mapped_column(String(60), default="")
    name_index: Mapped[str | None] = mapped_column(String(64))

    given_names = Sealed()
    family_name = Sealed()
    other_names = Sealed()
    born_on = Sealed()
    address = Sealed()
    # What else was said of the child, by the name of the core field.
    said = SealedJson()


class FamilyMember(CaseOwned, TenantOwned, db.Model):
    """Somebody of a child's family or household, and how they are related."""

    __tablename__ = "family_member"
    __table_args__ = (of_case(), Index(None, "tenant", "case_id"))

    relationship_code: Mapped[str] = mapped_column(String(60), default="")
    name = Sealed()
    # What else was said of the person, by the name of the core field.
    said = SealedJson()


class CaseFact(TenantOwned, db.Model):
    """One coded fact of a case, or of a child in it, where there may be several: for comparison, never a name."""

    __tablename__ = "case_fact"
    __table_args__ = (
        of_case(),
        ForeignKeyConstraint(["tenant", "child_id"], ["child.tenant", "child.id"]),
        Index(None, "tenant", "case_id", "field"),
    )

    case_id: Mapped[UUID]
    child_id: Mapped[UUID | None]
    field: Mapped[str] = mapped_column(String(60))
    code: Mapped[str] = mapped_column(String(60))


class CaseGrant(CaseOwned, TenantOwned, db.Model):
    """Leave for one person to know of one case, until a day."""

    __tablename__ = "case_grant"
    __table_args__ = (
        of_case(),
        UniqueConstraint("tenant", "case_id", "account_id"),
        Index(None, "tenant", "account_id"),
    )

    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    granted_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    granted_at: Mapped[datetime] = mapped_column(default=this_moment)
    ends_at: Mapped[datetime | None]
    reason = Sealed()


class CaseExclusion(CaseOwned, TenantOwned, db.Model):
    """A person who is personally involved: the case is closed to them, whatever their role (design 6.4)."""

    __tablename__ = "case_exclusion"
    __table_args__ = (
        of_case(),
        UniqueConstraint("tenant", "case_id", "account_id"),
        Index(None, "tenant", "account_id"),
    )

    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    declared_at: Mapped[datetime] = mapped_column(default=this_moment)
    reason = Sealed()


class EndedExclusion(CaseOwned, TenantOwned, db.Model):
    """That a case was closed to somebody by mistake, as it was kept then, and who opened it again to them, and why."""

    __tablename__ = "ended_exclusion"
    __table_args__ = (of_case(), Index(None, "tenant", "case_id"), {"info": {"insert_only": True}})

    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    declared_at: Mapped[datetime]
    ended_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    ended_at: Mapped[datetime] = mapped_column(default=this_moment)

    reason = Sealed()
    why = Sealed(is_required=True)


def closed_to(session: Session, case_ids: Collection[UUID]) -> set[UUID]:
    """Return the people who are personally involved in any of these cases."""
    if not case_ids:
        return set()
    return set(session.scalars(select(CaseExclusion.account_id).where(CaseExclusion.case_id.in_(case_ids))))


def open_case_ids(session: Session) -> Sequence[UUID]:
    """Return the ids of every case that is not closed, always in the same order."""
    return session.scalars(select(Case.id).where(Case.stage != CaseStage.CLOSED).order_by(Case.id)).all()


def open_case_locked(session: Session, case_id: UUID) -> Case | None:
    """Return a case, locked until the commit; None where somebody closed it meanwhile."""
    wanted = select(Case).where(Case.id == case_id, Case.stage != CaseStage.CLOSED)
    found: Case | None = session.scalar(wanted.with_for_update(of=Case))
    return found


def next_number(session: Session, tenant: str, year: int) -> int:
    """Take the year's next case number under a lock that lasts until the caller's commit, so that none is skipped."""
    locked = select(CaseNumber).where(CaseNumber.year == year).with_for_update()
    counter = session.scalar(locked)
    if counter is None:
        try:
            with session.begin_nested():
                session.add(CaseNumber(tenant=tenant, year=year))
        except IntegrityError:
            # Another process began the year in the same moment; theirs is the row to wait for.
            session.expire_all()
        counter = session.scalars(locked).one()
    counter.last += 1
    return counter.last
