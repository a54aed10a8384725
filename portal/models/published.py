"""What is public, or will be on its day? Copies that stand apart: no key leads from here into casework.

They are written through `publishing.py` alone, which keeps the search and the page cache in step with them.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    JSON,
    BigInteger,
    ColumnElement,
    ForeignKeyConstraint,
    Index,
    String,
    Text,
    UniqueConstraint,
    and_,
    func,
    or_,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal.domain.vocabulary import DatePrecision, ReportStatus
from portal.extensions import db
from portal.models.base import Coded, Published

# The one row of each partnership that says how often what it shows has changed.
VERSION_ID = UUID(int=1)

# How something came down: by its rule, by a person who says so, or without a word (domain 10.20).
BY_RULE, STATED, QUIET = "rule", "stated", "quiet"

# Parts of a listing that a partnership may keep apart from its main list.
MAIN, LOCAL_LEARNING, PACKS, PREVIOUS = "", "local-learning", "packs", "previous"


class PublishedReview(Published, db.Model):
    """A review as readers know it: a title or chosen name, and what has been published of it."""

    __tablename__ = "published_review"
    __table_args__ = (
        UniqueConstraint("tenant", "slug"),
        Index(None, "tenant", "section", "sort_on", "visible_from"),
        Index(None, "tenant", "sort_on", "visible_from"),
        {"info": {"published": True}},
    )

    slug: Mapped[str] = mapped_column(String(120))
    title: Mapped[str] = mapped_column(String(300))
    kind: Mapped[str] = mapped_column(String(60), default="")
    kind_as_given: Mapped[str] = mapped_column(String(120), default="")
    summary: Mapped[str] = mapped_column(Text, default="")
    # The heading under which an earlier page lists it, and the part of our list it stands in.
    heading: Mapped[str] = mapped_column(String(120), default="")
    section: Mapped[str] = mapped_column(String(20), default=MAIN)
    year: Mapped[int | None]
    sort_on: Mapped[date] = mapped_column(default=date.min)
    joint_with: Mapped[str] = mapped_column(String(200), default="")
    joint_identifier: Mapped[str] = mapped_column(String(80), default="")
    report_status: Mapped[ReportStatus] = mapped_column(Coded(ReportStatus), default=ReportStatus.NOT_STATED)
    status_note: Mapped[str] = mapped_column(String(300), default="")
    # False for something that is listed but belongs to no single review.
    is_review: Mapped[bool] = mapped_column(default=True)
    is_as_listed: Mapped[bool] = mapped_column(default=False)
    is_fictional: Mapped[bool] = mapped_column(default=False)
    position: Mapped[int] = mapped_column(default=0)
    # When the first of its outputs appeared; empty while nothing of it may be mentioned.
    visible_from: Mapped[datetime | None]


class PublishedOutput(Published, db.Model):
    """One thing for readers, visible while `visible_from <= now < visible_until`; emptied when it comes down.

    `body_html` is clean HTML; a briefing has `boxes` instead, each with its `title` and its `text` in Markdown.
    """

    __tablename__ = "published_output"
    __table_args__ = (
        ForeignKeyConstraint(["tenant", "review_id"], ["published_review.tenant", "published_review.id"]),
        UniqueConstraint("tenant", "review_id", "slug"),
        UniqueConstraint("tenant", "search_row"),
        Index(None, "tenant", "visible_from"),
        Index(None, "tenant", "visible_until"),
        Index(None, "tenant", "kind", "sort_on"),
        # All that a search asks of what it found before it chooses which of it to show.
        Index("ix_published_output_found", "tenant", "search_row", "visible_from", "visible_until", "title"),
        {"info": {"published": True}},
    )

    review_id: Mapped[UUID]
    slug: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(60), default="")
    kind_as_given: Mapped[str] = mapped_column(String(120), default="")
    title: Mapped[str] = mapped_column(String(300))
    body_html: Mapped[str] = mapped_column(Text, default="")
    boxes: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    published_on: Mapped[date | None]
    precision: Mapped[DatePrecision] = mapped_column(Coded(DatePrecision), default=DatePrecision.DAY)
    date_text: Mapped[str] = mapped_column(String(120), default="")
    date_means: Mapped[str] = mapped_column(String(20), default="")
    sort_on: Mapped[date] = mapped_column(default=date.min)
    visible_from: Mapped[datetime]
    visible_until: Mapped[datetime | None]
    taken_down: Mapped[str] = mapped_column(String(20), default="")
    # What stood at this address before, while it has come down and is to appear again on a later day.
    was_title: Mapped[str | None] = mapped_column(String(300))
    was_published_on: Mapped[date | None]
    was_visible_from: Mapped[datetime | None]
    was_visible_until: Mapped[datetime | None]
    was_taken_down: Mapped[str | None] = mapped_column(String(20))
    is_as_listed: Mapped[bool] = mapped_column(default=False)
    # Whether the partnership's folder lists it, and so may take it away again; an import alone may not be undone so.
    is_from_folder: Mapped[bool] = mapped_column(default=False)
    is_offered_on_request: Mapped[bool] = mapped_column(default=False)
    format: Mapped[str] = mapped_column(String(60), default="")
    size: Mapped[str] = mapped_column(String(30), default="")
    publisher_as_given: Mapped[str] = mapped_column(String(120), default="")
    joint_with: Mapped[str] = mapped_column(String(200), default="")
    source: Mapped[str] = mapped_column(String(300), default="")
    content_hash: Mapped[str] = mapped_column(String(64), default="")
    publication_id: Mapped[UUID | None]
    is_fictional: Mapped[bool] = mapped_column(default=False)
    position: Mapped[int] = mapped_column(default=0)
    # What the engine's own index is made from: see published_search.py.
    search_text: Mapped[str] = mapped_column(Text, default="")
    search_scope: Mapped[str] = mapped_column(String(200), default="")
    search_row: Mapped[int] = mapped_column(BigInteger)


class PublishedVersion(Published, db.Model):
    """How often what a partnership shows has changed: the public page cache asks before every answer."""

    __tablename__ = "published_version"
    __table_args__ = ({"info": {"published": True}},)

    version: Mapped[int] = mapped_column(default=0)


def visible(now: Any, of: Any = PublishedOutput) -> ColumnElement[bool]:
    """Return the condition that every public query carries; `of` is the class, or the columns of its table."""
    return and_(_appeared(of) <= now, or_(of.visible_until.is_(None), of.visible_until > now))


def mentionable(now: Any, of: Any = PublishedOutput) -> ColumnElement[bool]:
    """Return the condition of what may be named: what is visible, and what came down but not quietly."""
    has_been = or_(of.visible_until.is_(None), of.visible_until > of.visible_from)
    return and_(_appeared(of) <= now, of.taken_down != QUIET, has_been)


def between(now: Any, of: Any = PublishedOutput) -> ColumnElement[bool]:
    """Return the condition of what came down and is to appear again, or was stopped before it did."""
    is_still_to_come = or_(of.visible_from > now, of.visible_until <= of.visible_from)
    return and_(of.was_visible_until.is_not(None), of.taken_down != QUIET, is_still_to_come)


def _appeared(of: Any) -> ColumnElement[datetime]:
    # Nearly everything has appeared, so an index on it finds nothing; without the function SQLite prefers that index
    # to the review's or the date's, and reads all that a partnership ever published (measured: 70 ms, not 0.3).
    return func.coalesce(of.visible_from, of.visible_from)


def bump(session: Session, tenant: str) -> None:
    """Tell the page cache, in the same transaction, that what this partnership shows has changed."""
    row = session.get(PublishedVersion, (tenant, VERSION_ID), with_for_update=True)
    if row is None:
        session.add(PublishedVersion(tenant=tenant, id=VERSION_ID, version=1))
        # Flushed at once, so that a second change in the same transaction finds it.
        session.flush()
    else:
        row.version += 1
