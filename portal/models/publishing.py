"""What must happen to the public copies when something is published, changed or taken down?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.vocabulary import DatePrecision, ReviewKind
from portal.models.moment import this_moment
from portal.models.published import (
    BY_RULE,
    LOCAL_LEARNING,
    MAIN,
    QUIET,
    PublishedOutput,
    PublishedReview,
    bump,
)
from portal.models.published_file import remove_files
from portal.models.published_search import (
    folded,
    plain_markdown,
    plain_text,
    search_row,
    search_scope,
    sorted_on,
)

SLUG_LENGTH = 80
_NOT_IN_A_SLUG = re.compile(r"[^a-z0-9]+")


def publish_review(
    session: Session,
    tenant: str,
    *,
    title: str,
    id: UUID | None = None,
    kind: str = "",
    summary: str = "",
    joint_with: str = "",
    joint_identifier: str = "",
    is_fictional: bool = False,
) -> PublishedReview:
    """Return the public copy of a review, made or brought up to date; nobody sees it before its first output.

    Give the same `id` for the same review every time. Its address is made from the first title and never changes.
    """
    review = session.get(PublishedReview, (tenant, id)) if id else None
    if review is None:
        review = PublishedReview(
            tenant=tenant, id=id or uuid4(), slug=free_review_slug(session, tenant, title)
        )
        session.add(review)
    review.title, review.kind, review.summary = title, kind, summary
    review.joint_with, review.joint_identifier = joint_with, joint_identifier
    review.section = LOCAL_LEARNING if kind == ReviewKind.LOCAL_LEARNING_REVIEW else MAIN
    review.is_fictional = is_fictional
    session.flush()
    bump(session, tenant)
    return review


def publish_output(
    session: Session,
    review: PublishedReview,
    *,
    kind: str,
    title: str,
    visible_from: datetime,
    visible_until: datetime | None = None,
    published_on: date | None = None,
    precision: DatePrecision = DatePrecision.DAY,
    body_html: str = "",
    boxes: Iterable[Mapping[str, str]] = (),
    content_hash: str = "",
    publication_id: UUID | None = None,
    is_offered_on_request: bool = False,
    is_fictional: bool = False,
) -> PublishedOutput:
    """Copy one output to where readers find it from `visible_from` on, and return the copy.

    The same `publication_id` again brings its copy up to date, under the address it has.
    """
    output = _copy_of(session, review, publication_id)
    if output is None:
        output = PublishedOutput(tenant=review.tenant, review_id=review.id, taken_down=QUIET)
    if output.taken_down == QUIET:  # a new copy, or one that lost its address
        output.slug = free_output_slug(session, review, kind, title)
    else:
        remember_what_stood_there(output)
    output.kind, output.title = kind, title
    output.body_html, output.boxes = body_html, [dict(box) for box in boxes]
    output.published_on, output.precision = published_on, precision
    output.sort_on = published_on or date.min
    output.visible_from, output.visible_until, output.taken_down = visible_from, visible_until, ""
    output.content_hash, output.publication_id = content_hash, publication_id
    output.is_offered_on_request, output.is_fictional = is_offered_on_request, is_fictional
    file_for_search(output, review)
    session.add(output)
    session.flush()
    place(session, review)
    bump(session, review.tenant)
    return output


def remember_what_stood_there(output: PublishedOutput) -> None:
    """Keep what readers knew of something that has come down: until it appears again, its address says so."""
    ended = output.visible_until
    if ended is not None and output.visible_from < ended <= this_moment():
        output.was_title, output.was_published_on = output.title, output.published_on
        output.was_visible_from, output.was_visible_until = output.visible_from, ended
        output.was_taken_down = output.taken_down or BY_RULE


def forget_what_stood_there(output: PublishedOutput) -> None:
    """Keep nothing of it: what is taken down without a word leaves none."""
    output.was_title, output.was_published_on, output.was_taken_down = None, None, None
    output.was_visible_from, output.was_visible_until = None, None


def take_down(session: Session, output: PublishedOutput, manner: str, at: datetime | None = None) -> None:
    """End an output's publication at `at` (now unless given): words and files go, what it was stays, unless quiet."""
    output.visible_until = at or this_moment()
    output.taken_down = manner
    output.body_html, output.boxes, output.search_text, output.search_scope = "", [], "", ""
    remove_files(session, output)
    if manner == QUIET:
        output.title, output.date_text = "", ""
        output.slug = f"removed-{output.id.hex[:12]}"
        forget_what_stood_there(output)
    session.flush()
    review = session.get(PublishedReview, (output.tenant, output.review_id))
    if review is not None:
        place(session, review)
    bump(session, output.tenant)


