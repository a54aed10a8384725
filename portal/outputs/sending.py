"""How is it recorded that a report went to the National Panel and the Secretary of State ahead of its publication?"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from portal.domain.errors import InvalidAnswer
from portal.domain.workflow import Thing, require_action
from portal.models.output import Output, Publication
from portal.models.publications import newest_of, publications_of
from portal.models.review import Review
from portal.models.review_access import known_output
from portal.models.session import TenantSession
from portal.outputs.operations import told
from portal.tenancy.model import Tenant
from portal.web.access import Actor
from portal.web.publication_steps import is_sent_ahead


def require_sending(
    actor: Actor, output: Output, review: Review, publication: Publication | None
) -> Publication:
    """Return the publication of which sending is recorded, or refuse: only a practice review's report goes ahead."""
    facts = {"is_sent_ahead": is_sent_ahead(output, review, publication)}
    require_action(Thing.OUTPUT, output.status, "record-sent-ahead", actor.permissions, facts)
    assert publication is not None  # the workflow's guard has just said so
    return publication


def record_sent(
    session: TenantSession, tenant: Tenant, actor: Actor, output_id: UUID, sent_on: date, today: date,
    *, is_ofsted_told: bool,
) -> Publication:  # fmt: skip
    """Record the day on which it was sent, or correct it, in one commit."""
    output, review = known_output(session, output_id, actor.account_id, actor.permissions, locked=True)
    publication = require_sending(actor, output, review, newest_of(publications_of(session, output.id)))
    if sent_on > today:
        raise InvalidAnswer("Enter a day that has come", "sent_on")
    publication.sent_ahead_on, publication.is_ofsted_told_ahead = sent_on, is_ofsted_told
    told(session, tenant, actor, output, "sent-ahead")
    session.commit()
    return publication
