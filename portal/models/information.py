"""What was an agency asked about a case, what does it say, who wrote and approved that, and how was it reached?"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal.domain.information import ContactKind, LadderStep, Power, Purpose, ReturnWay
from portal.domain.vocabulary import ReturnStatus
from portal.extensions import db
from portal.models.base import Coded, TenantOwned
from portal.models.case import CaseOwned, of_case
from portal.models.moment import this_moment
from portal.models.read_once import read_once
from portal.models.sealed import Sealed, SealedJson
from portal.tenancy.model import Tenant

# What still waits for the agency.
WAITING = (ReturnStatus.ASKED, ReturnStatus.WRITING, ReturnStatus.AWAITING_APPROVAL)
OPEN = (ReturnStatus.ASKED, ReturnStatus.WRITING)
# Where a nil return, which asks no form, keeps its only answer.
NIL_RECORDS = "nil-records"


def of_return() -> ForeignKeyConstraint:
    """Return the key that ties a row to an agency's return of the same tenant."""
    return ForeignKeyConstraint(["tenant", "return_id"], ["agency_return.tenant", "agency_return.id"])


class InformationRequest(CaseOwned, TenantOwned, db.Model):
    """One request for information about a case, put to several agencies: what, about when, by when, by which power."""

    __tablename__ = "information_request"
    __table_args__ = (of_case(), Index(None, "tenant", "case_id", "asked_at"))

    case_id: Mapped[UUID]
    purpose: Mapped[Purpose] = mapped_column(Coded(Purpose))
    power: Mapped[Power] = mapped_column(Coded(Power))
    asked_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    asked_at: Mapped[datetime] = mapped_column(default=this_moment)
    asked_on: Mapped[date]
    period_from: Mapped[date]
    period_until: Mapped[date]
    # The day from which the clock of its purpose was counted, and the day by which an answer is asked for.
    counted_from: Mapped[date]
    due_on: Mapped[date]
    escalation_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))

    # Whom an agency has to look for in its records.
    about = Sealed(is_required=True)
    questions = Sealed(is_required=True)
    # Whom an agency may ask: a name and a telephone number.
    contact = Sealed(is_required=True)


class AgencyReturn(CaseOwned, TenantOwned, db.Model):
    """What one agency was asked, and what it says: answers with the questions as they were asked, or nothing known."""

    __tablename__ = "agency_return"
    __table_args__ = (
        of_case(),
        ForeignKeyConstraint(
            ["tenant", "request_id"], ["information_request.tenant", "information_request.id"]
        ),
        UniqueConstraint("tenant", "request_id", "agency", "place"),
        Index(None, "tenant", "case_id"),
        Index(None, "tenant", "agency", "status"),
        Index(None, "tenant", "status"),
        Index(None, "tenant", "author_id"),
    )

    case_id: Mapped[UUID]
    request_id: Mapped[UUID]
    agency: Mapped[str] = mapped_column(String(60))
    # Which of the organisations under one entry of the directory: 0 where the entry is one agency.
    place: Mapped[int] = mapped_column(default=0)
    status: Mapped[ReturnStatus] = mapped_column(Coded(ReturnStatus), default=ReturnStatus.ASKED)
    way: Mapped[ReturnWay | None] = mapped_column(Coded(ReturnWay))
    is_nil: Mapped[bool] = mapped_column(default=False)
    form_version: Mapped[int | None]
    opened_at: Mapped[datetime | None]
    saved_at: Mapped[datetime | None]
    submitted_at: Mapped[datetime | None]
    returned_at: Mapped[datetime | None]
    returned_on: Mapped[date | None]
    gone_on_without_at: Mapped[datetime | None]
    author_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    approver_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    # Whom a one-off link goes to, and what the database keeps of the code that is told apart from it.
    link_account_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    code_hash: Mapped[str | None] = mapped_column(String(64))

    # Which organisation was asked, where the entry of the directory stands for many or there is none.
    organisation = Sealed()
    # What the agency quotes: the case's own reference stays with the partnership.
    receipt = Sealed(is_required=True)
    answers = SealedJson()
    asked = SealedJson()
    author_name = Sealed()
    approver_name = Sealed()
    approver_role = Sealed()
    approval_note = Sealed()
    # Why it is no longer asked for, or why the work went on without it.
    reason = Sealed()


class ReturnFile(TenantOwned, db.Model):
    """A file of a return: it is shown with the return and nowhere else."""

    __tablename__ = "return_file"
    __table_args__ = (
        of_return(),
        ForeignKeyConstraint(["tenant", "attachment_id"], ["attachment.tenant", "attachment.id"]),
        UniqueConstraint("tenant", "attachment_id"),
        Index(None, "tenant", "return_id"),
    )

    return_id: Mapped[UUID]
    attachment_id: Mapped[UUID]


