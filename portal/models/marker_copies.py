"""How do the scores of a published review reach regional leads, without the reasons for them?"""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.retention import london_day
from portal.models.marker_score import scores_of
from portal.models.published_learning import PublishedMarker
from portal.models.review import Review


def copy_scores(session: Session, review: Review) -> None:
    """Bring the scores beside a review's public copy up to date, where it has one."""
    if review.published_review_id is None:
        return
    session.flush()
    wanted = select(PublishedMarker).where(PublishedMarker.review_id == review.published_review_id)
    kept = {row.marker: row for row in session.scalars(wanted)}
    for marker, scored in scores_of(session, review.id).items():
        row = kept.get(marker) or PublishedMarker(
            tenant=review.tenant, review_id=review.published_review_id, marker=marker
        )
        row.score, row.scored_on = scored.score, london_day(scored.scored_at)
        session.add(row)
    session.flush()
