"""How is something for readers written, submitted, returned, approved and revised? Each ends in one commit."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from portal.domain.errors import Conflict, InvalidAnswer
from portal.domain.permissions import Permission
from portal.domain.retention import london_day
from portal.domain.vocabulary import OutputKind, OutputStatus, PublicationStatus
from portal.domain.workflow import Thing, Transition, require_action
from portal.models.attention import call_for_attention, call_people
from portal.models.audit import record
from portal.models.case import closed_to
from portal.models.event import tell
from portal.models.information import went_on_without
from portal.models.moment import this_moment
from portal.models.output import Output
from portal.models.publications import newest_of, publications_of
from portal.models.review import case_ids_of
from portal.models.review_access import cases_known_in, known_output, known_review
from portal.models.session import TenantSession
from portal.outputs.content import WRITTEN_KINDS, hash_of, kept_boxes, require_lengths, require_whole
from portal.outputs.paper import require_one_page
from portal.outputs.queries import facts_of
from portal.tenancy.model import Tenant
from portal.web.access import Actor
from portal.web.wording import source_words

# A formal letter told each of them that the report says so.
WENT_ON = (
    "These agencies were asked for what they know and did not answer in time. The work went on without it."
)
Boxes = Mapping[str, tuple[str, str]]


def begin(
    session: TenantSession, tenant: Tenant, actor: Actor, review_id: UUID, kind: str, title: str
) -> Output:
    """Begin something for readers: a briefing in seven boxes, or a text."""
    review = known_review(session, review_id, actor.account_id, actor.permissions)
    require_action(Thing.REVIEW, review.status, "write-output", actor.permissions, {})
    if kind not in WRITTEN_KINDS:
        raise InvalidAnswer("Select what you want to write", "kind")
    if not title.strip():
        raise InvalidAnswer("Enter a title", "title")
    require_lengths(title, "", {})
    output = Output(
        tenant=tenant.slug, unit=review.unit, review_id=review.id, kind=OutputKind(kind), title=title.strip(),
        status=OutputStatus.DRAFT, author_ids=[str(actor.account_id)],
        body=begun_with(session, tenant, actor, review.id) if kind == OutputKind.REPORT else None,
    )  # fmt: skip
    session.add(output)
    session.flush()
    told(session, tenant, actor, output, "begun")
    session.commit()
    return output


def begun_with(session: TenantSession, tenant: Tenant, actor: Actor, review_id: UUID) -> str | None:
    """Return what a report says from the start: which agencies the work went on without; None where there are none."""
    cases = cases_known_in(session, review_id, actor.account_id, actor.permissions)
    # By the directory's words: which school it was would say in print where a child goes.
    without = went_on_without(session, [case.id for case in cases])
    names = dict.fromkeys(source_words(each.agency, tenant) for each in without)
    lines = "\n".join(f"- {name}" for name in names)
    return f"## Agencies that did not answer\n\n{WENT_ON}\n\n{lines}" if names else None


def save(
    session: TenantSession, tenant: Tenant, actor: Actor, output_id: UUID, *,
    edition: int, title: str, body: str = "", boxes: Boxes | None = None,
) -> Output:  # fmt: skip
    """Keep what was written; `edition` is the one the writer began from, and another's since is a Conflict."""
    output, _ = known_output(session, output_id, actor.account_id, actor.permissions, locked=True)
    allowed(session, output, actor, "edit")
    if edition != output.edition:
        raise Conflict("Somebody else has changed this since you opened it.")
    require_lengths(title, body, boxes or {})
    output.title = title.strip()
    if output.kind is OutputKind.SEVEN_MINUTE_BRIEFING:
        output.boxes = kept_boxes(boxes or {})
    else:
        output.body = body.strip()
    output.edition += 1
    output.saved_at = this_moment()
    # Whoever has written in it is an author for good, and may not approve it.
    output.author_ids = sorted({*output.author_ids, str(actor.account_id)})
    told(session, tenant, actor, output, "saved")
    session.commit()
    return output


