"""What has a partnership published that a reader may see at this moment?

Read from the tables rather than through the classes, in statements that are put together once: a list page takes a
third of the time. So each of them names its partnership itself; what is public may be read by anyone, and a test
asks every page of one partnership for what another has published.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, TypeAlias

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    and_,
    bindparam,
    case,
    func,
    or_,
    select,
    type_coerce,
)
from sqlalchemy.orm import Session
from sqlalchemy.types import NullType

from portal.domain.vocabulary import OutputKind
from portal.library.lines import OutputLine, ReviewLine, output_line, review_line
from portal.models.base import Instant
from portal.models.published import PublishedOutput, PublishedReview, between, mentionable, visible
from portal.models.published_file import PublishedFile
from portal.tenancy.model import Tenant

Output = PublishedOutput.__table__.c
Review = PublishedReview.__table__.c
File = PublishedFile.__table__.c
# A row of the columns below, by their names; its type would be longer than the query.
Row: TypeAlias = Any

NOW = bindparam("now", type_=Instant())
TENANT: BindParameter[str] = bindparam("tenant")


def as_kept(key: Any) -> Any:
    # A hundred keys made into objects, only to be compared, take a tenth of a list page's time.
    return type_coerce(key, NullType())


def so_many(name: str) -> ColumnElement[int]:
    """Return a bound limit of a statement, through a function: SQLite would prepare a bare one anew each time."""
    return func.coalesce(bindparam(name), 0)


# While something that came down is to appear again on a later day, a reader is told of what was there.
BETWEEN = between(NOW, Output)


def _as_it_was(was: ColumnElement[Any], now: ColumnElement[Any], name: str) -> ColumnElement[Any]:
    return case((BETWEEN, was), else_=now).label(name)


OUTPUT_COLUMNS = (
    Output.slug, _as_it_was(Output.was_title, Output.title, "title"), Output.kind,
    _as_it_was(Output.was_published_on, Output.published_on, "published_on"), Output.precision,
    Output.date_text, Output.date_means,
    _as_it_was(Output.was_visible_until, Output.visible_until, "visible_until"),
    Output.is_as_listed, Output.format, Output.size, Output.is_offered_on_request, Output.is_fictional,
    Output.publisher_as_given, Output.source,
)  # fmt: skip
REVIEW_COLUMNS = (
    as_kept(Review.id).label("key"),
    Review.slug, Review.title, Review.kind, Review.kind_as_given, Review.summary, Review.year,
    Review.heading, Review.section, Review.joint_with, Review.report_status, Review.is_review,
    Review.is_as_listed, Review.is_fictional,
)  # fmt: skip
# A review may be named from the day on which the first of its outputs appears.
NAMED = and_(Review.tenant == TENANT, Review.visible_from <= NOW)
VISIBLE = and_(Output.tenant == TENANT, visible(NOW, Output))
MENTIONABLE = and_(Output.tenant == TENANT, or_(mentionable(NOW, Output), BETWEEN))
ITS_REVIEW = and_(Review.tenant == Output.tenant, Review.id == Output.review_id)
WITH_REVIEW = PublishedOutput.__table__.join(PublishedReview.__table__, ITS_REVIEW)
BRIEFING = Output.kind == OutputKind.SEVEN_MINUTE_BRIEFING.value


@dataclass(frozen=True)
class Filters:
    """What a reader narrows the list to; empty means everything."""

    kind: str = ""
    year: int | None = None
    output: str = ""

    def __bool__(self) -> bool:
        return bool(self.kind or self.year or self.output)

    def __iter__(self) -> Any:
        """Yield those that are chosen, as name and value."""
        chosen = {"kind": self.kind, "year": self.year, "output": self.output}
        return iter([(name, value) for name, value in chosen.items() if value])


@dataclass(frozen=True)
class Choices:
    """What there is to narrow the list to."""

    kinds: tuple[str, ...]
    years: tuple[int, ...]
    outputs: tuple[str, ...]


@dataclass(frozen=True)
class Stretch:
    """A part of the list: in which sections it stands, narrowed to what; no sections are all of them."""

    sections: tuple[str, ...] = ()
    filters: Filters = Filters()


@lru_cache(256)
def listed(sections: tuple[str, ...], narrowed_by: tuple[str, ...]) -> Select[Any]:
    """Return the statement for a part of the list, newest first."""
    asked = select(*REVIEW_COLUMNS).where(NAMED)
    if len(sections) == 1:
        asked = asked.where(Review.section == bindparam("section"))
    elif sections:
        # Through a function, so that the list is read in its order by the index on the date.
        asked = asked.where(func.coalesce(Review.section, Review.section).in_(sections))
    if "kind" in narrowed_by:
        asked = asked.where(Review.kind == bindparam("kind"))
    if "year" in narrowed_by:
        asked = asked.where(Review.year == bindparam("year"))
    if "output" in narrowed_by:
        of_kind = select(Output.id).where(ITS_REVIEW, MENTIONABLE, Output.kind == bindparam("output"))
        asked = asked.where(of_kind.correlate(PublishedReview.__table__).exists())
    return asked


@lru_cache(256)
def listed_in_order(sections: tuple[str, ...], narrowed_by: tuple[str, ...]) -> Select[Any]:
    """Return the statement for a page of a part of the list."""
    in_order = listed(sections, narrowed_by).order_by(Review.sort_on.desc(), Review.position, Review.title)
    return in_order.offset(bindparam("offset")).limit(so_many("limit"))


@lru_cache(256)
def counted(sections: tuple[str, ...], narrowed_by: tuple[str, ...]) -> Select[Any]:
    """Return the statement that counts a part of the list."""
    return listed(sections, narrowed_by).with_only_columns(func.count())


def _asked(tenant: Tenant, stretch: Stretch, now: datetime) -> tuple[Any, Any, dict[str, Any]]:
    narrowed_by = tuple(name for name, _ in stretch.filters)
    section = stretch.sections[0] if len(stretch.sections) == 1 else None
    values = {"tenant": tenant.slug, "now": now, "section": section, **dict(stretch.filters)}
    return stretch.sections, narrowed_by, values


def count_reviews(session: Session, tenant: Tenant, stretch: Stretch, now: datetime) -> int:
    """Count the reviews of a part of the list."""
    sections, narrowed_by, values = _asked(tenant, stretch, now)
    return int(session.execute(counted(sections, narrowed_by), values).scalar_one())


def reviews(
    session: Session, tenant: Tenant, stretch: Stretch, now: datetime, *, offset: int, limit: int
) -> list[ReviewLine]:
    """Return some of a part of the list, newest first, each review with its outputs."""
    sections, narrowed_by, values = _asked(tenant, stretch, now)
    values |= {"offset": offset, "limit": limit}
    rows = session.execute(listed_in_order(sections, narrowed_by), values).all()
    return with_outputs(session, tenant, rows, now)


def with_outputs(session: Session, tenant: Tenant, rows: Sequence[Row], now: datetime) -> list[ReviewLine]:
    """Return review rows as lines with the outputs of all of them, read in one go."""
    lines = {row.key: review_line(row) for row in rows}
    if lines:
        keys = {f"review_{number}": key for number, key in enumerate(lines)}
        values = {"tenant": tenant.slug, "now": now, **keys}
        for row in session.execute(outputs_of(len(keys)), values).all():
            line = lines[row.review_key]
            line.outputs.append(output_line(row, line.slug, tenant, now))
    return list(lines.values())


@lru_cache(64)
def outputs_of(reviews: int) -> Select[Any]:
    """Return the statement for the outputs of so many reviews: one that grew with each call would be written anew."""
    keys = [bindparam(f"review_{number}", type_=NullType()) for number in range(reviews)]
    return (
        select(*OUTPUT_COLUMNS, as_kept(Output.review_id).label("review_key"))
        .where(as_kept(Output.review_id).in_(keys), MENTIONABLE)
        .order_by(Output.position, Output.sort_on, Output.title)
    )


KINDS_AND_YEARS = select(Review.kind, Review.year).where(NAMED).distinct()
KINDS_OF_OUTPUT = select(Output.kind).where(MENTIONABLE).distinct()


def choices(session: Session, tenant: Tenant, now: datetime) -> Choices:
    """Return the kinds and years that the list holds."""
    values = {"tenant": tenant.slug, "now": now}
    found = session.execute(KINDS_AND_YEARS, values).all()
    outputs = session.execute(KINDS_OF_OUTPUT, values).scalars().all()
    return Choices(
        kinds=tuple(sorted({kind for kind, _ in found if kind})),
        years=tuple(sorted({year for _, year in found if year}, reverse=True)),
        outputs=tuple(sorted({kind for kind in outputs if kind})),
    )


REVIEW_AT = select(*REVIEW_COLUMNS, Review.status_note).where(NAMED, Review.slug == bindparam("slug"))


def find_review(session: Session, tenant: Tenant, slug: str, now: datetime) -> Row | None:
    """Return the review at an address, where it may be named."""
    return session.execute(REVIEW_AT, {"tenant": tenant.slug, "now": now, "slug": slug}).first()


ITS_FILE = and_(File.tenant == Output.tenant, File.output_id == Output.id)
OUTPUT_AT = (
    select(
        *OUTPUT_COLUMNS, as_kept(Output.id).label("key"), Output.boxes, Output.visible_from,
        _as_it_was(Output.was_taken_down, Output.taken_down, "taken_down"),
        case((visible(NOW, Output), Output.body_html), else_="").label("body_html"),
        Review.title.label("review_title"), Review.slug.label("review_slug"),
        Review.kind.label("review_kind"), Review.summary, Review.joint_with,
        File.name.label("file_name"), File.pages.label("file_pages"), File.size.label("file_size"),
    )
    .select_from(WITH_REVIEW.outerjoin(PublishedFile.__table__, ITS_FILE))
    .where(MENTIONABLE, NAMED, Review.slug == bindparam("review"), Output.slug == bindparam("slug"))
)  # fmt: skip


def find_output(session: Session, tenant: Tenant, review: str, slug: str, now: datetime) -> Row | None:
    """Return an output with its review, where it may be named; its body only while it is visible."""
    values = {"tenant": tenant.slug, "now": now, "review": review, "slug": slug}
    found = session.execute(OUTPUT_AT, values).first()
    return found if found is not None and not found.is_as_listed else None


FILE_OF = (
    select(File.content, File.media_type)
    .select_from(PublishedFile.__table__.join(PublishedOutput.__table__, ITS_FILE))
    .where(VISIBLE, File.tenant == TENANT, as_kept(File.output_id) == bindparam("key", type_=NullType()),
           File.name == bindparam("name"))
)  # fmt: skip


def find_file(session: Session, tenant: Tenant, key: Any, name: str, now: datetime) -> Row | None:
    """Return the bytes of one file of an output, while that is visible."""
    return session.execute(FILE_OF, {"tenant": tenant.slug, "now": now, "key": key, "name": name}).first()


BRIEFINGS = (
    select(*OUTPUT_COLUMNS, Review.slug.label("review_slug"), Review.title.label("review_title"))
    .select_from(WITH_REVIEW)
    .where(BRIEFING, VISIBLE)
    .order_by(Output.sort_on.desc(), Output.position, Output.title)
    .offset(bindparam("offset"))
    .limit(so_many("limit"))
)
COUNT_BRIEFINGS = select(func.count()).select_from(PublishedOutput.__table__).where(BRIEFING, VISIBLE)


def briefings(
    session: Session, tenant: Tenant, now: datetime, *, offset: int, limit: int
) -> list[tuple[OutputLine, str]]:
    """Return seven-minute briefings, newest first, each with the title of its review."""
    values = {"tenant": tenant.slug, "now": now, "offset": offset, "limit": limit}
    rows = session.execute(BRIEFINGS, values).all()
    return [(output_line(row, row.review_slug, tenant, now), row.review_title) for row in rows]


def count_briefings(session: Session, tenant: Tenant, now: datetime) -> int:
    """Count the briefings that are visible."""
    return int(session.execute(COUNT_BRIEFINGS, {"tenant": tenant.slug, "now": now}).scalar_one())


COUNTS = select(Review.tenant, func.count()).where(Review.visible_from <= NOW).group_by(Review.tenant)


def counts_by_tenant(session: Session, now: datetime) -> dict[str, int]:
    """Return how many reviews each partnership lists; for a session of no partnership."""
    return {row[0]: row[1] for row in session.execute(COUNTS, {"now": now})}