class ReturnLink(TenantOwned, db.Model):
    """A one-off link to one return, good once and soon; opened with its code it begins one visit."""

    __tablename__ = "return_link"
    __table_args__ = (
        of_return(),
        UniqueConstraint("tenant", "token_hash"),
        UniqueConstraint("tenant", "visit_hash"),
        Index(None, "tenant", "return_id", "made_at"),
    )

    return_id: Mapped[UUID]
    token_hash: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    used_at: Mapped[datetime | None]
    visit_hash: Mapped[str | None] = mapped_column(String(64))
    visit_ends_at: Mapped[datetime | None]


class ReturnStep(TenantOwned, db.Model):
    """One step that was taken while an agency had not answered; the key lets nobody take it twice."""

    __tablename__ = "return_step"
    __table_args__ = (
        of_return(),
        UniqueConstraint("tenant", "return_id", "step"),
        {"info": {"insert_only": True}},
    )

    return_id: Mapped[UUID]
    step: Mapped[LadderStep] = mapped_column(Coded(LadderStep))
    due_on: Mapped[date]
    taken_at: Mapped[datetime] = mapped_column(default=this_moment)
    # How many people it reached, where that is known, and whom an escalation was told to.
    reached: Mapped[int | None]
    told_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))


class ReturnContact(CaseOwned, TenantOwned, db.Model):
    """That somebody telephoned an agency or sent it the formal letter: when, who says so, and what came of it."""

    __tablename__ = "return_contact"
    __table_args__ = (
        of_case(),
        of_return(),
        Index(None, "tenant", "case_id"),
        Index(None, "tenant", "return_id"),
        {"info": {"insert_only": True}},
    )

    case_id: Mapped[UUID]
    return_id: Mapped[UUID]
    kind: Mapped[ContactKind] = mapped_column(Coded(ContactKind))
    made_on: Mapped[date]
    recorded_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    recorded_at: Mapped[datetime] = mapped_column(default=this_moment)

    note = Sealed()


@read_once
def requests_of(session: Session, case_id: UUID) -> Sequence[InformationRequest]:
    """Return what agencies were asked about a case, the latest first."""
    wanted = select(InformationRequest).where(InformationRequest.case_id == case_id)
    return session.scalars(wanted.order_by(InformationRequest.asked_at.desc(), InformationRequest.id)).all()


def returns_of_case(session: Session, case_id: UUID) -> Sequence[AgencyReturn]:
    """Return every agency's return about a case, by the agencies' codes."""
    wanted = select(AgencyReturn).where(AgencyReturn.case_id == case_id)
    return session.scalars(wanted.order_by(AgencyReturn.agency, AgencyReturn.place, AgencyReturn.id)).all()


def asked_of(tenant: Tenant, one: AgencyReturn) -> str:
    """Say who was asked: the agency, or the one organisation among many under its entry."""
    return one.organisation or tenant.agency_name(one.agency)


def names_of_asked(tenant: Tenant, returns: Iterable[AgencyReturn]) -> list[str]:
    """Return the names of whoever was asked, each once."""
    return list(dict.fromkeys(asked_of(tenant, each) for each in returns))


def went_on_without(session: Session, case_ids: Collection[UUID]) -> Sequence[AgencyReturn]:
    """Return the returns about these cases that never came and that the work went on without, by agency."""
    wanted = select(AgencyReturn).where(
        AgencyReturn.case_id.in_(case_ids),
        AgencyReturn.status.in_(WAITING),
        AgencyReturn.gone_on_without_at.is_not(None),
    )
    return session.scalars(wanted.order_by(AgencyReturn.agency, AgencyReturn.place, AgencyReturn.id)).all()


def steps_taken(session: Session, return_ids: Sequence[UUID]) -> Sequence[ReturnStep]:
    """Return the steps that were taken for some returns, the earliest first."""
    wanted = select(ReturnStep).where(ReturnStep.return_id.in_(return_ids))
    return session.scalars(wanted.order_by(ReturnStep.taken_at, ReturnStep.id)).all()


def contacts_of(session: Session, case_id: UUID) -> Sequence[ReturnContact]:
    """Return how agencies were turned to about a case, the earliest first."""
    wanted = select(ReturnContact).where(ReturnContact.case_id == case_id)
    return session.scalars(
        wanted.order_by(ReturnContact.made_on, ReturnContact.recorded_at, ReturnContact.id)
    ).all()
