"""What did published reviews recommend, to whom, and about what? Copies that stand apart, as in `published.py`."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.domain.agency_actions import ActionStatus
from portal.domain.briefing_use import Setting
from portal.domain.factors import PracticeTheme
from portal.domain.following_up import Evidence, FollowUp, Impact, Step, Strength
from portal.domain.quality_markers import Marker, Score
from portal.domain.vocabulary import AgencyKind, Method
from portal.extensions import db
from portal.models.base import Coded, Published


class PublishedRecommendation(Published, db.Model):
    """One recommendation as readers know it, visible while `visible_from <= now < visible_until`.

    It says what agencies are asked to do and nothing of a family, so it does not come down with the report.
    """

    __tablename__ = "published_recommendation"
    __table_args__ = (
        ForeignKeyConstraint(["tenant", "review_id"], ["published_review.tenant", "published_review.id"]),
        Index(None, "tenant", "review_id", "position"),
        {"info": {"published": True}},
    )

    review_id: Mapped[UUID]
    position: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    due_on: Mapped[date | None]
    visible_from: Mapped[datetime]
    visible_until: Mapped[datetime | None]
    is_fictional: Mapped[bool] = mapped_column(default=False)


class PublishedMethod(Published, db.Model):
    """One way in which a published review was carried out, for regional leads."""

    __tablename__ = "published_method"
    __table_args__ = (
        ForeignKeyConstraint(["tenant", "review_id"], ["published_review.tenant", "published_review.id"]),
        UniqueConstraint("tenant", "review_id", "method"),
        {"info": {"published": True}},
    )

    review_id: Mapped[UUID]
    method: Mapped[Method] = mapped_column(Coded(Method))


class PublishedMarker(Published, db.Model):
    """How a published review does by one marker of quality, for regional leads; not why."""

    __tablename__ = "published_marker"
    __table_args__ = (
        ForeignKeyConstraint(["tenant", "review_id"], ["published_review.tenant", "published_review.id"]),
        UniqueConstraint("tenant", "review_id", "marker"),
        {"info": {"published": True}},
    )

    review_id: Mapped[UUID]
    marker: Mapped[Marker] = mapped_column(Coded(Marker))
    score: Mapped[Score] = mapped_column(Coded(Score))
    # In England; empty only where nothing says when.
    scored_on: Mapped[date | None]


class PublishedBriefingUse(Published, db.Model):
    """That a published briefing was used: when, where and with how many, for regional leads; not which, nor by whom."""

    __tablename__ = "published_briefing_use"
    __table_args__ = (Index(None, "tenant", "used_on"), {"info": {"published": True}})

    used_on: Mapped[date]
    setting: Mapped[Setting] = mapped_column(Coded(Setting))
    people: Mapped[int]
    is_fictional: Mapped[bool] = mapped_column(default=False)


class PublishedRecommendationBody(Published, db.Model):
    """An organisation that a recommendation asks something of: by name, since several areas may share it."""

    __tablename__ = "published_recommendation_body"
    __table_args__ = (
        ForeignKeyConstraint(
            ["tenant", "recommendation_id"],
            ["published_recommendation.tenant", "published_recommendation.id"],
        ),
        Index(None, "tenant", "recommendation_id"),
        {"info": {"published": True}},
    )

    recommendation_id: Mapped[UUID]
    name: Mapped[str] = mapped_column(String(120))
    kind: Mapped[AgencyKind] = mapped_column(Coded(AgencyKind))


class PublishedStep(Published, db.Model):
    """What was recorded of how a published recommendation is carried out: codes and a day, for regional leads."""

    __tablename__ = "published_step"
    __table_args__ = (
        ForeignKeyConstraint(
            ["tenant", "recommendation_id"],
            ["published_recommendation.tenant", "published_recommendation.id"],
        ),
        UniqueConstraint("tenant", "recommendation_id", "position"),
        {"info": {"published": True}},
    )

    recommendation_id: Mapped[UUID]
    position: Mapped[int]
    kind: Mapped[Step] = mapped_column(Coded(Step))
    status: Mapped[FollowUp] = mapped_column(Coded(FollowUp))
    happened_on: Mapped[date]
    evidence: Mapped[Evidence | None] = mapped_column(Coded(Evidence))
    strength: Mapped[Strength | None] = mapped_column(Coded(Strength))
    impact: Mapped[Impact | None] = mapped_column(Coded(Impact))


class PublishedAction(Published, db.Model):
    """What an agency does for a published recommendation: by name, in a code and days, for regional leads."""

    __tablename__ = "published_action"
    __table_args__ = (
        ForeignKeyConstraint(
            ["tenant", "recommendation_id"],
            ["published_recommendation.tenant", "published_recommendation.id"],
        ),
        UniqueConstraint("tenant", "recommendation_id", "position"),
        {"info": {"published": True}},
    )

    recommendation_id: Mapped[UUID]
    position: Mapped[int]
    body: Mapped[str] = mapped_column(String(120))
    status: Mapped[ActionStatus] = mapped_column(Coded(ActionStatus))
    added_on: Mapped[date]
    due_on: Mapped[date]
    ended_on: Mapped[date | None]


class PublishedStanding(Published, db.Model):
    """How a recommendation stood on the day on which two people told readers so, with what was done in response.

    It is on show from the day of that output on; `published_step` is for regional leads and tells readers nothing.
    """

    __tablename__ = "published_standing"
    __table_args__ = (
        ForeignKeyConstraint(
            ["tenant", "recommendation_id"],
            ["published_recommendation.tenant", "published_recommendation.id"],
        ),
        ForeignKeyConstraint(["tenant", "output_id"], ["published_output.tenant", "published_output.id"]),
        UniqueConstraint("tenant", "recommendation_id", "output_id"),
        Index(None, "tenant", "output_id"),
        {"info": {"published": True}},
    )

    recommendation_id: Mapped[UUID]
    output_id: Mapped[UUID]
    status: Mapped[FollowUp] = mapped_column(Coded(FollowUp))
    said_on: Mapped[date]


class PublishedTheme(Published, db.Model):
    """What a published review's learning is about; of one recommendation where that is named."""

    __tablename__ = "published_theme"
    __table_args__ = (
        ForeignKeyConstraint(["tenant", "review_id"], ["published_review.tenant", "published_review.id"]),
        ForeignKeyConstraint(
            ["tenant", "recommendation_id"],
            ["published_recommendation.tenant", "published_recommendation.id"],
        ),
        Index(None, "tenant", "review_id", "theme"),
        Index(None, "tenant", "recommendation_id"),
        {"info": {"published": True}},
    )

    review_id: Mapped[UUID]
    recommendation_id: Mapped[UUID | None]
    # As its recommendation's; empty only where nothing says when it appeared.
    visible_from: Mapped[datetime | None]
    visible_until: Mapped[datetime | None]
    theme: Mapped[PracticeTheme] = mapped_column(Coded(PracticeTheme))
