"""Which report is to appear, by when does it go to the National Panel and the Secretary of State, and was it sent?"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from portal.domain.vocabulary import OutputKind, PublicationStatus, ReviewKind
from portal.models.output import Output, Publication
from portal.models.review import Review
from portal.tenancy.model import Tenant
from portal.web.clock_lines import ClockLine, clock_lines

# Where improvements are published instead, what goes ahead of them carries the reasons (WT 2018 and 2023).
AHEAD_OF = {
    OutputKind.REPORT: "report-before-publication",
    OutputKind.IMPROVEMENTS: "reasons-for-not-publishing",
}
GOES_OUT = (PublicationStatus.PREPARED, PublicationStatus.PUBLISHED)
STATUTORY = ReviewKind.LOCAL_CHILD_SAFEGUARDING_PRACTICE_REVIEW


@dataclass(frozen=True)
class Ahead:
    """One output of a practice review that is sent ahead of its publication."""

    output_id: UUID
    kind: OutputKind
    review_id: UUID
    chosen_name: str
    appears_on: date
    sent_on: date | None


def is_sent_ahead(output: Output, review: Review, publication: Publication | None) -> bool:
    """Whether the Panel and the Secretary of State are sent this before it appears, and its day is known."""
    has_day = publication is not None and publication.status in GOES_OUT
    return has_day and output.kind in AHEAD_OF and review.kind is STATUTORY


def ahead(session: Session, review_ids: Collection[UUID], today: date) -> list[Ahead]:
    """Return what is to appear of these reviews, and what was sent before it did.

    What appeared without a word of having been sent is history: nothing can be sent ahead of it any more.
    """
    wanted = (
        select(Output.id, Output.kind, Output.review_id, Review.chosen_name, Publication.appears_on,
               Publication.sent_ahead_on)
        .join(Output, and_(Output.tenant == Publication.tenant, Output.id == Publication.output_id))
        .join(Review, and_(Review.tenant == Output.tenant, Review.id == Output.review_id))
        .where(
            Publication.status.in_(GOES_OUT), Output.kind.in_(AHEAD_OF), Review.kind == STATUTORY,
            or_(Publication.sent_ahead_on.is_not(None), Publication.appears_on >= today),
            Review.id.in_(review_ids),
        )
        .order_by(Publication.appears_on, Output.id)
    )  # fmt: skip
    return [Ahead(*row) for row in session.execute(wanted)]


def ahead_steps(tenant: Tenant, found: Collection[Ahead], today: date) -> list[ClockLine]:
    """Return the clock of each, counted back from the day on which it appears."""
    return [line for each in found for line in steps_ahead(tenant, each, today)]


def steps_ahead(tenant: Tenant, each: Ahead, today: date) -> list[ClockLine]:
    """Return the clock of one; none where the partnership has none."""
    return clock_lines(
        tenant,
        AHEAD_OF[each.kind],
        each.appears_on,
        "",
        met_on=each.sent_on,
        thing_id=each.output_id,
        today=today,
    )
