"""How are a review's recommendations written, ordered and answered? Each ends in one commit."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from portal.domain.errors import Conflict, InvalidAnswer, NotFound
from portal.domain.factors import PracticeTheme
from portal.domain.reviewing import Answer, RecommendationLevel
from portal.models.agency_action import actions_of
from portal.models.follow_up import steps_of
from portal.models.recommendation import (
    Recommendation,
    RecommendationOwner,
    Recommended,
    ReviewTheme,
    recommendations_of,
)
from portal.models.review import Review
from portal.models.session import TenantSession
from portal.reviews.working import done, worked_on
from portal.tenancy.model import Tenant
from portal.web.access import Actor

LONGEST_TEXT, LONGEST_ROLE = 2_000, 120
FOLLOWED = "What came of this recommendation is recorded, so it stays."
KEPT = "Readers have this recommendation, so it stays as it was published."


@dataclass(frozen=True)
class Said:
    """A recommendation as somebody writes it; `owners` gives the role in each agency, by the agency's code."""

    text: str
    change: str
    owners: Mapping[str, str]
    level: str
    themes: Collection[str] = ()
    due_on: date | None = None
    due_words: str = ""


def add(session: TenantSession, tenant: Tenant, actor: Actor, review_id: UUID, said: Said) -> Recommendation:
    """Add a recommendation at the end."""
    review = worked_on(session, actor, review_id, "recommend")
    require_whole(tenant, said)
    row = Recommendation(tenant=tenant.slug, unit=review.unit, review_id=review.id)
    row.position = len(recommendations_of(session, review.id)) + 1
    write(session, review, row, said)
    done(session, actor, review, "recommendation-added")
    return row


def change(
    session: TenantSession, tenant: Tenant, actor: Actor, review_id: UUID, recommendation_id: UUID, said: Said
) -> Recommendation:
    """Put a recommendation otherwise; Conflict once readers have it."""
    review = worked_on(session, actor, review_id, "recommend")
    row = found(session, review, recommendation_id).row
    require_free(row)
    require_whole(tenant, said)
    write(session, review, row, said)
    done(session, actor, review, "recommendation-changed")
    return row


def remove(
    session: TenantSession, tenant: Tenant, actor: Actor, review_id: UUID, recommendation_id: UUID
) -> Review:
    """Remove a recommendation, and number the others anew; Conflict once readers have it."""
    review = worked_on(session, actor, review_id, "recommend")
    recommended = found(session, review, recommendation_id)
    require_free(recommended.row)
    if steps_of(session, recommendation_id) or actions_of(session, recommendation_id):
        raise Conflict(FOLLOWED)
    for owner in recommended.owners:
        session.delete(owner)
    for theme in themes_in(session, review, recommendation_id):
        session.delete(theme)
    session.flush()
    session.delete(recommended.row)
    session.flush()
    for each in recommendations_of(session, review.id):
        each.row.position = each.number
    done(session, actor, review, "recommendation-removed")
    return review


def move_up(
    session: TenantSession, tenant: Tenant, actor: Actor, review_id: UUID, recommendation_id: UUID
) -> Review:
    """Put a recommendation before the one above it; Conflict where readers have either."""
    review = worked_on(session, actor, review_id, "recommend")
    every = recommendations_of(session, review.id)
    this = found(session, review, recommendation_id)
    if this.number == 1:
        raise Conflict("This recommendation is the first.")
    above = every[this.number - 2]
    require_free(this.row)
    require_free(above.row)
    this.row.position, above.row.position = above.number, this.number
    done(session, actor, review, "recommendations-ordered")
    return review


def set_themes(
    session: TenantSession, tenant: Tenant, actor: Actor, review_id: UUID, themes: Collection[str]
) -> Review:
    """Set what the review's learning as a whole is about."""
    review = worked_on(session, actor, review_id, "recommend")
    put_themes(session, review, None, themes)
    done(session, actor, review, "themes-set")
    return review


def record_answer(
    session: TenantSession, tenant: Tenant, actor: Actor, review_id: UUID, recommendation_id: UUID, agency: str, *,
    answer: str, reason: str, answered_on: date, today: date,
) -> RecommendationOwner:  # fmt: skip
    """Record what an agency answered; a refusal has its reason."""
    review = worked_on(session, actor, review_id, "record-answer")
    owners = {each.agency: each for each in found(session, review, recommendation_id).owners}
    if agency not in owners:
        raise NotFound("The recommendation does not ask this agency.")
    if answer not in set(Answer):
        raise InvalidAnswer("Select what the agency answered", "answer")
    if answer == Answer.NOT_ACCEPTED and not reason.strip():
        raise InvalidAnswer("Give the agency’s reason", "reason")
    if answered_on > today:
        raise InvalidAnswer("The day must not be after today", "answered_on")
    owner = owners[agency]
    owner.answer, owner.answered_on, owner.reason = Answer(answer), answered_on, reason.strip() or None
    done(session, actor, review, "answer-recorded")
    return owner


