"""How is what happens to something for readers told, and what of a case's reviews may a person know of?"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from flask import current_app
from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from portal.domain.vocabulary import OutputKind
from portal.models.case import Case
from portal.models.event import Event
from portal.models.output import Output
from portal.models.review import Review, ReviewOfCase
from portal.models.review_access import may_know
from portal.web.access import Actor
from portal.web.happenings import Lane, register_related, register_words
from portal.web.wording import output_words, sentence_case


def of_case(session: Session, actor: Actor, case: Case) -> Iterable[UUID]:
    """Return what a case's reviews write for readers, of the reviews that the person may know of."""
    looks_at = select(ReviewOfCase.review_id).where(ReviewOfCase.case_id == case.id)
    of_review = and_(Review.tenant == Output.tenant, Review.id == Output.review_id)
    wanted = select(Output.id).join(Review, of_review)
    wanted = wanted.where(Output.review_id.in_(looks_at), may_know(actor.account_id, actor.permissions))
    return session.scalars(wanted).all()


def kind_of(event: Event) -> str:
    """Say what was written, as its partnership calls it: a report, a briefing ..."""
    kind = event.facts.get("kind", "")
    if kind not in set(OutputKind):
        return ""
    tenant = current_app.extensions["tenants"].by_slug[event.tenant]
    return sentence_case(output_words(OutputKind(kind), tenant))


register_words(
    "output",
    Lane.OUTPUT,
    {
        "begun": "Begun",
        "taken-on": "Taken on from an author who leaves",
        "submitted": "Submitted for approval",
        "returned": "Returned to its authors",
        "taken-back": "Taken back to be revised",
        "publication-prepared": "Publication prepared",
        "sent-ahead": "Sent to the National Panel and the Secretary of State",
        "withdrawal-confirmed": "Confirmed that it was right to take it down",
        "put-back": "To be published again",
        "came-down": "Came down by its retention rule",
        "publication-ended": "Ended: a person decided",
        "kept-longer": "Kept published for longer",
        "end-announced": "People were told that its time is nearly over",
        "saved": "Saved",
        "approved": "Approved",
        "published": "Published",
        "taken-down": "Taken down at once",
    },
    about=kind_of,
)
PUBLISHED = {"output-published": "Something for readers published"}
register_words("review", Lane.OUTPUT, PUBLISHED, twins=PUBLISHED)
register_related("output", of_case)