def keep_until(session: Session, output: PublishedOutput, until: datetime | None) -> None:
    """Change when a published output comes down; None keeps it until somebody takes it down."""
    output.visible_until = until
    bump(session, output.tenant)


def place(session: Session, review: PublishedReview) -> None:
    """Put a review where its outputs say: from the day the first of them that may be named appears."""
    rows = session.execute(
        select(
            PublishedOutput.visible_from, PublishedOutput.visible_until, PublishedOutput.sort_on,
            PublishedOutput.was_visible_from, PublishedOutput.was_published_on,
        ).where(
            PublishedOutput.tenant == review.tenant,
            PublishedOutput.review_id == review.id,
            PublishedOutput.taken_down != QUIET,
        )
    ).all()  # fmt: skip
    shown = [
        row
        for row in rows
        if row.was_visible_from or row.visible_until is None or row.visible_until > row.visible_from
    ]
    review.visible_from = min((row.was_visible_from or row.visible_from for row in shown), default=None)
    if not review.is_as_listed:
        first = min((row.was_published_on or row.sort_on for row in shown), default=date.min)
        review.sort_on, review.year = first, first.year if first != date.min else None
    session.flush()


def file_for_search(output: PublishedOutput, review: PublishedReview) -> None:
    """Give an output the words and filters that the engine's index is made from."""
    in_boxes = [plain_markdown(box.get(part, "")) for box in output.boxes or () for part in ("title", "text")]
    about = (review.title, review.summary, output.kind_as_given, output.publisher_as_given, output.joint_with)
    output.search_text = plain_text(output.body_html or "", *in_boxes, *about)
    year = output.sort_on.year if output.sort_on != date.min else None
    output.search_scope = search_scope(output.tenant, review.kind, output.kind, year)
    if not output.search_row or sorted_on(output.search_row) != output.sort_on:
        output.search_row = search_row(output.sort_on)


def slug_of(text: str, otherwise: str = "review") -> str:
    """Return words as they stand in an address."""
    return _NOT_IN_A_SLUG.sub("-", folded(text)).strip("-")[:SLUG_LENGTH].strip("-") or otherwise


def free_review_slug(session: Session, tenant: str, title: str) -> str:
    """Return an address for a review that no other of the partnership's has."""
    taken = select(PublishedReview.slug).where(PublishedReview.tenant == tenant)
    return _free(session, taken, PublishedReview.slug, slug_of(title))


def free_output_slug(session: Session, review: PublishedReview, kind: str, title: str) -> str:
    """Return an address for an output that no other of its review has: its kind, or its title where it has none."""
    taken = select(PublishedOutput.slug).where(
        PublishedOutput.tenant == review.tenant, PublishedOutput.review_id == review.id
    )
    wanted = slug_of(kind or title, "document")
    return _free(session, taken, PublishedOutput.slug, wanted)


def _free(session: Session, taken: Any, column: Any, wanted: str) -> str:
    used = set(session.scalars(taken.where(column.like(f"{wanted}%"))))
    number = 2
    slug = wanted
    while slug in used:
        slug, number = f"{wanted}-{number}", number + 1
    return slug


def _copy_of(
    session: Session, review: PublishedReview, publication_id: UUID | None
) -> PublishedOutput | None:
    if publication_id is None:
        return None
    return session.scalars(
        select(PublishedOutput).where(
            PublishedOutput.tenant == review.tenant, PublishedOutput.publication_id == publication_id
        )
    ).one_or_none()
