"""Which decisions and reviews wait on a person's desk?"""

from __future__ import annotations

from flask import url_for
from sqlalchemy.orm import Session

from portal.domain.permissions import Permission
from portal.reviews import queries
from portal.tenancy.model import Tenant
from portal.web.access import Actor
from portal.web.desk import DeskLine, Offer, register_offer, register_source


def may_open(actor: Actor) -> bool:
    """Whether the person opens reviews."""
    return actor.may(Permission.REVIEW_OPEN)


def to_open(session: Session, actor: Actor, tenant: Tenant) -> list[DeskLine]:
    """Return the signed decisions that begin a review which nobody has opened."""
    return [
        DeskLine(
            f"Open the review of {case.reference}",
            url_for("reviews.open_review", reference=case.reference),
            None,
            "The decision that begins it is signed.",
        )
        for case, _ in queries.cases_that_wait(session, actor)
    ]


def to_write_for(session: Session, actor: Actor, tenant: Tenant) -> list[DeskLine]:
    """Return the open reviews for which nothing has been written for readers."""
    return [
        DeskLine(
            f"{review.chosen_name}: write for readers",
            url_for("reviews.show", review_id=review.id),
            None,
            "The review is open and nothing has been written for readers yet.",
        )
        for review in queries.open_reviews(session, actor)
    ]


register_source(Permission.REVIEW_OPEN, to_open)
register_source(Permission.OUTPUT_WRITE, to_write_for)
register_offer(
    Permission.OUTPUT_SEE, Offer("Reviews", "reviews.index", "The reviews under way and what they write for readers.")
)