def submit(session: TenantSession, tenant: Tenant, actor: Actor, output_id: UUID) -> Output:
    """Submit an output for approval; InvalidAnswer where something is missing, or a briefing is too long to print."""
    output, review = known_output(session, output_id, actor.account_id, actor.permissions, locked=True)
    transition = allowed(session, output, actor, "submit-for-approval")
    require_whole(output)
    require_one_page(tenant, output, review)
    output.comments = None
    move(session, tenant, actor, output, transition, "submitted")
    about = case_ids_of(session, output.review_id)
    call_for_attention(session, tenant.slug, Permission.OUTPUT_APPROVE, about=about, but=actor.account_id)
    session.commit()
    return output


def return_to_author(
    session: TenantSession, tenant: Tenant, actor: Actor, output_id: UUID, comments: str
) -> Output:
    """Give an output back to its authors with comments."""
    if not comments.strip():
        raise InvalidAnswer("Say what needs to change", "comments")
    output, _ = known_output(session, output_id, actor.account_id, actor.permissions, locked=True)
    transition = allowed(session, output, actor, "return-to-author")
    output.comments = comments.strip()
    move(session, tenant, actor, output, transition, "returned")
    closed = closed_to(session, case_ids_of(session, output.review_id))
    authors = map(UUID, output.author_ids)
    call_people(session, tenant.slug, [each for each in authors if each not in closed])
    session.commit()
    return output


def approve(
    session: TenantSession, tenant: Tenant, actor: Actor, output_id: UUID, content_hash: str
) -> Output:
    """Approve exactly what was read: `content_hash` is the hash shown with it. Never by one of its authors."""
    output, review = known_output(session, output_id, actor.account_id, actor.permissions, locked=True)
    transition = allowed(session, output, actor, "approve")
    if content_hash != hash_of(output):
        raise Conflict("This has changed since you read it. Read it again before you approve it.")
    require_one_page(tenant, output, review)
    output.approved_by, output.approved_at = actor.account_id, this_moment()
    output.approved_hash = content_hash
    move(session, tenant, actor, output, transition, "approved")
    about = case_ids_of(session, output.review_id)
    call_for_attention(session, tenant.slug, Permission.PUBLICATION_PREPARE, about=about, but=actor.account_id)
    session.commit()
    return output


def revise(session: TenantSession, tenant: Tenant, actor: Actor, output_id: UUID) -> Output:
    """Take an approved output back to be written in; its approval and a prepared publication no longer count."""
    output, _ = known_output(session, output_id, actor.account_id, actor.permissions, locked=True)
    transition = allowed(session, output, actor, "revise")
    output.approved_by = output.approved_at = output.approved_hash = None
    prepared = newest_of(publications_of(session, output.id))
    if prepared is not None and prepared.status is PublicationStatus.PREPARED:
        session.delete(prepared)
    move(session, tenant, actor, output, transition, "taken-back")
    session.commit()
    return output


def allowed(session: TenantSession, output: Output, actor: Actor, action: str) -> Transition:
    """The workflow's row for this action; Conflict or NotAllowed where it refuses."""
    today = london_day(this_moment())
    facts = facts_of(output, publications_of(session, output.id), actor, today)
    return require_action(Thing.OUTPUT, output.status, action, actor.permissions, facts)


def move(
    session: TenantSession, tenant: Tenant, actor: Actor, output: Output, transition: Transition, what: str
) -> None:
    """Set the status that an action leads to, tell what happened, and put it on the record."""
    output.status = OutputStatus(transition.arrives_at(output.status))
    told(session, tenant, actor, output, what)


def told(session: TenantSession, tenant: Tenant, actor: Actor, output: Output, what: str) -> None:
    """Tell what happened to an output, and put it on the record."""
    tell(session, tenant.slug, "output", output.id, what, actor.account_id, kind=output.kind.value)
    record(session, f"output-{what}", "output", output.id)
