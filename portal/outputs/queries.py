"""Which outputs may this person know of, what do they say, and what may be done with them?"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from flask import url_for
from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from portal.domain.permissions import Permission, Separation
from portal.domain.retention import RetentionRule, RetentionThen, london_day
from portal.domain.vocabulary import OutputKind, OutputStatus, PublicationStatus
from portal.domain.workflow import TRANSITIONS, Facts, Thing, Transition, available_actions
from portal.models.output import Output, Publication
from portal.models.publications import awaits_confirmation, newest_of
from portal.models.published import BY_RULE, QUIET, STATED, PublishedOutput, PublishedReview
from portal.models.review import Review
from portal.models.review_access import may_know
from portal.tenancy.model import Tenant
from portal.web.access import Actor
from portal.web.clock_lines import ClockLine
from portal.web.lists import MOST_LISTED
from portal.web.publication_steps import Ahead, is_sent_ahead, steps_ahead
from portal.web.wording import output_words

RECORD_SENT = "Record when it was sent to the National Panel"
# What people do less often than what stands beside it.
SECOND_TO_OTHERS = frozenset({"return-to-author", "revise", "keep-longer", "withdraw", "put-back"})
TWO_PEOPLES_ACTS = frozenset({"approve", "publish", "confirm-withdrawal"})
END_WORDS = {
    BY_RULE: "Its time was over",
    STATED: "Taken down, and the public page says so",
    QUIET: "Taken down without a word on the public page",
}


@dataclass(frozen=True)
class OutputLine:
    """One output in a list; nothing of it that is sealed."""

    id: UUID
    review_id: UUID
    chosen_name: str
    kind: OutputKind
    status: OutputStatus
    saved_at: datetime
    author_ids: tuple[str, ...]
    is_fictional: bool

    def words(self, tenant: Tenant) -> str:
        """What it is, as the partnership calls it and without opening it."""
        return f"{self.chosen_name}: {output_words(self.kind, tenant)}"


def outputs(session: Session, actor: Actor, statuses: Collection[OutputStatus] = ()) -> list[OutputLine]:
    """Return the outputs that the person may know of, what was changed last first."""
    wanted = (
        select(Output.id, Output.review_id, Review.chosen_name, Output.kind, Output.status, Output.saved_at,
               Output.author_ids, Review.is_fictional)
        .join(Review, and_(Review.tenant == Output.tenant, Review.id == Output.review_id))
        .where(may_know(actor.account_id, actor.permissions))
    )  # fmt: skip
    if statuses:
        wanted = wanted.where(Output.status.in_(statuses))
    rows = session.execute(wanted.order_by(Output.saved_at.desc(), Output.id).limit(MOST_LISTED))
    return [OutputLine(*row[:6], tuple(row.author_ids), row.is_fictional) for row in rows]


def publications_by_output(session: Session, output_ids: Collection[UUID]) -> dict[UUID, list[Publication]]:
    """Return the publications of these outputs, the first first."""
    found: dict[UUID, list[Publication]] = {each: [] for each in output_ids}
    if found:
        wanted = select(Publication).where(Publication.output_id.in_(found))
        for publication in session.scalars(wanted.order_by(Publication.prepared_at, Publication.id)):
            found[publication.output_id].append(publication)
    return found


def rule_for(tenant: Tenant, kind: OutputKind) -> RetentionRule:
    """Return the partnership's retention rule for a kind; the linter refuses a partnership without one."""
    return tenant.retention[kind.value]


def clocks_before(
    actor: Actor, tenant: Tenant, output: Output, review: Review, newest: Publication | None, today: date
) -> list[ClockLine]:
    """Return by when this goes to the Panel and the Secretary of State, counted back from the day it appears."""
    if newest is None or not is_sent_ahead(output, review, newest):
        return []
    each = Ahead(
        output.id, output.kind, review.id, review.chosen_name, newest.appears_on, newest.sent_ahead_on
    )
    lines = steps_ahead(tenant, each, today)
    if not actor.may(Permission.PANEL_RECORD):
        return lines
    address = url_for("outputs.record_sent_ahead", output_id=output.id)
    return [replace(line, links=((RECORD_SENT, address),)) for line in lines if line.met_on is None] or lines


