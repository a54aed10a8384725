"""How is a review scored by a marker of quality? In one commit."""

from __future__ import annotations

from uuid import UUID

from portal.domain.errors import InvalidAnswer
from portal.domain.quality_markers import Marker, Score
from portal.models.marker_copies import copy_scores
from portal.models.marker_score import MarkerScore, scores_of
from portal.models.moment import this_moment
from portal.models.session import TenantSession
from portal.reviews.working import done, worked_on
from portal.tenancy.model import Tenant
from portal.web.access import Actor

LONGEST_NOTE = 2_000


def score_marker(
    session: TenantSession,
    tenant: Tenant,
    actor: Actor,
    review_id: UUID,
    marker: Marker,
    score: str,
    note: str,
) -> MarkerScore:
    """Score a review by one marker, or anew; the score of a published review is counted for regional leads."""
    review = worked_on(session, actor, review_id, "score-quality")
    if score not in set(Score):
        raise InvalidAnswer("Select how far the review meets it", "score")
    if not note.strip():
        raise InvalidAnswer("Say why", "note")
    if len(note) > LONGEST_NOTE:
        raise InvalidAnswer(f"Use {LONGEST_NOTE:,} characters or fewer", "note")
    row = scores_of(session, review.id).get(marker) or MarkerScore(
        tenant=tenant.slug, unit=review.unit, review_id=review.id, marker=marker
    )
    row.score, row.note = Score(score), note.strip()
    row.scored_by, row.scored_at = actor.account_id, this_moment()
    session.add(row)
    copy_scores(session, review)
    done(session, actor, review, "marker-scored")
    return row
