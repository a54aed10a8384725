"""How are a review's important dates, linked processes and the family's part kept? Each ends in one commit."""

from __future__ import annotations

from datetime import date
from typing import TypeVar
from uuid import UUID

from sqlalchemy import select

from portal.domain.errors import InvalidAnswer, NotFound
from portal.domain.factors import LinkedProcess
from portal.domain.reviewing import Approach, FamilyAnswer, ImportantDate, Relationship
from portal.models.review import Review
from portal.models.review_work import FamilyParticipation, ProcessOfReview, ReviewDate
from portal.models.session import TenantSession
from portal.reviews.working import done, worked_on
from portal.tenancy.model import Tenant
from portal.web.access import Actor

Row = TypeVar("Row", ReviewDate, ProcessOfReview, FamilyParticipation)
# What each kind of row is called in what happened.
CALLED: dict[type[object], str] = {ReviewDate: "date", ProcessOfReview: "process", FamilyParticipation: "family-part"}


def put_date(
    session: TenantSession, tenant: Tenant, actor: Actor, review_id: UUID, row_id: UUID | None, *,
    kind: str, held_on: date, note: str,
) -> ReviewDate:  # fmt: skip
    """Add an important date, or change one."""
    review = worked_on(session, actor, review_id, "manage")
    if kind not in set(ImportantDate):
        raise InvalidAnswer("Select what the day is for", "kind")
    row = row_of(session, review, ReviewDate, row_id)
    row.kind, row.held_on, row.note = ImportantDate(kind), held_on, note.strip()
    return kept(session, actor, review, row, row_id)


def put_process(
    session: TenantSession, tenant: Tenant, actor: Actor, review_id: UUID, row_id: UUID | None, *,
    process: str, is_lead: bool, ended_on: date | None, note: str,
) -> ProcessOfReview:  # fmt: skip
    """Link another process, or change what is said of it; one process at most goes first."""
    review = worked_on(session, actor, review_id, "manage")
    if process not in set(LinkedProcess):
        raise InvalidAnswer("Select the process", "linked")
    row = row_of(session, review, ProcessOfReview, row_id)
    if is_lead:
        for other in session.scalars(select(ProcessOfReview).where(ProcessOfReview.review_id == review.id)):
            other.is_lead = False
    row.process, row.is_lead = LinkedProcess(process), is_lead
    row.ended_on, row.note = ended_on, note.strip()
    return kept(session, actor, review, row, row_id)


def put_family_part(
    session: TenantSession, tenant: Tenant, actor: Actor, review_id: UUID, row_id: UUID | None, *,
    relationship: str, approach: str, asked_on: date | None, answer: str, wants_real_name: bool, wishes: str,
) -> FamilyParticipation:  # fmt: skip
    """Record whether somebody of the family was asked, how, and what they answered and wish."""
    review = worked_on(session, actor, review_id, "manage")
    if relationship not in set(Relationship):
        raise InvalidAnswer("Select who this is", "relationship")
    if approach not in set(Approach):
        raise InvalidAnswer("Select how they were asked", "approach")
    if answer not in set(FamilyAnswer):
        raise InvalidAnswer("Select what they answered", "answer")
    row = row_of(session, review, FamilyParticipation, row_id)
    row.relationship, row.asked_on = Relationship(relationship), asked_on
    row.said = {
        "approach": approach,
        "answer": answer,
        "wants_real_name": wants_real_name,
        "wishes": wishes.strip(),
    }
    return kept(session, actor, review, row, row_id)


def remove(
    session: TenantSession, tenant: Tenant, actor: Actor, review_id: UUID, model: type[Row], row_id: UUID
) -> Review:
    """Remove what was recorded by mistake."""
    review = worked_on(session, actor, review_id, "manage")
    session.delete(row_of(session, review, model, row_id))
    done(session, actor, review, f"{CALLED[model]}-removed")
    return review


def row_of(session: TenantSession, review: Review, model: type[Row], row_id: UUID | None) -> Row:
    """Return a row of this review, or a new one where none is named."""
    if row_id is None:
        return model(tenant=review.tenant, unit=review.unit, review_id=review.id)
    row: Row | None = session.scalar(select(model).where(model.id == row_id, model.review_id == review.id))
    if row is None:
        raise NotFound("There is no such entry.")
    return row


def kept(session: TenantSession, actor: Actor, review: Review, row: Row, row_id: UUID | None) -> Row:
    """Keep a row, and tell whether it was added or changed."""
    session.add(row)
    done(session, actor, review, f"{CALLED[type(row)]}-{'changed' if row_id else 'added'}")
    return row
