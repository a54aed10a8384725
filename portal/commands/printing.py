"""How do published outputs that have no PDF yet come by one?"""

from __future__ import annotations

from uuid import UUID

from flask import current_app

from portal.extensions import db
from portal.models.keystore import KeyDestroyed
from portal.models.session import entering
from portal.outputs import printing
from portal.tenancy.model import Tenant


def print_all() -> int:
    """Print what has no PDF, in every partnership; return how many were printed."""
    return sum(print_for(tenant) for tenant in current_app.extensions["tenants"].by_slug.values())


def print_for(tenant: Tenant) -> int:
    """Print what has no PDF in one partnership, each in a transaction of its own; return how many were printed."""
    with entering(db.session, tenant.slug, writes=False) as session:
        waiting = printing.unprinted(session)
    return sum(is_printed(tenant, each) for each in waiting)


def is_printed(tenant: Tenant, publication_id: UUID) -> bool:
    """Print one publication; False where its words are no longer held."""
    try:
        with entering(db.session, tenant.slug) as session:
            return printing.print_publication(session, tenant, publication_id)
    except KeyDestroyed:
        return False
