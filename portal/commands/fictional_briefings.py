"""Where have the made-up people used made-up briefings, and what will they change?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from sqlalchemy import select

from portal.commands.fictional_people import Cast
from portal.commands.fictional_telling import working_day
from portal.domain.vocabulary import OutputKind, Role
from portal.extensions import db
from portal.learning.operations import Said, record_use
from portal.models.briefing_use import BriefingUse
from portal.models.published import PublishedOutput
from portal.models.session import TenantSession, entering, in_one_commit

# How many days ago, where, with how many, by whom, and what will change.
USES = (
    (560, "training", 24, Role.SAFEGUARDING_LEAD, "New colleagues hear it in their first month."),
    (430, "team-meeting", 9, Role.REFERRER, "We ask who else lives at home, and write it on the first page."),
    (300, "supervision", 2, Role.SCREENING_MEMBER, "Each supervision begins with one child’s own words."),
    (210, "team-meeting", 12, Role.REFERRER, "We telephone after the second time, and look in a month whether we did."),
    (120, "forum", 60, Role.SAFEGUARDING_LEAD, "Every school names somebody who looks with the one who is uneasy."),
    (75, "induction", 5, Role.COORDINATOR, "The briefing is in the first week’s folder."),
    (20, "team-meeting", 8, Role.REFERRER, "We keep one small promise a week, and say which."),
)  # fmt: skip


def use_all(casts: Sequence[Cast], today: date) -> int:
    """Let each partnership's people use its made-up briefings, once; return how many uses were added."""
    added = 0
    for cast in casts:
        with entering(db.session, cast.tenant.slug) as session:
            if session.scalars(select(BriefingUse.id).limit(1)).first() is None:
                with in_one_commit(session):
                    added += sum(1 for _ in used(session, cast, today))
    return added


def used(session: TenantSession, cast: Cast, today: date) -> Iterator[BriefingUse]:
    """Use the briefings that readers had on each day, in turn."""
    wanted = select(PublishedOutput).where(
        PublishedOutput.kind == OutputKind.SEVEN_MINUTE_BRIEFING, PublishedOutput.is_fictional,
        PublishedOutput.taken_down == "", PublishedOutput.published_on <= today,
    )  # fmt: skip
    briefings = session.scalars(wanted.order_by(PublishedOutput.published_on, PublishedOutput.id)).all()
    for turn, (days_ago, setting, people, role, change) in enumerate(USES):
        on = working_day(today - timedelta(days=days_ago))
        had = [each for each in briefings if each.published_on is not None and each.published_on <= on]
        # No two partnerships record alike.
        if had and (turn + len(cast.tenant.slug)) % 4:
            said = Said(str(had[turn % len(had)].id), setting, people, on, change)
            yield record_use(session, cast.tenant, cast(role), said, today)
