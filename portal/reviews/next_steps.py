"""What does a case wait for when its decision begins a review?"""

from __future__ import annotations

from flask import url_for
from sqlalchemy.orm import Session

from portal.domain.permissions import Permission
from portal.models.case import Case
from portal.reviews import queries
from portal.tenancy.model import Tenant
from portal.web.access import Actor
from portal.web.case_ahead import NextStep, register_steps


def to_open(session: Session, actor: Actor, tenant: Tenant, case: Case) -> list[NextStep]:
    """Return the review that nobody has opened."""
    if not queries.facts_of_case(session, case)["has_outcome_that_begins_a_review"]:
        return []
    address = url_for("reviews.open_review", reference=case.reference)
    return [
        NextStep(
            "Open the review",
            url=address if actor.may(Permission.REVIEW_OPEN) else "",
            why="The decision that begins it is signed.",
            who="the coordinator",
        )
    ]


register_steps(to_open)
