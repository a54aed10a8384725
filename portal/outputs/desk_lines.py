"""Which outputs wait on a person's desk: to be written, approved, prepared, published, or confirmed?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from flask import url_for
from sqlalchemy.orm import Session

from portal.domain.permissions import Permission as P
from portal.domain.vocabulary import OutputKind, OutputStatus, PublicationStatus, ReviewKind
from portal.models.output import Publication
from portal.models.publications import awaits_confirmation, newest_of
from portal.models.review import Review
from portal.models.review_access import reviews_known_to
from portal.outputs import queries
from portal.outputs.queries import OutputLine
from portal.tenancy.model import Tenant
from portal.web.access import Actor
from portal.web.desk import DeskLine, Offer, by_clock, register_offer, register_source
from portal.web.due_next import reports_due
from portal.web.publication_steps import ahead, steps_ahead
from portal.web.wording import date_words, output_words
from portal.web.working_days import today


def to_write(session: Session, actor: Actor, tenant: Tenant) -> list[DeskLine]:
    """Return the person's own drafts."""
    drafts = queries.outputs(session, actor, [OutputStatus.DRAFT])
    why = "A draft of yours. Go on writing, or submit it for approval."
    own = [each for each in drafts if str(actor.account_id) in each.author_ids]
    return timed(session, tenant, [(each, line(tenant, each, "write", why)) for each in own])


def to_approve(session: Session, actor: Actor, tenant: Tenant) -> list[DeskLine]:
    """Return what waits for somebody who did not write it."""
    ready = queries.outputs(session, actor, [OutputStatus.READY_FOR_APPROVAL])
    why = "It is ready, and somebody who did not write it has to approve it."
    others = [each for each in ready if str(actor.account_id) not in each.author_ids]
    return timed(session, tenant, [(each, line(tenant, each, "approve", why)) for each in others])


def to_prepare(session: Session, actor: Actor, tenant: Tenant) -> list[DeskLine]:
    """Return what is approved and has no publication prepared."""
    why = "It is approved. Choose the day on which it becomes public."
    found = [
        (each, line(tenant, each, "prepare its publication", why))
        for each, newest in with_newest(session, actor, OutputStatus.APPROVED)
        if newest is None or newest.status is not PublicationStatus.PREPARED
    ]
    return timed(session, tenant, found)


def timed(
    session: Session, tenant: Tenant, lines: Sequence[tuple[OutputLine, DeskLine]]
) -> list[DeskLine]:
    """Return the lines, those of reports with the day of their review's clock: no day is set for what stands beside."""
    reports = {each.review_id for each, _ in lines if each.kind is OutputKind.REPORT}
    clocks = reports_due(session, tenant, reports, today()) if reports else {}
    return [
        by_clock(waiting, clocks.get(each.review_id)) if each.kind is OutputKind.REPORT else waiting
        for each, waiting in lines
    ]


def to_publish(session: Session, actor: Actor, tenant: Tenant) -> list[DeskLine]:
    """Return the publications that somebody else prepared."""
    why = "Its publication is prepared, and somebody else has to approve it."
    return [
        line(tenant, each, "approve its publication", why, newest.appears_on)
        for each, newest in with_newest(session, actor, OutputStatus.APPROVED)
        if newest is not None
        and newest.status is PublicationStatus.PREPARED
        and newest.prepared_by != actor.account_id
    ]


def to_confirm(session: Session, actor: Actor, tenant: Tenant) -> list[DeskLine]:
    """Return what somebody else took down at once: to be confirmed by the next day."""
    why = "It was taken down at once, and somebody else has to confirm that this was right."
    return [
        line(tenant, each, "confirm that it was right to take it down", why, the_day_after(newest))
        for each, newest in with_newest(session, actor, OutputStatus.NO_LONGER_PUBLISHED)
        if newest is not None and awaits_confirmation(newest) and newest.ended_by != actor.account_id
    ]


def to_send_ahead(session: Session, actor: Actor, tenant: Tenant) -> list[DeskLine]:
    """Return what is to appear and has not gone to the National Panel and the Secretary of State yet."""
    practice_reviews = reviews_known_to(actor.account_id, actor.permissions).where(
        Review.kind == ReviewKind.LOCAL_CHILD_SAFEGUARDING_PRACTICE_REVIEW
    )
    known = [each.id for each in session.scalars(practice_reviews)]
    return [
        DeskLine(
            f"{each.chosen_name}: send the {output_words(each.kind, tenant)} to the National Panel "
            "and the Secretary of State",
            url_for("outputs.record_sent_ahead", output_id=each.output_id),
            step.due_on,
            f"It appears on {date_words(each.appears_on)}. It is sent outside the portal; record the day here.",
        )
        for each in ahead(session, known, today())
        if each.sent_on is None
        for step in steps_ahead(tenant, each, today())
    ]


def with_newest(
    session: Session, actor: Actor, status: OutputStatus
) -> Iterator[tuple[OutputLine, Publication | None]]:
    """Yield the outputs of a status that the person may know of, each with its newest publication."""
    lines = queries.outputs(session, actor, [status])
    publications = queries.publications_by_output(session, [each.id for each in lines])
    for each in lines:
        yield each, newest_of(publications[each.id])


def the_day_after(publication: Publication) -> date | None:
    """Return the day by which taking it down is to be confirmed."""
    ended_on = queries.day_of(publication.ended_at)
    return ended_on + timedelta(days=1) if ended_on else None


def line(tenant: Tenant, output: OutputLine, what: str, why: str, due_on: date | None = None) -> DeskLine:
    """Return an output as the desk shows it."""
    return DeskLine(f"{output.words(tenant)}: {what}", url_for("outputs.show", output_id=output.id), due_on, why)


register_source(P.PANEL_RECORD, to_send_ahead)
register_source(P.OUTPUT_WRITE, to_write)
register_source(P.OUTPUT_APPROVE, to_approve)
register_source(P.PUBLICATION_PREPARE, to_prepare)
register_source(P.PUBLICATION_APPROVE, to_publish)
register_source(P.PUBLICATION_WITHDRAW, to_confirm)
register_offer(
    P.OUTPUT_SEE,
    Offer("Outputs", "outputs.index", "What is written for readers, and where each piece stands."),
)
