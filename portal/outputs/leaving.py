"""What has a leaver begun to write for readers that nobody else writes, and who goes on with it?

Whoever wrote in it stays an author, and approves it as little as the one who goes on.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.permissions import Permission, permissions_of
from portal.domain.vocabulary import OutputStatus
from portal.models.account import membership_of
from portal.models.attention import members_who_may
from portal.models.event import tell
from portal.models.output import Output
from portal.models.review import Review
from portal.models.review_access import reviews_known_to
from portal.web.handover import Holding, register_holding

UNFINISHED = (OutputStatus.DRAFT, OutputStatus.READY_FOR_APPROVAL)


def held(session: Session, account_id: UUID) -> Sequence[Output]:
    """Return what the person writes and no other author who still works here could: it is on nobody else's desk."""
    writers = {str(each) for each in members_who_may(session, Permission.OUTPUT_WRITE) if each != account_id}
    unfinished = session.scalars(select(Output).where(Output.status.in_(UNFINISHED)).order_by(Output.id))
    return [
        each
        for each in unfinished
        if str(account_id) in each.author_ids and not writers & set(each.author_ids)
    ]


def move(session: Session, leaver: UUID, taker: UUID) -> int:
    """Make the taker an author beside the leaver, of what they may know of; return of how much."""
    membership = membership_of(session, taker)
    if membership is None:
        return 0
    known = reviews_known_to(taker, permissions_of(membership.roles)).with_only_columns(Review.id)
    reviews = set(session.scalars(known))
    given = [each for each in held(session, leaver) if each.review_id in reviews]
    for each in given:
        each.author_ids = sorted({*each.author_ids, str(taker)})
        tell(session, each.tenant, "output", each.id, "taken-on", taker, kind=each.kind.value)
    return len(given)


register_holding(
    Holding(
        "unfinished text for readers",
        "unfinished texts for readers",
        Permission.OUTPUT_WRITE,
        lambda session, account_id: len(held(session, account_id)),
        move,
        is_of_agency=False,
    )
)
