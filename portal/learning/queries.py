"""Which briefings can be used, and what has been recorded of their use?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from portal.domain.following_up import Quarter, quarter_of
from portal.domain.permissions import Permission
from portal.domain.vocabulary import OutputKind
from portal.models.briefing_use import BriefingUse
from portal.models.moment import this_moment
from portal.models.published import PublishedOutput, PublishedReview, visible
from portal.web.access import Actor
from portal.web.lists import MOST_LISTED

GONE = "A briefing that is no longer published"


def briefings(session: Session) -> list[tuple[str, str]]:
    """Return the ids and names of the briefings that readers have, the newest first."""
    of_review = and_(
        PublishedReview.tenant == PublishedOutput.tenant, PublishedReview.id == PublishedOutput.review_id
    )
    rows = session.execute(
        select(PublishedOutput.id, PublishedOutput.title, PublishedReview.title)
        .join(PublishedReview, of_review)
        .where(PublishedOutput.kind == OutputKind.SEVEN_MINUTE_BRIEFING, visible(this_moment()))
        .order_by(PublishedOutput.sort_on.desc(), PublishedOutput.id)
    )
    return [(str(id), title if title == review else f"{title} ({review})") for id, title, review in rows]


def readable_briefing(session: Session, output_id: str) -> PublishedOutput | None:
    """Return a briefing that readers have; None for anything else."""
    try:
        id = UUID(output_id)
    except ValueError:
        return None
    found: PublishedOutput | None = session.scalar(
        select(PublishedOutput).where(
            PublishedOutput.id == id, PublishedOutput.kind == OutputKind.SEVEN_MINUTE_BRIEFING,
            visible(this_moment()),
        )
    )  # fmt: skip
    return found


def may_be_read(actor: Actor, use: BriefingUse) -> bool:
    """Whether a person changes an entry: their own, or any where they see all."""
    return actor.may(Permission.BRIEFING_SEE_ALL) or use.recorded_by == actor.account_id


def uses(session: Session, actor: Actor) -> Sequence[BriefingUse]:
    """Return the uses that a person may read, the latest first: their own, their agency's, or all."""
    wanted = select(BriefingUse).order_by(BriefingUse.used_on.desc(), BriefingUse.id)
    if not actor.may(Permission.BRIEFING_SEE_ALL):
        # Whoever says that they work somewhere and has not been confirmed reads nobody else's.
        is_confirmed = bool(actor.agency) and actor.approval is None
        own = BriefingUse.recorded_by == actor.account_id
        wanted = wanted.where(own | (BriefingUse.agency == actor.agency) if is_confirmed else own)
    return session.scalars(wanted.limit(MOST_LISTED)).all()


def titles_of(session: Session, found: Sequence[BriefingUse]) -> dict[UUID, str]:
    """Return the titles of the briefings that were used, as readers have them now."""
    ids = {use.output_id for use in found}
    rows = session.execute(
        select(PublishedOutput.id, PublishedOutput.title).where(PublishedOutput.id.in_(ids))
    )
    titles = {id: title for id, title in rows if title}
    return {id: titles.get(id, GONE) for id in ids}


@dataclass(frozen=True)
class Sum:
    """How often briefings were used in a quarter, and with how many people."""

    quarter: Quarter
    times: int
    people: int


def sums(found: Sequence[BriefingUse]) -> list[Sum]:
    """Return the sums of each quarter in which any was used, the latest first."""
    times, people = Counter[Quarter](), Counter[Quarter]()
    for use in found:
        times[quarter_of(use.used_on)] += 1
        people[quarter_of(use.used_on)] += use.people
    return [Sum(quarter, times[quarter], people[quarter]) for quarter in sorted(times, reverse=True)]
