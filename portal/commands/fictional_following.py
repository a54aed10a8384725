"""What came of what made-up reviews recommended to readers?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import cycle
from typing import NamedTuple

from sqlalchemy import select

from portal.commands.fictional_people import Cast
from portal.commands.fictional_telling import working_day
from portal.domain.agency_actions import ActionStatus
from portal.domain.following_up import Evidence
from portal.domain.vocabulary import Role
from portal.extensions import db
from portal.models.agency_action import AgencyAction, copy_actions
from portal.models.follow_up import FollowUpStep
from portal.models.moment import as_of
from portal.models.recommendation import Recommendation, RecommendationOwner
from portal.models.session import TenantSession, entering, in_one_commit
from portal.reviews.follow_up_operations import Recorded, take_step
from portal.web.access import Actor

A_MOMENT = time(10, tzinfo=UTC)


class Act(NamedTuple):
    """One step, so many days after readers had the recommendation."""

    after: int
    action: str
    note: str
    evidence: str = ""
    strength: str = ""
    impact: str = ""


BEGUN = Act(30, "put-on-track", "Each agency has named who does it. The first teams have begun.")
SLOW = Act(80, "put-at-risk", "The person who led it has left, and nobody has taken it on yet.")
DONE = Act(
    210, "say-complete", "It is in the procedures and in the training, and teams have been told in person."
)
DONE_LATE = Act(420, "say-complete", "It took longer than planned, and is done in every team now.")
CHECKED = Act(260, "verify", "Twenty records were read; nineteen showed it.", "audit", "strong")
SEEN = Act(
    450, "verify", "Two teams were visited. Both do it, and one could not show it.", "observation", "moderate"
)
THIN = Act(250, "verify", "The new guidance was read; nobody has looked at practice yet.", "document", "weak")
NOT_YET = Act(250, "ask-further-work", "Of ten records six showed it. Night teams had not heard of it.")
HEARD = Act(330, "record-impact", "Six young people said that they were asked, and by whom.", impact="child")
COUNTED = Act(
    460,
    "record-impact",
    "It was done for nine of ten children, and for six the year before.",
    impact="figures",
)
LASTING = Act(520, "find-embedded", "A year later a second audit found the same.", "audit", "strong")

# What an agency does, and which role there owns it.
ACTION = (
    "Write it into the guidance for new staff, and say it on a training day.",
    "Named safeguarding lead",
)

VERIFIED = ((BEGUN, DONE, CHECKED, HEARD, LASTING), (SLOW, DONE_LATE, SEEN, COUNTED), (BEGUN, DONE, THIN),
            (BEGUN, DONE, NOT_YET))  # fmt: skip
UNVERIFIED = ((SLOW,), (BEGUN, DONE), (), (BEGUN, DONE_LATE))


def follow_all(casts: Sequence[Cast], today: date) -> int:
    """Follow up what each partnership's readers have, once; return how many steps were added."""
    added = 0
    for cast in casts:
        with entering(db.session, cast.tenant.slug) as session:
            if session.scalars(select(FollowUpStep.id).limit(1)).first() is None:
                with in_one_commit(session):
                    added += sum(1 for _ in followed(session, cast, today))
    return added


def followed(session: TenantSession, cast: Cast, today: date) -> Iterator[FollowUpStep]:
    """Follow each recommendation in one of several ways in turn, as far as there has been time."""
    verifier = cast(Role.CHAIR)
    asks_theirs = select(RecommendationOwner.recommendation_id).where(
        RecommendationOwner.agency == verifier.agency
    )
    theirs, ways = set(session.scalars(asks_theirs)), (cycle(VERIFIED), cycle(UNVERIFIED))
    wanted = select(Recommendation).where(Recommendation.published_at.is_not(None))
    for place, row in enumerate(
        session.scalars(
            wanted.order_by(Recommendation.published_at, Recommendation.position, Recommendation.id)
        ).all()
    ):
        # Whoever verifies works for another agency than those that are asked.
        way = next(ways[1 if row.id in theirs or place % 3 == 2 else 0])
        yield from told(session, cast, verifier, row, way, today)
        act_on(session, cast, row, place, today)


def act_on(session: TenantSession, cast: Cast, row: Recommendation, place: int, today: date) -> None:
    """Write down what the first agency that a recommendation asks does for it: in time, late, or not yet."""
    asks = select(RecommendationOwner.agency).where(RecommendationOwner.recommendation_id == row.id)
    agency = session.scalars(asks.order_by(RecommendationOwner.agency).limit(1)).first()
    if agency is None or row.published_at is None:
        return
    began_on = working_day(row.published_at.date() + timedelta(days=14))
    due_on, ended_on = (
        working_day(began_on + timedelta(days=days)) for days in (150, (120, 200, 900)[place % 3])
    )
    action = AgencyAction(
        tenant=cast.tenant.slug, unit=row.unit, review_id=row.review_id, recommendation_id=row.id, position=1,
        agency=agency, status=ActionStatus.UNDER_WAY, added_on=min(began_on, today), due_on=due_on,
        recorded_by=cast(Role.COORDINATOR).account_id,
    )  # fmt: skip
    action.text, action.role = ACTION
    if ended_on < today:
        action.status, action.ended_on, action.evidence = ActionStatus.DONE, ended_on, Evidence.DOCUMENT
        action.note = "The page and the note of the training day were sent in."
    session.add(action)
    copy_actions(session, row, {each.code: each.name for each in cast.tenant.agencies})


def told(
    session: TenantSession, cast: Cast, verifier: Actor, row: Recommendation, way: Sequence[Act], today: date
) -> Iterator[FollowUpStep]:
    """Take one recommendation's steps as of their days."""
    assert row.published_at is not None
    for act in way:
        on = working_day(row.published_at.date() + timedelta(days=act.after))
        if on >= today:
            return
        is_found = act.action in ("verify", "ask-further-work", "find-embedded")
        said = Recorded(act.note, on, act.evidence, act.strength, act.impact)
        with as_of(datetime.combine(on, A_MOMENT)):
            yield take_step(
                session, cast.tenant, verifier if is_found else cast(Role.COORDINATOR), row.review_id, row.id,
                act.action, said, today,
            )  # fmt: skip
