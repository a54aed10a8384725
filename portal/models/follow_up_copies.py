"""How do the codes and days of what was followed up reach regional leads, of what readers have and of nothing else?"""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.models.follow_up import steps_of
from portal.models.published_learning import PublishedStep
from portal.models.recommendation import Recommendation


def copy_steps(session: Session, row: Recommendation) -> None:
    """Add to the public copy of a recommendation, where it has one, the steps that it has not got: no words of them."""
    copy_id = row.published_recommendation_id
    if copy_id is None:
        return
    session.flush()
    has = session.scalar(select(func.count()).where(PublishedStep.recommendation_id == copy_id)) or 0
    for step in steps_of(session, row.id)[has:]:
        session.add(
            PublishedStep(
                tenant=row.tenant, recommendation_id=copy_id, position=step.position, kind=step.kind,
                status=step.status, happened_on=step.happened_on, evidence=step.evidence, strength=step.strength,
                impact=step.impact,
            )
        )  # fmt: skip
    session.flush()
