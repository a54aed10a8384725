"""What does a regional lead see?"""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from portal.extensions import db
from portal.region import queries
from portal.web.places import all_tenants, current_region

blueprint = Blueprint("region", __name__)


@blueprint.get("/regions/<region:region>/")
def overview() -> ResponseReturnValue:
    """Show what each partnership of the region has made public."""
    region = current_region()
    shown = queries.shown_in(db.session(), region, all_tenants(), datetime.now(UTC))
    return render_template("region/overview.html", region=region, shown=shown)
