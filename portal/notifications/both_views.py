"""Which views go to the National Panel with a rapid review on whose decision the partners do not agree?"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from portal.models.decision import Decision, Disagreement, Position, not_agreed
from portal.models.review import Review
from portal.models.review_access import cases_known_in
from portal.tenancy.model import Tenant
from portal.web.access import Actor
from portal.web.partners import partner_names


@dataclass(frozen=True)
class Differing:
    """One decision on which the partners differ: what was put, each view by name, and what settled it."""

    reference: str
    decision: Decision
    disagreement: Disagreement
    outcome: str
    sides: tuple[tuple[str, Position], ...]
    settled: str


def differing_views(session: Session, actor: Actor, tenant: Tenant, review: Review) -> list[Differing]:
    """Return each view on the decisions about a review's cases, of those that the person may know of."""
    cases = cases_known_in(session, review.id, actor.account_id, actor.permissions)
    references = {case.id: case.reference for case in cases}
    decisions = not_agreed(session, references)
    return [differing(tenant, references[each.case_id], each) for each in decisions]


def differing(tenant: Tenant, reference: str, decision: Decision) -> Differing:
    """Return what each partner said when they differed."""
    last = decision.disagreement
    assert last is not None  # only such decisions are asked for
    words = {each.code: each.label for each in tenant.outcomes}
    given = {each.partner: each for each in decision.positions if each.turn == last.turn}
    put = next((each.outcome for each in given.values() if each.outcome), decision.outcome)
    return Differing(
        reference, decision, last, words.get(put, put),
        tuple((name, given[partner]) for partner, name in partner_names(tenant).items() if partner in given),
        words.get(last.settled_outcome, "") if last.settled_outcome else "",
    )  # fmt: skip
