"""How does whoever runs the portal let it find children again who were referred to an earlier version?"""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import click
from flask import current_app
from flask.cli import AppGroup

from portal.extensions import db
from portal.models.session import TenantSession, entering
from portal.referrals.recognising import FIRST, recognise_children, recognise_referrals

Batch = Callable[[TenantSession, UUID], list[UUID]]

group = AppGroup("referrals", help="Let children be found again who were referred to an earlier version.")


@group.command()
def likenesses() -> None:
    """Make the keyed hashes by which a child is likely found again, for every referral and child without any."""
    for tenant in current_app.extensions["tenants"].by_slug:

        def of_tenant(session: TenantSession, after: UUID, slug: str = tenant) -> list[UUID]:
            return recognise_referrals(session, slug, after)

        referrals, children = in_batches(tenant, of_tenant), in_batches(tenant, recognise_children)
        click.echo(f"{tenant}: looked at {referrals} referrals and {children} children without keys")


def in_batches(tenant: str, batch: Batch) -> int:
    """Go through everything that waits, each batch in a session of its own; return how many there were."""
    seen, after = 0, FIRST
    while True:
        with entering(db.session, tenant) as session:
            ids = batch(session, after)
        if not ids:
            return seen
        seen, after = seen + len(ids), ids[-1]
