"""How is it recorded what came of a recommendation? Each ends in one commit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from portal.domain.errors import InvalidAnswer
from portal.domain.following_up import Evidence, FollowUp, Impact, Step, Strength
from portal.domain.workflow import Thing, require_action
from portal.models.follow_up import FollowUpStep, steps_of
from portal.models.follow_up_copies import copy_steps
from portal.models.review_access import known_review
from portal.models.session import TenantSession
from portal.reviews.action_operations import ask_no_more
from portal.reviews.following import facts_of_recommendation
from portal.reviews.recommendation_operations import found
from portal.reviews.working import done
from portal.tenancy.model import Tenant
from portal.web.access import Actor

LONGEST_NOTE = 5_000

# Which step each action is, and what the event is called.
STEPS: dict[str, tuple[Step, str]] = {
    "put-on-track": (Step.PROGRESS, "progress-recorded"),
    "put-at-risk": (Step.PROGRESS, "progress-recorded"),
    "say-complete": (Step.COMPLETE, "recommendation-complete"),
    "close-not-accepted": (Step.CLOSED, "recommendation-closed"),
    "verify": (Step.VERIFIED, "recommendation-verified"),
    "ask-further-work": (Step.FURTHER_WORK, "further-work-asked"),
    "find-embedded": (Step.EMBEDDED, "recommendation-embedded"),
    "reopen": (Step.REOPENED, "recommendation-reopened"),
    "record-impact": (Step.IMPACT, "impact-recorded"),
}
ON_EVIDENCE = frozenset({"verify", "find-embedded"})


@dataclass(frozen=True)
class Recorded:
    """What somebody records: in which words, of which day, and on what it rests."""

    note: str
    on: date
    evidence: str = ""
    strength: str = ""
    impact: str = ""


def take_step(
    session: TenantSession, tenant: Tenant, actor: Actor, review_id: UUID, recommendation_id: UUID, action: str,
    said: Recorded, today: date,
) -> FollowUpStep:  # fmt: skip
    """Record one step of a recommendation, and copy its codes to regional leads where readers have it."""
    review = known_review(session, review_id, actor.account_id, actor.permissions, locked=True)
    recommended = found(session, review, recommendation_id)
    row, steps = recommended.row, steps_of(session, recommendation_id)
    facts = facts_of_recommendation(recommended, steps, actor)
    transition = require_action(Thing.RECOMMENDATION, row.status, action, actor.permissions, facts)
    require_whole(said, action)
    # Evidence of impact may be older than the last step; where the recommendation stands on a day may not change.
    earliest = None if action == "record-impact" else last_day(steps)
    require_day(said.on, earliest, today)
    kind, told = STEPS[action]
    row.status = FollowUp(transition.arrives_at(row.status))
    step = FollowUpStep(
        tenant=tenant.slug, unit=review.unit, review_id=review.id, recommendation_id=row.id, position=len(steps) + 1,
        kind=kind, status=row.status, happened_on=said.on, recorded_by=actor.account_id,
        evidence=Evidence(said.evidence) if action in ON_EVIDENCE else None,
        strength=Strength(said.strength) if action in ON_EVIDENCE else None,
        impact=Impact(said.impact) if action == "record-impact" else None,
    )  # fmt: skip
    step.note = said.note.strip()
    session.add(step)
    copy_steps(session, row)
    if row.status is FollowUp.NOT_ACCEPTED:
        ask_no_more(session, tenant, row, said.on)
    done(session, actor, review, told)
    return step


def last_day(steps: Sequence[FollowUpStep]) -> date | None:
    """Return the day of the last step that says how the recommendation stands."""
    days = [step.happened_on for step in steps if step.kind is not Step.IMPACT]
    return max(days, default=None)


def require_whole(said: Recorded, action: str) -> None:
    """Refuse a step without its words, or without what it rests on. Raises InvalidAnswer."""
    if not said.note.strip():
        raise InvalidAnswer("Say it in words", "note")
    if len(said.note) > LONGEST_NOTE:
        raise InvalidAnswer(f"Use {LONGEST_NOTE:,} characters or fewer", "note")
    if action in ON_EVIDENCE and said.evidence not in set(Evidence):
        raise InvalidAnswer("Select by what it was found", "evidence")
    if action in ON_EVIDENCE and said.strength not in set(Strength):
        raise InvalidAnswer("Select how strong the evidence is", "strength")
    if action == "record-impact" and said.impact not in set(Impact):
        raise InvalidAnswer("Select what the evidence is", "impact")


def require_day(on: date, earliest: date | None, today: date) -> None:
    """Refuse a day to come, and one before what was recorded last."""
    if on > today:
        raise InvalidAnswer("The day must not be after today", "happened_on")
    if earliest is not None and on < earliest:
        raise InvalidAnswer(
            f"The day must not be before {earliest:%-d %B %Y}, when it was recorded last", "happened_on"
        )
