"""How does a publication end by its rule or by a person's decision, and how is it kept for longer?

Each ends in one commit. What a rule has ended is invisible from its midnight on, whether or not anything here ran:
these take away what is kept of it, and set the status that people see.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from portal.domain.errors import Conflict, InvalidAnswer, NotFound
from portal.domain.permissions import COMMAND_PERMISSIONS, Permission
from portal.domain.retention import RetentionThen, london_day, visible_until_instant
from portal.domain.vocabulary import OutputStatus, PublicationStatus
from portal.domain.workflow import Thing, Transition, require_action
from portal.models.attention import call_for_attention
from portal.models.audit import record
from portal.models.event import tell
from portal.models.moment import this_moment
from portal.models.output import Output, Publication
from portal.models.publications import newest_of, publications_of
from portal.models.published import BY_RULE, PublishedOutput
from portal.models.publishing import keep_until, take_down
from portal.models.review import case_ids_of
from portal.models.review_access import fresh, known_output
from portal.models.session import TenantSession
from portal.web.access import Actor

FURTHEST_AHEAD = timedelta(days=366 * 10)


def come_down(session: TenantSession, tenant: str, output_id: UUID, today: date, now: datetime) -> Output:
    """End a publication whose rule has ended it. The portal's own act: nobody's hand is in it."""
    output, publication = published_output(session, output_id)
    facts = {"is_due_to_come_down": is_over(publication, today)}
    transition = require_action(Thing.OUTPUT, output.status, "come-down", COMMAND_PERMISSIONS, facts)
    end(session, tenant, output, publication, transition, None, now)
    session.commit()
    return output


def is_over(publication: Publication, today: date) -> bool:
    """Whether the day has come on which its rule takes it down."""
    return publication.comes_down_on is not None and publication.comes_down_on <= today


def end_publication(
    session: TenantSession, tenant: str, actor: Actor, output_id: UUID, reason: str, now: datetime | None = None
) -> Output:
    """Decide that something is no longer published, once its time is over and where its rule leaves it to a person."""
    if not reason.strip():
        raise InvalidAnswer("Say why it is no longer published", "reason")
    now = now or this_moment()
    output, publication = seen(session, actor, output_id)
    day = publication.decide_on
    facts = {"is_due_to_come_down": day is not None and day <= london_day(now)}
    transition = require_action(Thing.OUTPUT, output.status, "end-publication", actor.permissions, facts)
    publication.reason = reason.strip()
    end(session, tenant, output, publication, transition, actor.account_id, now)
    session.commit()
    return output


def end(
    session: TenantSession, tenant: str, output: Output, publication: Publication, transition: Transition,
    actor_id: UUID | None, now: datetime,
) -> None:  # fmt: skip
    """Take away the public copy's text, set the status, and tell what happened."""
    copy = session.get_one(PublishedOutput, publication.published_output_id)
    # What was over before anybody ran this ended when its rule says, not now.
    at = min(now, copy.visible_until) if copy.visible_until else now
    take_down(session, copy, BY_RULE, at)
    publication.status, publication.end_manner = PublicationStatus.NO_LONGER_PUBLISHED, BY_RULE
    publication.ended_at, publication.ended_by = at, actor_id
    output.status = OutputStatus(transition.arrives_at(output.status))
    what = "publication-ended" if actor_id else "came-down"
    tell(session, tenant, "output", output.id, what, actor_id, kind=output.kind.value)
    record(session, f"output-{what}", "output", output.id)


def keep_longer(
    session: TenantSession, tenant: str, actor: Actor, output_id: UUID, until: date, reason: str,
    now: datetime | None = None,
) -> Publication:  # fmt: skip
    """Keep something published through a later day, with a reason; people are told again a month before it."""
    if not reason.strip():
        raise InvalidAnswer("Say why it stays published for longer", "reason")
    now = now or this_moment()
    output, publication = seen(session, actor, output_id)
    require_action(Thing.OUTPUT, output.status, "keep-longer", actor.permissions, {})
    require_later(publication, until, london_day(now))
    the_day_after = until + timedelta(days=1)
    if publication.comes_down_on is not None:
        publication.comes_down_on = the_day_after
        copy = session.get_one(PublishedOutput, publication.published_output_id)
        keep_until(session, copy, visible_until_instant(the_day_after))
    else:
        publication.decide_on = the_day_after
    publication.kept_until, publication.kept_by = until, actor.account_id
    publication.reason, publication.announced_at = reason.strip(), None
    tell(session, tenant, "output", output.id, "kept-longer", actor.account_id, until=until.isoformat())
    record(session, "output-kept-longer", "output", output.id)
    session.commit()
    return publication


def require_later(publication: Publication, until: date, today: date) -> None:
    """Refuse a day that would shorten the term, one that has passed, and a term that no rule counts."""
    if publication.rule_then == RetentionThen.KEEP:
        raise Conflict("Its rule keeps it published already.")
    ends_on = publication.comes_down_on or publication.decide_on
    if publication.comes_down_on is not None and publication.comes_down_on <= today:
        raise Conflict("Its time is over, so it has come down already. It can be published again by two people.")
    earliest = max(today, ends_on - timedelta(days=1) if ends_on else today)
    if until <= earliest:
        raise InvalidAnswer("Enter a day later than the one on which its time is over now", "until")
    if until > today + FURTHEST_AHEAD:
        raise InvalidAnswer("Enter a day within ten years", "until")


def announce(session: TenantSession, tenant: str, output_id: UUID, now: datetime) -> None:
    """Tell those who decide that a publication's time is nearly over, once."""
    output, publication = published_output(session, output_id)
    publication.announced_at = now
    call_for_attention(session, tenant, Permission.RETENTION_DECIDE, about=case_ids_of(session, output.review_id))
    tell(session, tenant, "output", output.id, "end-announced", None, kind=output.kind.value)
    session.commit()


def seen(session: TenantSession, actor: Actor, output_id: UUID) -> tuple[Output, Publication]:
    """Return an output that the person may know of, locked, with its newest publication."""
    known_output(session, output_id, actor.account_id, actor.permissions)
    return published_output(session, output_id)


def published_output(session: TenantSession, output_id: UUID) -> tuple[Output, Publication]:
    """Return an output, locked, with its newest publication; NotFound where it was never published."""
    locking = fresh(select(Output).where(Output.id == output_id).with_for_update())
    output: Output | None = session.scalar(locking)
    publication = newest_of(publications_of(session, output_id))
    if output is None or publication is None or publication.published_output_id is None:
        raise NotFound("There is no such publication.")
    return output, publication
