"""What is published and for how long, what is about to end, and what waits for a person's decision?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from portal.domain.retention import RetentionThen, warn_on
from portal.domain.vocabulary import OutputKind, PublicationStatus
from portal.models.output import Output, Publication
from portal.models.review import Review
from portal.models.review_access import may_know
from portal.tenancy.model import Tenant
from portal.web.access import Actor
from portal.web.lists import MOST_LISTED
from portal.web.wording import output_words


@dataclass(frozen=True)
class PublishedLine:
    """One publication and its term; nothing of it that is sealed."""

    output_id: UUID
    publication_id: UUID
    chosen_name: str
    kind: OutputKind
    appears_on: date
    comes_down_on: date | None
    decide_on: date | None
    then: RetentionThen
    source: str
    kept_until: date | None
    is_fictional: bool

    def words(self, tenant: Tenant) -> str:
        """What it is, as the partnership calls it and without opening it."""
        return f"{self.chosen_name}: {output_words(self.kind, tenant)}"

    @property
    def last_day(self) -> date | None:
        """The last day on which its rule keeps it public; None where nothing ends."""
        ends_on = self.comes_down_on or self.decide_on
        return ends_on - timedelta(days=1) if ends_on else None

    def is_near(self, today: date) -> bool:
        """Whether people are told that its time is nearly over: a month ahead."""
        return self.last_day is not None and warn_on(self.last_day) <= today

    def waits_for_person(self, today: date) -> bool:
        """Whether its time is over and only a person ends it."""
        return self.decide_on is not None and self.decide_on <= today


def columns() -> tuple[object, ...]:
    """Return what a line is made of."""
    return (
        Publication.output_id, Publication.id, Review.chosen_name, Output.kind, Publication.appears_on,
        Publication.comes_down_on, Publication.decide_on, Publication.rule_then, Publication.rule_source,
        Publication.kept_until, Review.is_fictional,
    )  # fmt: skip


def line_of(row: Any) -> PublishedLine:
    """Return a row of `columns` as a line."""
    values = list(row)
    values[7] = RetentionThen(values[7])
    return PublishedLine(*values)


def published(session: Session, actor: Actor, output_id: UUID | None = None) -> list[PublishedLine]:
    """Return what is published, or one of it: what ends first first, what stays last."""
    # What ends first is what somebody must see, however long ago it was published.
    ends_on = func.coalesce(Publication.comes_down_on, Publication.decide_on)
    wanted = (
        select(*columns())  # type: ignore[call-overload]
        .select_from(Publication)
        .join(Output, and_(Output.tenant == Publication.tenant, Output.id == Publication.output_id))
        .join(Review, and_(Review.tenant == Publication.tenant, Review.id == Publication.review_id))
        .where(
            Publication.status == PublicationStatus.PUBLISHED, may_know(actor.account_id, actor.permissions)
        )
        .order_by(ends_on.nulls_last(), Publication.appears_on.desc(), Publication.id)
        .limit(MOST_LISTED)
    )
    if output_id is not None:
        wanted = wanted.where(Publication.output_id == output_id)
    lines = [line_of(row) for row in session.execute(wanted)]
    return sorted(lines, key=lambda line: (line.last_day is None, line.last_day or line.appears_on, line.chosen_name))


def near_the_end(session: Session, actor: Actor, today: date) -> list[PublishedLine]:
    """Return what comes down within a month, and what waits for a person or soon will."""
    return [line for line in published(session, actor) if line.is_near(today)]


# --- what the command looks for: every publication of the partnership, whoever may know of it ----------------


def due(session: Session, today: date) -> list[UUID]:
    """Return the outputs whose rule has taken them down by this day."""
    wanted = select(Publication.output_id).where(
        Publication.status == PublicationStatus.PUBLISHED, Publication.comes_down_on <= today
    )
    return list(session.scalars(wanted.order_by(Publication.comes_down_on, Publication.id)))


def unannounced(session: Session, today: date) -> list[UUID]:
    """Return the outputs whose time is nearly over, and whose people have not been told."""
    wanted = select(Publication).where(
        Publication.status == PublicationStatus.PUBLISHED,
        Publication.announced_at.is_(None),
        or_(Publication.comes_down_on.is_not(None), Publication.decide_on.is_not(None)),
    )
    found = session.scalars(wanted.order_by(Publication.appears_on, Publication.id))
    return [each.output_id for each in found if is_to_be_announced(each, today)]


def is_to_be_announced(publication: Publication, today: date) -> bool:
    """Whether the month before the end has begun."""
    ends_on = publication.comes_down_on or publication.decide_on
    return ends_on is not None and warn_on(ends_on - timedelta(days=1)) <= today


def waiting_for_a_person(session: Session, today: date) -> list[UUID]:
    """Return the outputs whose time is over and that stay until a person decides."""
    wanted = select(Publication.output_id).where(
        Publication.status == PublicationStatus.PUBLISHED, Publication.decide_on <= today
    )
    return list(session.scalars(wanted.order_by(Publication.decide_on, Publication.id)))
