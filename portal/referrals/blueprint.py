"""The one blueprint that the views of referrals stand on."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint

from portal.extensions import db
from portal.models.referral import Referral
from portal.referrals import operations, queries
from portal.web.access import current_actor
from portal.web.places import current_tenant

blueprint = Blueprint("referrals", __name__)

ONE = "/<tenant:tenant>/referrals/<uuid:referral_id>"


def referral_for(referral_id: UUID, action: str) -> Referral:
    """Return a referral to which this person may do something now; the workflow says no otherwise."""
    referral = queries.referral_seen_by(db.session(), current_actor(), referral_id)
    operations.allowed(referral, current_tenant(), current_actor(), action)
    return referral
