"""How do the lines of a standing catalogue become public copies, the same ones every time they are read?"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import groupby
from uuid import UUID, uuid5

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.vocabulary import DateMeans, DatePrecision, ReportStatus, ReviewKind
from portal.models.published import (
    LOCAL_LEARNING,
    MAIN,
    PACKS,
    PREVIOUS,
    PublishedOutput,
    PublishedReview,
    bump,
)
from portal.models.publishing import file_for_search, free_output_slug, free_review_slug, place
from portal.tenancy.model import CatalogueEntry, Tenant

# What a page lists was public before the portal was; it enters no retention (domain 10.24).
ALWAYS = datetime(1970, 1, 1, tzinfo=UTC)
# The same line gets the same key every time: a second reading changes rows and adds none.
LINES = UUID("6f0f4f54-9c56-4d0e-8d0c-6c2b8a1f7e25")

# A page's own words for a kind of review; words that name none leave it open.
KINDS: Sequence[tuple[re.Pattern[str], ReviewKind]] = tuple(
    (re.compile(words, re.IGNORECASE), kind)
    for words, kind in (
        (r"\blocal learning review\b", ReviewKind.LOCAL_LEARNING_REVIEW),
        (r"\bthematic review\b", ReviewKind.THEMATIC_REVIEW),
        (r"\bseriously good outcome review\b", ReviewKind.SERIOUSLY_GOOD_OUTCOME_REVIEW),
        (r"\brapid review\b", ReviewKind.RAPID_REVIEW),
        (
            r"\bl?cspr\b|\bchild safeguarding practice review\b",
            ReviewKind.LOCAL_CHILD_SAFEGUARDING_PRACTICE_REVIEW,
        ),
        (r"\bscr\b|\bserious case review\b", ReviewKind.SERIOUS_CASE_REVIEW),
    )
)


@dataclass(frozen=True)
class Copied:
    """How many copies a reading made, brought up to date, left as they were, and took away."""

    added: int
    changed: int
    unchanged: int
    removed: int


def copy_catalogue(
    session: Session, tenant: Tenant, entries: Iterable[CatalogueEntry], *, is_folder: bool
) -> Copied:
    """Make the public copies of these lines; what the folder listed before and does not list now goes."""
    lines = list(entries)
    standing = _standing(session, tenant.slug)
    reading = Reading(session, tenant, standing, is_folder)
    for _, group in groupby(sorted(lines, key=_review_order(lines)), key=review_key):
        reading.copy_review(list(group))
    gone = _listed_before(standing) - reading.seen if is_folder else set()
    for id in gone:
        session.delete(standing[id])
    session.flush()
    if gone:
        _remove_empty(session, tenant.slug)
    added, changed = len(reading.seen - set(standing)), len(reading.changed)
    if added or changed or gone:
        bump(session, tenant.slug)
    return Copied(added, changed, len(reading.seen) - added - changed, len(gone))


def review_key(entry: CatalogueEntry) -> str:
    """Return what lines of one review have in common; a line of no single review stands alone."""
    return f"review/{entry.review}" if entry.review else f"line/{entry.source_heading}/{entry.title}"


def kind_of(lines: Sequence[CatalogueEntry]) -> str:
    """Return the kind of review that the lines name in the page's own words; empty where they name none."""
    said = " / ".join(line.kind_as_given for line in lines if line.review)
    return next((kind.value for words, kind in KINDS if words.search(said)), "")


def section_of(tenant: Tenant, heading: str, kind: str) -> str:
    """Return the part of the partnership's listing that a heading of its earlier page stands for."""
    listing = tenant.listing
    if heading and heading == listing.packs_heading:
        return PACKS
    if heading and heading == listing.previous_heading:
        return PREVIOUS
    return LOCAL_LEARNING if kind == ReviewKind.LOCAL_LEARNING_REVIEW else MAIN


def report_status(lines: Iterable[CatalogueEntry]) -> ReportStatus:
    """Return what the lines together say of the review's report."""
    said = {ReportStatus(line.report_status) for line in lines}
    for status in (ReportStatus.NOT_PUBLISHED, ReportStatus.PUBLISHED):
        if status in said:
            return status
    return ReportStatus.NOT_STATED


