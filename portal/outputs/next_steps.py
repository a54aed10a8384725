"""What do a case's reviews still write, and what does each piece wait for?"""

from __future__ import annotations

from flask import url_for
from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from portal.domain.permissions import Permission as P
from portal.domain.vocabulary import OutputStatus
from portal.models.case import Case
from portal.models.output import Output
from portal.models.review import Review, ReviewOfCase
from portal.models.review_access import may_know
from portal.tenancy.model import Tenant
from portal.web.access import Actor
from portal.web.case_ahead import NextStep, register_steps
from portal.web.wording import output_words

# What is done next, why, whose permission it takes, and who they are.
AHEAD = {
    OutputStatus.DRAFT: ("write", "It is a draft.", P.OUTPUT_WRITE, "its authors"),
    OutputStatus.READY_FOR_APPROVAL: (
        "approve", "Somebody who did not write it approves it.", P.OUTPUT_APPROVE, "the chair or a partner",
    ),
    OutputStatus.APPROVED: (
        "publish", "It is approved. One person prepares its publication, and another publishes it.",
        P.PUBLICATION_PREPARE, "the coordinator and the publisher",
    ),
}  # fmt: skip


def to_finish(session: Session, actor: Actor, tenant: Tenant, case: Case) -> list[NextStep]:
    """Return what is not published yet, of the reviews that the person may know of."""
    looks_at = select(ReviewOfCase.review_id).where(ReviewOfCase.case_id == case.id)
    wanted = (
        select(Output.id, Output.kind, Output.status, Review.chosen_name)
        .join(Review, and_(Review.tenant == Output.tenant, Review.id == Output.review_id))
        .where(
            Review.id.in_(looks_at), Output.status.in_(AHEAD), may_know(actor.account_id, actor.permissions)
        )
        .order_by(Output.begun_at, Output.id)
    )
    steps = []
    for row in session.execute(wanted):
        what, why, permission, who = AHEAD[row.status]
        address = url_for("outputs.show", output_id=row.id) if actor.may(permission) else ""
        steps.append(
            NextStep(
                f"{row.chosen_name}: {what} the {output_words(row.kind, tenant)}", None, address, why, who
            )
        )
    return steps


register_steps(to_finish)
