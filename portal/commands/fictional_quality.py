"""How did the made-up partnerships score their latest made-up reviews by the quality markers?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import select

from portal.commands.fictional_people import Cast
from portal.domain.quality_markers import Marker, Score
from portal.domain.vocabulary import Role
from portal.extensions import db
from portal.models.marker_score import MarkerScore
from portal.models.published import PublishedReview
from portal.models.review import Review
from portal.models.session import TenantSession, entering, in_one_commit
from portal.reviews.quality_operations import score_marker

REVIEWS = 1
SAID = {
    Score.MET: "Made-up reasons. It was done as planned, and people said that it helped.",
    Score.PARTLY_MET: "Made-up reasons. It was done, and later than those concerned had hoped.",
    Score.NOT_MET: "Made-up reasons. Nobody had time for it; next time it is planned from the first day.",
}
# In turn: what is met is not always the same.
TURNS = (Score.MET, Score.MET, Score.PARTLY_MET, Score.MET, Score.MET, Score.PARTLY_MET, Score.NOT_MET)


def score_all(casts: Sequence[Cast]) -> int:
    """Score each partnership's latest published reviews, once; return how many scores were added."""
    added = 0
    for cast in casts:
        with entering(db.session, cast.tenant.slug) as session:
            if session.scalars(select(MarkerScore.id).limit(1)).first() is None:
                with in_one_commit(session):
                    added += sum(1 for _ in scored(session, cast))
    return added


def scored(session: TenantSession, cast: Cast) -> Iterator[MarkerScore]:
    """Score the latest of them by every marker."""
    of_review = (PublishedReview.tenant == Review.tenant) & (PublishedReview.id == Review.published_review_id)
    latest = (
        select(Review.id).join(PublishedReview, of_review).where(PublishedReview.visible_from.is_not(None))
    )
    ids = session.scalars(latest.order_by(PublishedReview.sort_on.desc(), Review.id).limit(REVIEWS)).all()
    for place, review_id in enumerate(ids):
        for turn, marker in enumerate(Marker):
            score = TURNS[(turn + 3 * place + len(cast.tenant.slug)) % len(TURNS)]
            yield score_marker(
                session, cast.tenant, cast(Role.COORDINATOR), review_id, marker, score.value, SAID[score]
            )