class Reading:
    """One reading of a catalogue, with what it has met and changed so far."""

    def __init__(
        self, session: Session, tenant: Tenant, standing: Mapping[UUID, PublishedOutput], is_folder: bool
    ) -> None:
        self.session = session
        self.tenant = tenant
        self.standing = standing
        self.is_folder = is_folder
        self.seen: set[UUID] = set()
        self.changed: set[UUID] = set()

    def copy_review(self, lines: list[CatalogueEntry]) -> None:
        """Make or bring up to date the copies of one review's lines."""
        review = self._review_of(lines[0])
        self._describe(review, lines)
        is_changed = self.session.is_modified(review)
        self.session.flush()
        times: Counter[str] = Counter()
        for line in lines:
            times[line.title] += 1
            id = uuid5(LINES, f"{review.tenant}/{review.id}/{line.title}/{times[line.title]}")
            self._copy_line(review, line, id, is_changed)
        place(self.session, review)

    def _review_of(self, first: CatalogueEntry) -> PublishedReview:
        slug = self.tenant.slug
        id = uuid5(LINES, f"{slug}/{review_key(first)}")
        review = self.session.get(PublishedReview, (slug, id))
        if review is None:
            address = free_review_slug(self.session, slug, first.review or first.title)
            review = PublishedReview(tenant=slug, id=id, slug=address)
            self.session.add(review)
        return review

    def _describe(self, review: PublishedReview, lines: list[CatalogueEntry]) -> None:
        first = lines[0]
        review.title = first.review or first.title
        review.is_review, review.is_as_listed = bool(first.review), True
        review.kind = kind_of(lines)
        review.kind_as_given = next((line.kind_as_given for line in lines if not line.kind), "")
        review.heading = first.source_heading
        review.section = section_of(self.tenant, first.source_heading, review.kind)
        review.joint_with = next((line.joint_with for line in lines if line.joint_with), "")
        review.report_status = report_status(lines)
        review.position = first.position
        review.sort_on = _listed_on(lines)
        review.year = review.sort_on.year if review.sort_on != date.min else None

    def _copy_line(self, review: PublishedReview, line: CatalogueEntry, id: UUID, is_changed: bool) -> None:
        output = self.standing.get(id)
        if output is None:
            slug = free_output_slug(self.session, review, "", line.title)
            output = PublishedOutput(tenant=review.tenant, id=id, review_id=review.id, slug=slug)
        _fill(output, review, line)
        # The folder answers for all that it lists, whoever brought it in; an import takes nothing from the folder.
        output.is_from_folder = self.is_folder or bool(output.is_from_folder)
        if id in self.standing and (is_changed or self.session.is_modified(output)):
            self.changed.add(id)
        self.session.add(output)
        self.session.flush()
        self.seen.add(id)


def _fill(output: PublishedOutput, review: PublishedReview, line: CatalogueEntry) -> None:
    output.title, output.kind, output.kind_as_given = line.title, line.kind, line.kind_as_given
    output.published_on = date.fromisoformat(line.date_from) if line.date_from else None
    output.precision, output.date_text = DatePrecision(line.precision), line.date_text
    output.date_means, output.source, output.position = line.date_means, line.source, line.position
    output.publisher_as_given, output.joint_with = line.publisher_as_given, line.joint_with
    output.format, output.size = line.format, line.size
    output.is_as_listed, output.visible_from = True, ALWAYS
    output.sort_on = output.published_on or date.min
    file_for_search(output, review)


def _listed_on(lines: Iterable[CatalogueEntry]) -> date:
    """Return the first day on which something of the review was published; an event's where no other is given."""
    dated = [line for line in lines if line.date_from]
    published = [line for line in dated if line.date_means != DateMeans.EVENT]
    return min((date.fromisoformat(line.date_from) for line in published or dated), default=date.min)


def _review_order(lines: Sequence[CatalogueEntry]) -> Callable[[CatalogueEntry], tuple[int, int]]:
    first: dict[str, int] = {}
    for line in lines:
        first.setdefault(review_key(line), line.position)
    return lambda line: (first[review_key(line)], line.position)


def _standing(session: Session, tenant: str) -> dict[UUID, PublishedOutput]:
    found = select(PublishedOutput).where(PublishedOutput.tenant == tenant, PublishedOutput.is_as_listed)
    return {output.id: output for output in session.scalars(found)}


def _listed_before(standing: Mapping[UUID, PublishedOutput]) -> set[UUID]:
    return {id for id, output in standing.items() if output.is_from_folder}


def _remove_empty(session: Session, tenant: str) -> None:
    """Take away the reviews of which nothing is listed any more."""
    owning = select(PublishedOutput.review_id).where(PublishedOutput.tenant == tenant)
    empty = select(PublishedReview).where(
        PublishedReview.tenant == tenant, PublishedReview.is_as_listed, PublishedReview.id.not_in(owning)
    )
    for review in session.scalars(empty):
        session.delete(review)
    session.flush()
