"""What is still to be done on a review: which parts of its work, how far each is, and where to do it?"""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for
from sqlalchemy.orm import Session

from portal.domain.permissions import Permission
from portal.domain.quality_markers import Marker
from portal.domain.vocabulary import ReviewKind
from portal.models.lead_reviewer import in_post
from portal.models.marker_score import scores_of
from portal.models.review import Review, methods_of
from portal.reviews import work_queries as queries
from portal.web.access import Actor
from portal.web.places import current_tenant
from portal.web.wording import plural, sentence_case


@dataclass(frozen=True)
class Task:
    """One part of a review's work, as a task list shows it."""

    title: str
    address: str
    status: str
    is_done: bool
    hint: str = ""


def tasks_of(session: Session, actor: Actor, review: Review, can: set[str]) -> list[Task]:
    """Return the parts of the work that the person may read or do, in the order in which they are usually done."""
    tasks = []
    if "manage" in can:
        methods = methods_of(session, review.id)
        tasks.append(
            task(review, "Method and partners", "method", "Decided" if methods else "", bool(methods))
        )
        count = len(queries.linked_cases(session, actor, review.id))
        tasks.append(task(review, "Cases it looks at", "cases", plural(count, "case"), True))
    if actor.may(Permission.CASE_SEE_GRANTED):
        tasks += casework(session, review)
    recommended = queries.recommended(session, review.id)
    status = plural(len(recommended), "recommendation") if recommended else "None yet"
    tasks.append(task(review, "Recommendations", "recommendations", status, bool(recommended)))
    scored = len(scores_of(session, review.id))
    of_all = f"{scored} of {len(Marker)} scored"
    return [*tasks, task(review, "Quality markers", "quality", of_all, scored == len(Marker))]


def casework(session: Session, review: Review) -> list[Task]:
    """Return the parts that only people who may read cases see."""
    lines, dates = queries.key_lines(session, review.id), queries.dates_of(session, review.id)
    processes, family = queries.processes_of(session, review.id), queries.family_of(session, review.id)
    has_terms = bool(review.scope and lines)
    return [
        *working_days(review),
        leading(session, review),
        task(review, "Terms of reference", "terms", "Written" if has_terms else "", has_terms),
        task(
            review,
            "The family",
            "family",
            plural(len(family), "person", "people") if family else "",
            bool(family),
        ),
        task(review, "Linked processes", "processes", linked(len(processes)), True),
        task(review, "Important dates", "dates", plural(len(dates), "date") if dates else "", bool(dates)),
    ]


def working_days(review: Review) -> list[Task]:
    """Return the way to the working days of a rapid review; other reviews have none."""
    if review.kind is not ReviewKind.RAPID_REVIEW:
        return []
    return [task(review, "The working days, step by step", "working_days", "Day by day", True)]


def linked(count: int) -> str:
    """Return how many other processes are linked, in words."""
    return plural(count, "process", "processes") if count else "None linked"


def leading(session: Session, review: Review) -> Task:
    """Return how far the appointment of a lead reviewer is."""
    leader, called = in_post(session, review.id), current_tenant().words.lead_reviewer
    title = sentence_case(called)
    before = queries.reviewers_of(session, review.id)
    if leader is None:
        hint = f"Whoever led it has left: it needs a new {called}." if before else ""
        return task(review, title, "reviewer", "Needs a new one" if before else "Not appointed", False, hint)
    if leader.declared_on is None:
        return task(review, title, "reviewer", "Declaration awaited", False)
    return task(review, title, "reviewer", "Appointed, declared", True)


def task(review: Review, title: str, page: str, status: str, is_done: bool, hint: str = "") -> Task:
    """Return one part with its page."""
    return Task(title, url_for(f"reviews.{page}", review_id=review.id), status, is_done, hint)
