"""How does a published thing stand in a list: its words, its date as far as it is known, where it leads?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from portal.domain.vocabulary import DateMeans, OutputKind, ReportStatus, ReviewKind
from portal.tenancy.model import Tenant
from portal.web.wording import date_words

REVIEW_KINDS: Mapping[str, str] = dict(ReviewKind.choices())
OUTPUT_KINDS: Mapping[str, str] = dict(OutputKind.choices())

NO_LONGER, AS_LISTED, NOT_PUBLISHED = "no-longer-published", "as-listed", "not-published"


@dataclass(slots=True)
class OutputLine:
    """One output in a list."""

    title: str
    kind: str
    kind_words: str
    date_words: str
    slug: str
    review_slug: str
    status: str
    format: str
    size: str
    is_event: bool
    is_as_listed: bool
    is_offered_on_request: bool
    is_fictional: bool
    publisher: str = ""
    source: str = ""
    listed_date: str = ""

    def title_with(self, review_title: str) -> str:
        """Return a title that can stand away from its review: as listed, or with the review's name before it."""
        if self.is_as_listed or review_title in self.title:
            return self.title
        return f"{review_title}: {self.title}"


@dataclass(slots=True)
class ReviewLine:
    """One review in a list, with its outputs."""

    slug: str
    title: str
    facts: tuple[str, ...]
    summary: str
    year: int | None
    heading: str
    section: str
    status: str
    is_review: bool
    is_as_listed: bool
    is_fictional: bool
    outputs: list[OutputLine] = field(default_factory=list)


def output_line(row: Any, review_slug: str, tenant: Tenant, now: datetime) -> OutputLine:
    """Return a row of `published_output` as a line; the row has the columns that `queries.OUTPUT_COLUMNS` names."""
    is_over = row.visible_until is not None and row.visible_until <= now
    status = NO_LONGER if is_over else AS_LISTED if row.is_as_listed else ""
    return OutputLine(
        title=row.title,
        kind=row.kind,
        kind_words=output_words(row.kind, tenant),
        date_words=dated(row),
        slug=row.slug,
        review_slug=review_slug,
        status=status,
        format=row.format,
        size=row.size,
        is_event=row.date_means == DateMeans.EVENT,
        is_as_listed=row.is_as_listed,
        is_offered_on_request=row.is_offered_on_request,
        is_fictional=row.is_fictional,
        publisher=row.publisher_as_given,
        source=row.source,
        listed_date=row.date_text,
    )


def review_line(row: Any) -> ReviewLine:
    """Return a row of `published_review` as a line without its outputs."""
    kind = row.kind_as_given if row.is_as_listed else REVIEW_KINDS.get(row.kind, "")
    joint = f"With {row.joint_with}" if row.joint_with else ""
    return ReviewLine(
        slug=row.slug,
        title=row.title,
        facts=(kind, joint),
        summary=row.summary,
        year=row.year,
        heading=row.heading,
        section=row.section,
        status=NOT_PUBLISHED if row.report_status is ReportStatus.NOT_PUBLISHED else "",
        is_review=row.is_review,
        is_as_listed=row.is_as_listed,
        is_fictional=row.is_fictional,
    )


def output_words(kind: str, tenant: Tenant) -> str:
    """Return what the partnership calls a kind of output; empty where an earlier page does not say the kind."""
    if kind == OutputKind.SEVEN_MINUTE_BRIEFING:
        return tenant.words.briefing[:1].upper() + tenant.words.briefing[1:]
    return OUTPUT_KINDS.get(kind, "")


def dated(row: Any) -> str:
    """Return the date in words, no more exact than it is known, and said to be an event's where it is one."""
    words = date_words(row.published_on, row.precision)
    if not words:
        return str(row.date_text)
    if row.precision == "year-heading":
        return f"Listed under {words}"
    return f"Learning event {words}" if row.date_means == DateMeans.EVENT else words