# --- what the rules ask ------------------------------------------------------------------------------------


def require_whole(tenant: Tenant, said: Said) -> None:
    """Refuse a recommendation that does not say what, for whom, who and by when. Raises InvalidAnswer."""
    for words, field, missing in (
        (said.text, "text", "Say what you recommend"),
        (said.change, "change", "Say what will change for children"),
    ):
        if not words.strip():
            raise InvalidAnswer(missing, field)
        if len(words) > LONGEST_TEXT:
            raise InvalidAnswer(f"Use {LONGEST_TEXT:,} characters or fewer", field)
    require_owners(tenant, said.owners)
    if said.level not in set(RecommendationLevel):
        raise InvalidAnswer("Select how far it reaches", "level")
    if said.due_on is None:
        raise InvalidAnswer("Enter the day by which it is to be done", "due_on")


def require_owners(tenant: Tenant, owners: Mapping[str, str]) -> None:
    """Refuse nobody, an agency that is not in the directory, and an agency without a named role."""
    if not owners:
        raise InvalidAnswer("Select at least one agency", "agency_1")
    known = {agency.code for agency in tenant.agencies}
    for place, (agency, role) in enumerate(owners.items(), 1):
        if agency not in known:
            raise InvalidAnswer("Select an agency from the list", f"agency_{place}")
        if not role.strip():
            raise InvalidAnswer("Name the role that owns it in this agency", f"role_{place}")
        if len(role) > LONGEST_ROLE:
            raise InvalidAnswer(f"Use {LONGEST_ROLE} characters or fewer", f"role_{place}")


def require_free(row: Recommendation) -> None:
    """Refuse to change what readers have."""
    if row.published_at is not None:
        raise Conflict(KEPT)


def found(session: TenantSession, review: Review, recommendation_id: UUID) -> Recommended:
    """Return one recommendation of this review; NotFound where it has none like it."""
    every = recommendations_of(session, review.id)
    this = next((each for each in every if each.row.id == recommendation_id), None)
    if this is None:
        raise NotFound("There is no such recommendation.")
    return this


# --- writing it down ---------------------------------------------------------------------------------------


def write(session: TenantSession, review: Review, row: Recommendation, said: Said) -> None:
    """Write a recommendation with its owners and themes."""
    row.text, row.change = said.text.strip(), said.change.strip()
    row.level = RecommendationLevel(said.level)
    row.due_on, row.due_words = said.due_on, said.due_words.strip() or None
    session.add(row)
    session.flush()
    put_owners(session, review, row, said.owners)
    put_themes(session, review, row.id, said.themes)


def put_owners(
    session: TenantSession, review: Review, row: Recommendation, owners: Mapping[str, str]
) -> None:
    """Set who is asked; an agency that stays keeps its answer."""
    wanted = select(RecommendationOwner).where(RecommendationOwner.recommendation_id == row.id)
    kept = {each.agency: each for each in session.scalars(wanted)}
    for agency, owner in kept.items():
        if agency not in owners:
            session.delete(owner)
    for agency, role in owners.items():
        owner = kept.get(agency) or RecommendationOwner(
            tenant=review.tenant,
            unit=review.unit,
            review_id=review.id,
            recommendation_id=row.id,
            agency=agency,
        )
        owner.role = role.strip()
        session.add(owner)


def put_themes(
    session: TenantSession, review: Review, recommendation_id: UUID | None, themes: Collection[str]
) -> None:
    """Set the themes of the review, or of one recommendation; InvalidAnswer for one that nobody knows."""
    if set(themes) - set(PracticeTheme):
        raise InvalidAnswer("Select from the list", "themes")
    kept = themes_in(session, review, recommendation_id)
    for row in kept:
        if row.theme not in themes:
            session.delete(row)
    for theme in sorted(set(themes) - {row.theme.value for row in kept}):
        new = ReviewTheme(tenant=review.tenant, review_id=review.id, theme=PracticeTheme(theme))
        new.recommendation_id = recommendation_id
        session.add(new)


def themes_in(session: TenantSession, review: Review, recommendation_id: UUID | None) -> list[ReviewTheme]:
    """Return the themes of the review as a whole, or of one recommendation."""
    wanted = select(ReviewTheme).where(
        ReviewTheme.review_id == review.id,
        ReviewTheme.recommendation_id.is_not_distinct_from(recommendation_id),
    )
    return list(session.scalars(wanted))
