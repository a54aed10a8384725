"""Which publications wait on a person's desk because their time is over, or nearly?"""

from __future__ import annotations

from flask import url_for
from sqlalchemy.orm import Session

from portal.domain.permissions import Permission
from portal.retention import queries
from portal.retention.queries import PublishedLine
from portal.tenancy.model import Tenant
from portal.web.access import Actor
from portal.web.desk import DeskLine, Offer, register_offer, register_source
from portal.web.working_days import today


def near_the_end(session: Session, actor: Actor, tenant: Tenant) -> list[DeskLine]:
    """Return what comes down within a month, and what only a person ends."""
    return [line_for(each, tenant) for each in queries.near_the_end(session, actor, today())]


def line_for(published: PublishedLine, tenant: Tenant) -> DeskLine:
    """Return a publication as the desk shows it."""
    called = published.words(tenant)
    address = url_for("retention.index") + f"#publication-{published.publication_id}"
    if published.decide_on is not None:
        is_over = published.waits_for_person(today())
        why = (
            "Its time is over. It stays published until somebody decides."
            if is_over
            else "Its time is nearly over. From that day somebody decides; until then it stays published."
        )
        return DeskLine(f"{called}: decide whether it stays published", address, published.decide_on, why)
    if published.last_day is not None and published.last_day < today():
        why = "Its last day has passed, so readers no longer find it. The nightly run closes it."
        return DeskLine(f"{called}: no longer published", address, published.last_day, why)
    why = "It comes down by itself. It can be kept for longer until then."
    return DeskLine(f"{called}: comes down soon", address, published.last_day, why)


register_source(Permission.RETENTION_DECIDE, near_the_end)
register_offer(
    Permission.RETENTION_DECIDE,
    Offer("Retention", "retention.index", "What is published, for how long, and what waits for your decision."),
)
