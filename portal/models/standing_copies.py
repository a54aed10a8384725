"""How far has each recommendation got, as two people chose to tell readers with what was done in response?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.following_up import FollowUp
from portal.models.published import PublishedOutput
from portal.models.published_learning import PublishedStanding
from portal.models.recommendation import Recommendation


def copy_standings(
    session: Session, output: PublishedOutput, standings: Mapping[UUID, FollowUp], said_on: date
) -> None:
    """Copy how recommendations stand beside the output that tells it; again, what it told before is replaced."""
    remove_standings(session, output.id)
    for recommendation_id, status in standings.items():
        copy_id = session.get_one(Recommendation, recommendation_id).published_recommendation_id
        if copy_id is not None:
            row = PublishedStanding(tenant=output.tenant, recommendation_id=copy_id, output_id=output.id)
            row.status, row.said_on = status, said_on
            session.add(row)
    session.flush()


def remove_standings(session: Session, output_id: UUID | None) -> None:
    """Take from readers what one output told them of recommendations."""
    for row in session.scalars(select(PublishedStanding).where(PublishedStanding.output_id == output_id)):
        session.delete(row)
    session.flush()
