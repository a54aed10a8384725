"""How does a published thing stand in a list: its words, its date as far as it is known, where it leads?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from markupsafe import Markup

from portal.domain.vocabulary import DateMeans, DatePrecision, OutputKind, ReportStatus, ReviewKind
from portal.tenancy.model import Tenant
from portal.web.rendering import facts_list
from portal.web.wording import date_words, output_called, sentence_case

REVIEW_KINDS: Mapping[str, str] = dict(ReviewKind.choices())

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
    publisher: str
    source: str
    listed_date: str
    # What is said beneath its title among the outputs of its review.
    facts: Markup

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
    """Return a row that begins with the columns of `queries.OUTPUT_COLUMNS`, in that order, as a line."""
    # Taken apart at once: asking a row for one column after another takes three times as long.
    (slug, title, kind, published_on, precision, date_text, date_means, visible_until, is_as_listed,
     file_format, size, is_offered_on_request, is_fictional, publisher, source) = row[:15]  # fmt: skip
    is_over = visible_until is not None and visible_until <= now
    kind_in_words = kind_words(kind, tenant.words.briefing)
    date_in_words = dated(published_on, precision, date_means, date_text)
    return OutputLine(
        title,
        kind,
        kind_in_words,
        date_in_words,
        slug,
        review_slug,
        NO_LONGER if is_over else AS_LISTED if is_as_listed else "",
        file_format,
        size,
        date_means == DateMeans.EVENT,
        is_as_listed,
        is_offered_on_request,
        is_fictional,
        publisher,
        source,
        date_text,
        beneath("" if is_as_listed else kind_in_words, date_in_words, file_format, size),
    )


def beneath(kind_words: str, date_words: str, file_format: str, size: str) -> Markup:
    """Return what is said beneath an output's title: nothing where only its kind is known."""
    if not date_words and not file_format:
        return Markup()
    return facts_list(kind_words, date_words, f"{file_format}, {size}" if file_format and size else file_format)


def review_line(row: Any) -> ReviewLine:
    """Return a row that begins with the columns of `queries.REVIEW_COLUMNS` as a line without its outputs."""
    (slug, title, kind, kind_as_given, summary, year, heading, section, joint_with, report_status, is_review,
     is_as_listed, is_fictional) = row[1:14]  # fmt: skip
    return ReviewLine(
        slug,
        title,
        (
            kind_as_given if is_as_listed else REVIEW_KINDS.get(kind, ""),
            f"With {joint_with}" if joint_with else "",
        ),
        summary,
        year,
        heading,
        section,
        NOT_PUBLISHED if report_status is ReportStatus.NOT_PUBLISHED else "",
        is_review,
        is_as_listed,
        is_fictional,
    )


@lru_cache(256)
def kind_words(kind: str, briefing: str) -> str:
    """Return what a partnership that calls a briefing this calls a kind; empty where an earlier page says no kind."""
    return sentence_case(output_called(OutputKind(kind), briefing)) if kind else ""


@lru_cache(8_192)
def dated(published_on: date | None, precision: DatePrecision, means: str, text: str) -> str:
    """Return a date in words, no more exact than it is known, and said to be an event's where it is one."""
    words = date_words(published_on, precision)
    if not words:
        return text
    if precision is DatePrecision.YEAR_HEADING:
        return f"Listed under {words}"
    return f"Learning event {words}" if means == DateMeans.EVENT else words
