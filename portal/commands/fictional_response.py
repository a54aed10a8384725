"""What has each partnership told readers of what was done in response to one made-up review?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import select

from portal.commands.fictional_people import Cast
from portal.commands.fictional_telling import working_day
from portal.domain.following_up import CHECKED, FollowUp
from portal.domain.vocabulary import OutputKind, Role
from portal.extensions import db
from portal.models.moment import as_of
from portal.models.output import Output
from portal.models.recommendation import Recommendation, recommendations_of
from portal.models.session import TenantSession, entering, in_one_commit
from portal.outputs import operations as writing
from portal.outputs import publishing
from portal.outputs.content import hash_of

TITLE = "What agencies have done since"
# Agencies have had the time to act and somebody to look, and readers remember the review.
TIME_TO_ACT = timedelta(days=300)
A_MOMENT = time(11, tzinfo=UTC)
LOOKED_AT = "It is done, and somebody from another agency has looked. Most of the records that were read showed it."
DONE_SO_FAR = {
    FollowUp.NOT_STARTED: "Nothing has begun yet. The partnership has asked each agency again.",
    FollowUp.ON_TRACK: "Each agency has named who does it, and the first teams have begun.",
    FollowUp.AT_RISK: "The person who led it left, and it stood still for some months. Somebody else leads it now.",
    FollowUp.AWAITING_VERIFICATION: "It is in the procedures and in the training. Whether it is done on a busy day is "
    "looked at next.",
    FollowUp.VERIFIED: LOOKED_AT,
    FollowUp.EMBEDDED: f"{LOOKED_AT} A year later it was still so.",
    FollowUp.NOT_ACCEPTED: "The agencies that were asked did not accept it, and have said why.",
}
OPENING = """This account is made up for the demonstration. It describes no real child, family or worker.

A review says what should change. This says what agencies have done since, and what they have not.
"""
CLOSING = """## What families and practitioners say

Six parents were asked. Five had noticed a change, and two could say which worker had done something new. Practitioners
said that the training helped most where their own manager came to it.

## What comes next

The partnership looks again in a year, and says here what it finds.
"""


def respond_all(casts: Sequence[Cast], today: date) -> int:
    """Publish what was done in response to one review of each partnership, once; return how many were added."""
    added, on = 0, working_day(today - timedelta(days=1))
    for cast in casts:
        with entering(db.session, cast.tenant.slug) as session:
            is_told = session.scalar(
                select(Output.id).where(Output.kind == OutputKind.WHAT_WAS_DONE).limit(1)
            )
            review_id = None if is_told else read_long_enough(session, today)
            if review_id is not None:
                with in_one_commit(session), as_of(datetime.combine(on, A_MOMENT)):
                    respond(session, cast, review_id, on)
                added += 1
    return added


def read_long_enough(session: TenantSession, today: date) -> UUID | None:
    """Return the newest review of which something was done and checked, and that readers have had for long enough."""
    until = datetime.combine(today - TIME_TO_ACT, A_MOMENT)
    wanted = select(Recommendation.review_id).where(
        Recommendation.published_at < until, Recommendation.status.in_(CHECKED)
    )
    return session.scalar(wanted.order_by(Recommendation.published_at.desc(), Recommendation.id).limit(1))


def respond(session: TenantSession, cast: Cast, review_id: UUID, on: date) -> None:
    """Write it, have somebody else approve it, and publish it by two people."""
    tenant, writer = cast.tenant, cast(Role.COORDINATOR)
    output = writing.begin(session, tenant, writer, review_id, OutputKind.WHAT_WAS_DONE, TITLE)
    writing.save(
        session,
        tenant,
        writer,
        output.id,
        edition=1,
        title=TITLE,
        body=account_of(session, review_id),
        boxes={},
    )
    writing.submit(session, tenant, writer, output.id)
    writing.approve(session, tenant, cast(Role.CHAIR), output.id, hash_of(output))
    prepared = publishing.prepare(session, tenant, writer, output.id, on, carries_learning=True)
    publishing.publish(
        session,
        tenant,
        cast(Role.PUBLISHER),
        output.id,
        hash_of(output),
        learning_hash=prepared.learning_hash,
    )


def account_of(session: TenantSession, review_id: UUID) -> str:
    """Return what each recommendation asked and what came of it, as it stands."""
    asked = [each.row for each in recommendations_of(session, review_id)]
    told = [
        f"### {number}. What was asked\n\n> {row.text}\n\n{DONE_SO_FAR[row.status]}\n"
        for number, row in enumerate(asked, 1)
    ]
    return "\n".join([OPENING, "## What agencies were asked, and what they have done\n", *told, CLOSING])
