"""What has a review written for readers, and when was each piece made public and taken down?"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, ForeignKeyConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.domain.vocabulary import OutputKind, OutputStatus, PublicationStatus
from portal.extensions import db
from portal.models.base import Coded, TenantOwned
from portal.models.moment import this_moment
from portal.models.sealed import Sealable, Sealed, SealedJson


class ReviewOwned(Sealable):
    """A row sealed with its review's key: it goes when the review goes."""

    review_id: Mapped[UUID]

    def look_subject(self) -> tuple[str, UUID]:
        """Name the review that a person has looked at when they read what is sealed here."""
        return ("review", self.review_id)


class Output(ReviewOwned, TenantOwned, db.Model):
    """One thing for readers, with its own dates and status: a report, a summary, a briefing ..."""

    __tablename__ = "output"
    __table_args__ = (
        ForeignKeyConstraint(["tenant", "review_id"], ["review.tenant", "review.id"]),
        Index(None, "tenant", "review_id"),
        Index(None, "tenant", "status"),
    )

    kind: Mapped[OutputKind] = mapped_column(Coded(OutputKind))
    status: Mapped[OutputStatus] = mapped_column(Coded(OutputStatus), default=OutputStatus.DRAFT)
    begun_at: Mapped[datetime] = mapped_column(default=this_moment)
    saved_at: Mapped[datetime] = mapped_column(default=this_moment)
    edition: Mapped[int] = mapped_column(default=1)
    author_ids: Mapped[list[str]] = mapped_column(JSON, default=list)
    approved_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    approved_at: Mapped[datetime | None]
    approved_hash: Mapped[str | None] = mapped_column(String(64))

    title = Sealed()
    body = Sealed()
    boxes = SealedJson()
    comments = Sealed()


class Publication(ReviewOwned, TenantOwned, db.Model):
    """An output made public: exactly which bytes, by which two people, under which rule, until when and why."""

    __tablename__ = "publication"
    __table_args__ = (
        ForeignKeyConstraint(["tenant", "review_id"], ["review.tenant", "review.id"]),
        ForeignKeyConstraint(["tenant", "output_id"], ["output.tenant", "output.id"]),
        Index(None, "tenant", "output_id"),
        Index(None, "tenant", "status", "comes_down_on"),
    )

    output_id: Mapped[UUID]
    status: Mapped[PublicationStatus] = mapped_column(
        Coded(PublicationStatus), default=PublicationStatus.PREPARED
    )
    content_hash: Mapped[str] = mapped_column(String(64))
    prepared_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    prepared_at: Mapped[datetime] = mapped_column(default=this_moment)
    appears_on: Mapped[date]
    approved_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    approved_at: Mapped[datetime | None]
    published_output_id: Mapped[UUID | None]
    keep_months: Mapped[int | None]
    rule_then: Mapped[str] = mapped_column(String(20), default="")
    rule_source: Mapped[str] = mapped_column(String(200), default="")
    comes_down_on: Mapped[date | None]
    # When it went to the National Panel and the Secretary of State before it appeared, and whether to Ofsted too.
    sent_ahead_on: Mapped[date | None]
    is_ofsted_told_ahead: Mapped[bool] = mapped_column(default=False)
    # Where the rule leaves it to a person: the first day on which they may end it.
    decide_on: Mapped[date | None]
    announced_at: Mapped[datetime | None]
    kept_until: Mapped[date | None]
    kept_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    end_manner: Mapped[str] = mapped_column(String(20), default="")
    ratified_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    ratified_at: Mapped[datetime | None]
    # Whether the review's recommendations and themes go with it, which, and exactly in which words.
    carries_learning: Mapped[bool] = mapped_column(default=False)
    carried_ids: Mapped[list[str]] = mapped_column(JSON, default=list)
    learning_hash: Mapped[str] = mapped_column(String(64), default="")

    reason = Sealed()
