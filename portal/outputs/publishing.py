"""How is an approved output made public by two people, and taken down at once? Each ends in one commit."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import UUID, uuid4

from portal.domain.errors import Conflict, InvalidAnswer
from portal.domain.permissions import Permission
from portal.domain.retention import RetentionRule, london_day, visible_from_instant, visible_until_instant
from portal.domain.reviewing import CARRY_RECOMMENDATIONS
from portal.domain.vocabulary import OutputKind, OutputStatus, PublicationStatus
from portal.domain.workflow import Thing, Transition, require_action
from portal.models.attention import call_for_attention
from portal.models.event import tell
from portal.models.marker_copies import copy_scores
from portal.models.method_copies import copy_methods
from portal.models.moment import is_told, this_moment
from portal.models.output import Output, Publication
from portal.models.publications import newest_of, publications_of, term_of
from portal.models.published import QUIET, STATED, PublishedOutput
from portal.models.published_file import remove_files
from portal.models.publishing import publish_output, publish_review, take_down
from portal.models.recommendation_copies import (
    Learning,
    copy_learning,
    require_same_learning,
    tell_how_far,
    withdraw_learning,
    write_down_learning,
)
from portal.models.review import Review, case_ids_of
from portal.models.review_access import known_output
from portal.models.session import TenantSession
from portal.outputs.content import boxes_of, hash_of, is_briefing
from portal.outputs.operations import move
from portal.outputs.printing import print_copy
from portal.outputs.queries import facts_of, rule_for
from portal.tenancy.model import Tenant
from portal.web.access import Actor
from portal.web.written import written

FURTHEST_AHEAD_DAYS = 366


def prepare(
    session: TenantSession, tenant: Tenant, actor: Actor, output_id: UUID, appears_on: date,
    now: datetime | None = None, *, carries_learning: bool = False,
) -> Publication:  # fmt: skip
    """Prepare the publication of what was approved, on a day; somebody else approves it. Again: another day.

    `carries_learning` says whether the review's recommendations and themes go with it.
    """
    now = now or this_moment()
    output, review = known_output(session, output_id, actor.account_id, actor.permissions, locked=True)
    transition = allowed(session, output, actor, "prepare-publication", now)
    require_day(appears_on, london_day(now))
    publication = newest_of(publications_of(session, output.id))
    if publication is None or publication.status is not PublicationStatus.PREPARED:
        publication = Publication(
            tenant=tenant.slug, unit=review.unit, review_id=review.id, output_id=output.id,
            status=PublicationStatus.PREPARED,
        )  # fmt: skip
        session.add(publication)
    publication.prepared_by, publication.prepared_at = actor.account_id, now
    publication.appears_on, publication.content_hash = appears_on, hash_of(output)
    carries = carries_learning and output.kind in CARRY_RECOMMENDATIONS
    write_down_learning(session, tenant, review, output.kind, publication, carries=carries)
    move(session, tenant, actor, output, transition, "publication-prepared")
    about = case_ids_of(session, output.review_id)
    call_for_attention(session, tenant.slug, Permission.PUBLICATION_APPROVE, about=about, but=actor.account_id)
    session.commit()
    return publication


def require_day(appears_on: date, today: date) -> None:
    """Refuse a day that has passed and one too far ahead to be meant."""
    if appears_on < today:
        raise InvalidAnswer("The day must be today or later", "appears_on")
    if (appears_on - today).days > FURTHEST_AHEAD_DAYS:
        raise InvalidAnswer("The day must be within a year", "appears_on")


def publish(
    session: TenantSession, tenant: Tenant, actor: Actor, output_id: UUID, content_hash: str,
    now: datetime | None = None, *, learning_hash: str = "",
) -> PublishedOutput:  # fmt: skip
    """Approve a prepared publication: what was approved is copied to where readers find it from its day on.

    `content_hash` and `learning_hash` are the hashes shown with what the person read. Never by whoever prepared it.
    """
    now = now or this_moment()
    output, review = known_output(session, output_id, actor.account_id, actor.permissions, locked=True)
    transition = allowed(session, output, actor, "publish", now)
    earlier = [each for each in publications_of(session, output.id) if each.published_output_id]
    publication = newest_of(publications_of(session, output.id))
    assert publication is not None  # the workflow's guard has just said so
    require_same(output, publication, content_hash)
    learning = require_same_learning(session, tenant, review, output.kind, publication, learning_hash)
    publication.appears_on = max(publication.appears_on, london_day(now))
    give_term(publication, rule_for(tenant, output.kind), earlier)
    copy = copied(session, tenant, output, review, publication, earlier, learning, now)
    tell_how_far(session, copy, learning, london_day(now))
    remove_files(session, copy)
    if is_printed_now(copy):
        print_copy(session, tenant, output, publication, copy)
    publication.published_output_id = copy.id
    publication.status = PublicationStatus.PUBLISHED
    publication.approved_by, publication.approved_at = actor.account_id, now
    move(session, tenant, actor, output, transition, "published")
    tell(session, tenant.slug, "review", review.id, "output-published", actor.account_id, kind=output.kind.value)
    session.commit()
    return copy


def require_same(output: Output, publication: Publication, content_hash: str) -> None:
    """Refuse to publish other words than those that were read, approved and prepared."""
    if {content_hash, publication.content_hash, output.approved_hash} != {hash_of(output)}:
        raise Conflict("This is not what was approved. Read it again, and have it approved again.")


def give_term(publication: Publication, rule: RetentionRule, earlier: list[Publication]) -> None:
    """Write down the rule as it is today, and what it means for this publication."""
    term = term_of(rule, earlier, publication.appears_on)
    publication.keep_months, publication.rule_then = rule.keep_months, rule.then.value
    publication.rule_source = rule.source[:200]
    publication.comes_down_on, publication.decide_on = term.comes_down_on, term.decide_on


def copied(
    session: TenantSession, tenant: Tenant, output: Output, review: Review, publication: Publication,
    earlier: list[Publication], learning: Learning, now: datetime,
) -> PublishedOutput:  # fmt: skip
    """Copy the output to where readers find it, with what it carries; again, it keeps the address that it had."""
    review.published_review_id = review.published_review_id or uuid4()
    public = publish_review(
        session, tenant.slug, title=review.chosen_name, id=review.published_review_id, kind=review.kind.value,
        joint_with=learning.joint_with, is_fictional=review.is_fictional,
    )  # fmt: skip
    is_today = publication.appears_on <= london_day(now)
    visible_from = now if is_today else visible_from_instant(publication.appears_on)
    copy_learning(session, public, publication, learning, visible_from)
    copy_methods(session, review)
    copy_scores(session, review)
    boxes = [{"title": box.title, "text": box.text} for box in boxes_of(output)] if is_briefing(output) else []
    return publish_output(
        session, public, kind=output.kind.value, title=output.title or "",
        visible_from=visible_from,
        visible_until=visible_until_instant(publication.comes_down_on),
        published_on=publication.appears_on, body_html=str(written(output.body)), boxes=boxes,
        content_hash=publication.content_hash, publication_id=(earlier or [publication])[0].id,
        is_offered_on_request=is_offered(tenant, output.kind), is_fictional=review.is_fictional,
    )  # fmt: skip


def is_printed_now(copy: PublishedOutput) -> bool:
    """Whether readers get its PDF at once: not of what is over, nor while a made-up story is told (`printing.py`)."""
    is_over = copy.visible_until is not None and copy.visible_until <= datetime.now(UTC)
    return not is_over and not is_told()


def is_offered(tenant: Tenant, kind: OutputKind) -> bool:
    """Whether a reader may ask for it once it is no longer published."""
    return tenant.offers_withdrawn_reports_on_request and rule_for(tenant, kind).offered_on_request


def take_down_now(
    session: TenantSession, tenant: Tenant, actor: Actor, output_id: UUID, reason: str, *,
    is_quiet: bool = False, now: datetime | None = None,
) -> Output:  # fmt: skip
    """Take a publication down at once. Somebody else confirms afterwards that it was right."""
    if not reason.strip():
        raise InvalidAnswer("Say why this has to come down now", "reason")
    now = now or this_moment()
    output, _ = known_output(session, output_id, actor.account_id, actor.permissions, locked=True)
    transition = allowed(session, output, actor, "withdraw", now)
    publication = newest_of(publications_of(session, output.id))
    # What is published has a publication with a public copy.
    assert publication is not None
    assert publication.published_output_id is not None
    publication.status, publication.reason = PublicationStatus.NO_LONGER_PUBLISHED, reason.strip()
    publication.ended_at, publication.ended_by = now, actor.account_id
    publication.end_manner = QUIET if is_quiet else STATED
    take_down(session, session.get_one(PublishedOutput, publication.published_output_id), publication.end_manner, now)
    withdraw_learning(session, publication, now)
    move(session, tenant, actor, output, transition, "taken-down")
    about = case_ids_of(session, output.review_id)
    call_for_attention(session, tenant.slug, Permission.PUBLICATION_WITHDRAW, about=about, but=actor.account_id)
    session.commit()
    return output


def confirm_withdrawal(session: TenantSession, tenant: Tenant, actor: Actor, output_id: UUID) -> Output:
    """Confirm that it was right to take something down; never by whoever did it."""
    output, _ = known_output(session, output_id, actor.account_id, actor.permissions, locked=True)
    now = this_moment()
    transition = allowed(session, output, actor, "confirm-withdrawal", now)
    publication = newest_of(publications_of(session, output.id))
    assert publication is not None  # the workflow's guard has just said so
    publication.ratified_by, publication.ratified_at = actor.account_id, now
    move(session, tenant, actor, output, transition, "withdrawal-confirmed")
    session.commit()
    return output


def put_back(session: TenantSession, tenant: Tenant, actor: Actor, output_id: UUID) -> Output:
    """Begin to publish again what came down: it is prepared and approved by two people as at first."""
    output, _ = known_output(session, output_id, actor.account_id, actor.permissions, locked=True)
    transition = allowed(session, output, actor, "put-back", this_moment())
    move(session, tenant, actor, output, transition, "put-back")
    about = case_ids_of(session, output.review_id)
    call_for_attention(session, tenant.slug, Permission.PUBLICATION_PREPARE, about=about, but=actor.account_id)
    session.commit()
    return output


def allowed(session: TenantSession, output: Output, actor: Actor, action: str, now: datetime) -> Transition:
    """The workflow's row for this action; Conflict or NotAllowed where it refuses."""
    facts = facts_of(output, publications_of(session, output.id), actor, london_day(now))
    return require_action(Thing.OUTPUT, OutputStatus(output.status), action, actor.permissions, facts)