def rule_words(rule: RetentionRule) -> str:
    """Say a retention rule in a sentence."""
    if rule.then is RetentionThen.KEEP:
        return "It stays public."
    if rule.then is RetentionThen.PERSON_DECIDES:
        at_least = f"at least {rule.keep_months or 12} months"
        return f"It stays public for {at_least}; after that a person decides."
    return f"It comes down after {rule.keep_months} months."


# --- what may be done --------------------------------------------------------------------------------------


def facts_of(output: Output, publications: Collection[Publication], actor: Actor, today: date) -> Facts:
    """What the workflow asks of an output, its newest publication and this person."""
    newest = newest_of(publications)
    is_prepared = newest is not None and newest.status is PublicationStatus.PREPARED
    return {
        "is_author": str(actor.account_id) in output.author_ids,
        "is_prepared": is_prepared,
        "is_preparer": newest is not None and is_prepared and newest.prepared_by == actor.account_id,
        "awaits_confirmation": awaits_confirmation(newest),
        "is_remover": newest is not None and newest.ended_by == actor.account_id,
        "is_due_to_come_down": newest is not None and is_due(newest, today),
    }


def is_due(publication: Publication, today: date) -> bool:
    """Whether the day has come from which a person may end it; what a rule ends comes down by itself."""
    day = publication.decide_on
    return publication.status is PublicationStatus.PUBLISHED and day is not None and day <= today


def is_over(publication: Publication, today: date) -> bool:
    """Whether its rule has ended it for readers, though nothing may have run since."""
    return publication.comes_down_on is not None and publication.comes_down_on <= today


def actions_for(
    output: Output, publications: Collection[Publication], actor: Actor, today: date
) -> tuple[Transition, ...]:
    """What this person may do with the output now."""
    facts = facts_of(output, publications, actor, today)
    found = available_actions(Thing.OUTPUT, output.status, actor.permissions, facts)
    newest = newest_of(publications)
    has_no_term = newest is not None and (
        newest.rule_then == RetentionThen.KEEP.value or is_over(newest, today)
    )
    # What is kept for good has no term that could be made longer, and what is over has none any more.
    offered = [each for each in found if not (each.action == "keep-longer" and has_no_term)]
    return tuple(sorted(offered, key=lambda each: each.action in SECOND_TO_OTHERS))


def separation_words(
    output: Output, publications: Collection[Publication], actor: Actor, today: date
) -> tuple[str, ...]:
    """Say why this person may not take the next step although their roles would let them: two people's acts."""
    facts = facts_of(output, publications, actor, today)
    rows = [
        row
        for row in TRANSITIONS
        if row.thing is Thing.OUTPUT
        and output.status in row.starts_from
        and row.permission in actor.permissions
    ]
    said = {row.refusal(facts) for row in rows if row.action in TWO_PEOPLES_ACTS}
    return tuple(sorted(words for words in said if words in set(Separation)))


def public_address(session: Session, publication: Publication) -> tuple[str, str] | None:
    """Return the slugs of a publication's public page; None while there is none, or no longer a word of it."""
    if publication.published_output_id is None:
        return None
    wanted = (
        select(PublishedReview.slug, PublishedOutput.slug)
        .join(
            PublishedOutput,
            and_(
                PublishedOutput.tenant == PublishedReview.tenant,
                PublishedOutput.review_id == PublishedReview.id,
            ),
        )
        .where(PublishedOutput.id == publication.published_output_id, PublishedOutput.taken_down != QUIET)
    )
    found = session.execute(wanted).one_or_none()
    return (found[0], found[1]) if found else None


def day_of(moment: datetime | None) -> date | None:
    """Return the day of a moment in England."""
    return london_day(moment) if moment else None
