"""How is a step of a rapid review ticked, found not to be needed, and opened again? Each ends in one commit."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from portal.domain.errors import Conflict, InvalidAnswer, NotFound
from portal.domain.rapid_review import Mark
from portal.domain.workflow import Thing, require_action
from portal.models.audit import record
from portal.models.event import tell
from portal.models.review import Review
from portal.models.review_access import known_review
from portal.models.rung_mark import RungMark
from portal.models.session import TenantSession
from portal.reviews.plan import Plan, RungLine, plan_of
from portal.tenancy.model import Tenant
from portal.web.access import Actor

LONGEST_NOTE = 1_000
SETTLED = "Nothing is left to do about this step: somebody ticked it, or the portal saw it done."
NOTHING_TO_TAKE_BACK = "This step is not ticked by hand."


def mark(
    session: TenantSession, tenant: Tenant, actor: Actor, review_id: UUID, code: str, today: date, *,
    as_what: str = Mark.DONE.value, note: str = "",
) -> RungMark:  # fmt: skip
    """Tick a step, or say that it is not needed and why."""
    review, line = ticked_on(session, tenant, actor, review_id, code, today)
    if line.is_settled:
        raise InvalidAnswer(f"{SETTLED} Your note was not saved.", "note") if note.strip() else Conflict(SETTLED)
    if as_what not in (Mark.DONE, Mark.NOT_NEEDED):
        raise InvalidAnswer("Select whether it is done or not needed", "as_what")
    if as_what == Mark.NOT_NEEDED and not note.strip():
        raise InvalidAnswer("Say why it is not needed", "note")
    if len(note.strip()) > LONGEST_NOTE:
        raise InvalidAnswer(f"Use {LONGEST_NOTE:,} characters or fewer", "note")
    return kept(session, actor, review, line, Mark(as_what), note)


def take_back(
    session: TenantSession, tenant: Tenant, actor: Actor, review_id: UUID, code: str, today: date
) -> RungMark:
    """Open again a step that was ticked, or said not to be needed, by mistake; what was said stays on the record."""
    review, line = ticked_on(session, tenant, actor, review_id, code, today)
    if line.marked is None:
        raise Conflict(NOTHING_TO_TAKE_BACK)
    return kept(session, actor, review, line, Mark.TAKEN_BACK, "")


def ticked_on(
    session: TenantSession, tenant: Tenant, actor: Actor, review_id: UUID, code: str, today: date
) -> tuple[Review, RungLine]:
    """Return a review, locked, and its step of this code, where this person may tick it."""
    review = known_review(session, review_id, actor.account_id, actor.permissions, locked=True)
    return review, line_for(actor, review, plan_of(session, tenant, review, today), code)


def line_for(actor: Actor, review: Review, plan: Plan | None, code: str) -> RungLine:
    """Return the step of this code; NotFound where there is none, Conflict or NotAllowed where none can be ticked."""
    facts = {"has_working_days": plan is not None}
    require_action(Thing.REVIEW, review.status, "tick-step", actor.permissions, facts)
    line = plan.line(code) if plan else None
    if line is None:
        raise NotFound("There is no such step.")
    return line


def kept(
    session: TenantSession, actor: Actor, review: Review, line: RungLine, said: Mark, note: str
) -> RungMark:
    """Keep what was said of a step, tell it, put it on the record, and commit."""
    row = RungMark(
        tenant=review.tenant, unit=review.unit, review_id=review.id, rung=line.rung.code, mark=said,
        marked_by=actor.account_id, note=note.strip() or None,
    )  # fmt: skip
    session.add(row)
    tell(
        session,
        review.tenant,
        "review",
        review.id,
        f"step-{said.value}",
        actor.account_id,
        step=line.rung.code,
    )
    record(session, f"review-step-{said.value}", "review", review.id, [line.rung.code])
    session.commit()
    return row
