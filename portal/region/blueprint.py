"""What do all pages of a region share: their blueprint, what was asked, and what every page knows?"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, current_app, render_template, request

from portal.extensions import db
from portal.region import filters, following, quarterly, sides
from portal.region.addresses import front_path, public_path
from portal.region.asked import Asked, asked
from portal.web.places import all_tenants, current_region

blueprint = Blueprint("region", __name__)


def asked_here(*names: str) -> Asked:
    """Return what this request asks for, among these choices."""
    is_demonstration: bool = current_app.extensions["settings"].is_demonstration
    args = {name: request.args.get(name, "") for name in names}
    return asked(current_region(), datetime.now(UTC), args, is_demonstration=is_demonstration)


def shown(page: str, wanted: Asked, **values: Any) -> str:
    """Return a page with what every page of a region knows."""
    tenants = all_tenants()
    columns = [tenants.by_slug[slug] for slug in sides.in_order(wanted, tenants)]
    return render_template(
        f"region/{page}.html", asked=wanted, tenants=tenants.by_slug, columns=columns,
        public_path=public_path, front_path=front_path, sums=sides.sums,
        narrowing=filters.narrowing(wanted, tenants), **values,
    )  # fmt: skip


def by_quarter_of(subject: str, wanted: Asked) -> dict[str, Any]:
    """Return what a page shows of a subject quarter by quarter."""
    placed = quarterly.SUBJECTS[subject](db.session(), wanted)
    return {
        "first": quarterly.FIRST[subject],
        "quarters": [quarter.short for quarter in following.quarters(wanted)],
        "heats": quarterly.heats(placed, wanted, sides.in_order(wanted, all_tenants())),
    }
