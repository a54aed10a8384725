"""Which decisions and reviews wait on a person's desk?"""

from __future__ import annotations

from uuid import UUID

from flask import url_for
from sqlalchemy.orm import Session

from portal.domain.permissions import Permission
from portal.domain.reviewing import next_look
from portal.domain.vocabulary import ReviewKind, ReviewStatus
from portal.models.agency_action import AgencyAction
from portal.models.review import Review
from portal.models.review_access import reviews_known_to
from portal.reviews import following, queries, work_queries
from portal.reviews.clocks import clock_begun_by, due_on
from portal.tenancy.model import Tenant
from portal.web.access import Actor
from portal.web.desk import DeskLine, Offer, by_clock, register_offer, register_source
from portal.web.wording import plural
from portal.web.working_days import today


def may_open(actor: Actor) -> bool:
    """Whether the person opens reviews."""
    return actor.may(Permission.REVIEW_OPEN)


def to_open(session: Session, actor: Actor, tenant: Tenant) -> list[DeskLine]:
    """Return the signed decisions that begin a review which nobody has opened."""
    return [
        by_clock(
            DeskLine(
                f"Open the review of {case.reference}",
                url_for("reviews.open_review", reference=case.reference),
                None,
                "The decision that begins it is signed.",
            ),
            clock_begun_by(tenant, decision),
        )
        for case, decision in queries.cases_that_wait(session, actor)
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


def to_finish(session: Session, actor: Actor, tenant: Tenant) -> list[DeskLine]:
    """Return the open reviews whose clock runs, with the day on which it runs out, whatever day is expected."""
    wanted = reviews_known_to(actor.account_id, actor.permissions).where(Review.status == ReviewStatus.OPEN)
    found = [(review, due_on(session, tenant, review)) for review in session.scalars(wanted)]
    return [
        DeskLine(
            f"{review.chosen_name}: complete the review",
            url_for("reviews.show", review_id=review.id),
            day,
            "Its clock runs from the decision that began it.",
            comes_first=True,
        )
        for review, day in found
        if day is not None and review.kind is ReviewKind.LOCAL_CHILD_SAFEGUARDING_PRACTICE_REVIEW
    ]


def to_look_at(session: Session, actor: Actor, tenant: Tenant) -> list[DeskLine]:
    """Return what reviews wait for and nobody has looked at for a month, or soon will not have."""
    return [
        DeskLine(
            f"{review.chosen_name}: look at what it waits for",
            url_for("reviews.look", review_id=review.id, wait_id=wait.id),
            next_look(wait.looked_on),
            f"It waits for: {wait.waiting_for.label.lower()}. Its clock goes on.",
        )
        for review, wait in work_queries.waits_known(session, actor)
    ]


def to_declare(session: Session, actor: Actor, tenant: Tenant) -> list[DeskLine]:
    """Return the reviews for which this person still declares independence, or records a declaration."""
    manages, lines = actor.may(Permission.REVIEW_MANAGE), []
    for review, leader in work_queries.awaiting_declaration(session, actor):
        address = url_for("reviews.declare", review_id=review.id)
        if leader.account_id == actor.account_id:
            why = "You lead this review. You can work on it once you have declared it."
            lines.append(DeskLine(f"{review.chosen_name}: declare your independence", address, None, why))
        elif manages and leader.account_id is None:
            why = f"The {tenant.words.lead_reviewer} has no account here."
            lines.append(
                DeskLine(f"{review.chosen_name}: record the declaration of independence", address, None, why)
            )
    return lines


def to_appoint(session: Session, actor: Actor, tenant: Tenant) -> list[DeskLine]:
    """Return the open reviews whose lead reviewer has left, so that they need a new one."""
    return [
        DeskLine(
            f"{review.chosen_name}: find a new {tenant.words.lead_reviewer}",
            url_for("reviews.reviewer", review_id=review.id),
            None,
            "Whoever led it has left.",
        )
        for review in work_queries.left_without_reviewer(session, actor)
    ]


def late_recommendations(session: Session, actor: Actor, tenant: Tenant) -> list[DeskLine]:
    """Return the reviews that have late recommendations, with the first day that has passed."""
    return [
        DeskLine(
            f"{review.chosen_name}: {plural(number, 'recommendation')} late",
            url_for("reviews.recommendations", review_id=review.id),
            first,
            "The day by which it was to be done has passed, and nobody has said that it is complete.",
            waits_on_others=True,
        )
        for review, number, first in following.late_in_reviews(session, actor, today())
    ]


def late_actions(session: Session, actor: Actor, tenant: Tenant) -> list[DeskLine]:
    """Return what agencies have not done in time, one line for each recommendation, by the first day that passed."""
    late: dict[UUID, list[tuple[Review, AgencyAction]]] = {}
    for review, action in following.late_actions(session, actor, today()):
        late.setdefault(action.recommendation_id, []).append((review, action))
    return [
        DeskLine(
            f"{found[0][0].chosen_name}: {plural(len(found), 'action')} of agencies late",
            url_for("reviews.follow_up", review_id=found[0][0].id, recommendation_id=recommendation_id),
            found[0][1].due_on,
            "Ask the agency how it stands, and record that it is done or a new day.",
            waits_on_others=True,
        )
        for recommendation_id, found in late.items()
    ]


def to_verify(session: Session, actor: Actor, tenant: Tenant) -> list[DeskLine]:
    """Return what is said to be complete and this person may verify."""
    return [
        DeskLine(
            f"{review.chosen_name}: verify recommendation {row.position}",
            url_for("reviews.verify", review_id=review.id, recommendation_id=row.id),
            None,
            "It is said to be complete. Somebody else finds out whether it is.",
        )
        for review, row in following.awaiting_verification(session, actor)
    ]


register_source(Permission.REVIEW_OPEN, to_open)
register_source(Permission.REVIEW_MANAGE, to_finish)
register_source(Permission.REVIEW_MANAGE, to_look_at)
register_source(Permission.REVIEW_CONTRIBUTE, to_declare)
register_source(Permission.REVIEW_MANAGE, to_appoint)
register_source(Permission.RECOMMENDATION_FOLLOW, late_recommendations)
register_source(Permission.RECOMMENDATION_FOLLOW, late_actions)
register_source(Permission.RECOMMENDATION_VERIFY, to_verify)
register_source(Permission.OUTPUT_WRITE, to_write_for)
register_offer(
    Permission.OUTPUT_SEE,
    Offer("Reviews", "reviews.index", "The reviews under way and what they write for readers."),
)
