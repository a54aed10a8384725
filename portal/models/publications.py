"""What has been published of an output, by its newest publication, and how long was it down in between?"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.retention import RetentionRule, comes_down_on, decision_due_on, london_day
from portal.domain.vocabulary import DatePrecision, PublicationStatus
from portal.models.output import Publication
from portal.models.published import QUIET, STATED


@dataclass(frozen=True)
class Term:
    """How long a publication lasts: the day its rule takes it down, or the day from which a person may."""

    comes_down_on: date | None
    decide_on: date | None


def publications_of(session: Session, output_id: UUID) -> Sequence[Publication]:
    """Return every publication of an output, the first first."""
    wanted = select(Publication).where(Publication.output_id == output_id)
    # Read anew: an operation asks after it has locked the output, and the page may have asked before.
    anew = wanted.order_by(Publication.prepared_at, Publication.id).execution_options(populate_existing=True)
    return session.scalars(anew).all()


def newest_of(publications: Collection[Publication]) -> Publication | None:
    """Return the newest; None before anything was prepared."""
    return max(publications, key=lambda each: (each.prepared_at, each.id), default=None)


def first_day_of(publications: Collection[Publication]) -> date | None:
    """Return the day on which the output first became public; None before that."""
    return min((each.appears_on for each in made_public(publications)), default=None)


def days_down(publications: Collection[Publication], appears_on: date) -> int:
    """Count the days on which it was down between its publications, until it appears again."""
    public = sorted(made_public(publications), key=lambda each: each.appears_on)
    starts = [each.appears_on for each in public[1:]] + [appears_on]
    ends = [london_day(each.ended_at) for each in public if each.ended_at]
    return sum(max(0, (start - end).days) for start, end in zip(starts, ends, strict=False))


def made_public(publications: Collection[Publication]) -> list[Publication]:
    """Return those that became public, still or no longer; not one that was stopped before its day."""
    return [
        each
        for each in publications
        if each.status is not PublicationStatus.PREPARED
        and (each.ended_at is None or london_day(each.ended_at) >= each.appears_on)
    ]


def term_of(rule: RetentionRule, publications: Collection[Publication], appears_on: date) -> Term:
    """Return the term of an output that appears on a day, after these publications of it.

    A correction does not begin the time again, and days on which it was down are given back; what is published
    anew after its time was over has its whole time again.
    """
    first = first_day_of(publications) or appears_on
    term = counted_from(rule, first, days_down(publications, appears_on))
    is_over = any(day and day <= appears_on for day in (term.comes_down_on, term.decide_on))
    return counted_from(rule, appears_on, 0) if is_over else term


def counted_from(rule: RetentionRule, first: date, down: int) -> Term:
    """Return the term that a rule gives from a day."""
    return Term(
        comes_down_on(first, DatePrecision.DAY, rule, days_down=down),
        decision_due_on(first, DatePrecision.DAY, rule, days_down=down),
    )


def awaits_confirmation(publication: Publication | None) -> bool:
    """Whether somebody took it down in a hurry and nobody else has said that it was right."""
    return (
        publication is not None
        and publication.end_manner in (STATED, QUIET)
        and publication.ratified_at is None
    )
