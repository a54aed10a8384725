"""What does a regional lead see of what agencies do for published recommendations?"""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from portal.extensions import db
from portal.region import acting, comparing, filters, following, learning_queries, sides
from portal.region.blueprint import asked_here, blueprint, shown
from portal.web.places import all_tenants


@blueprint.get("/regions/<region:region>/actions")
def actions() -> ResponseReturnValue:
    """Show how agencies’ actions stood at a quarter’s end, and which were late by theme and by organisation."""
    wanted = asked_here("invented", "partnership", "theme", "body", "quarter")
    every = learning_queries.acted(db.session(), wanted)
    quarter, columns = following.quarter_asked(wanted), sides.in_order(wanted, all_tenants())
    lines, day = comparing.narrowed(every, wanted), following.day_of(quarter, wanted)
    found = acting.stood(lines, day, wanted)
    boxes = filters.boxes(wanted, all_tenants(), "theme", "partnership")
    boxes[1:1] = [filters.bodies(wanted, comparing.bodies_named(every))]
    boxes.append(filters.quarters(wanted))
    return shown(
        "actions", wanted, boxes=boxes, count=len(found), day=day, quarter=following.quarter_words(quarter, wanted),
        rows=acting.counted(found, columns), late=acting.late_over_time(lines, wanted, columns),
        themes=acting.shares(acting.by_theme(found), columns),
        bodies=acting.shares(acting.by_organisation(found), columns),
    )  # fmt: skip
