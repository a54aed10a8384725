"""What does a regional lead see of what came of published recommendations?"""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from portal.extensions import db
from portal.region import comparing, filters, following, learning_queries, queries, sides
from portal.region.asked import Asked
from portal.region.blueprint import asked_here, blueprint, by_quarter_of, shown
from portal.region.comparing import Row
from portal.region.following import Measure
from portal.web.places import all_tenants

NARROWED_BY = ("partnership", "theme", "body", "quarter")
FIGURES = ", ".join(repr(each.value) for each in Measure)


@blueprint.get("/regions/<region:region>/progress")
def progress() -> ResponseReturnValue:
    """Show how published recommendations stood at a quarter's end: status, lateness, verification and impact."""
    wanted = asked_here("invented", *NARROWED_BY)
    every = learning_queries.followed(db.session(), wanted)
    quarter, columns = following.quarter_asked(wanted), sides.in_order(wanted, all_tenants())
    found = following.stood(comparing.narrowed(every, wanted), following.day_of(quarter, wanted))
    counts = [
        (name, title, following.counted(found, columns, name))
        for name, (title, _, _) in following.TABLES.items()
    ]
    boxes = filters.boxes(wanted, all_tenants(), "theme", "partnership")
    boxes[1:1] = [filters.bodies(wanted, comparing.bodies_named(every))]
    boxes.append(filters.quarters(wanted))
    return shown(
        "progress", wanted, boxes=boxes, counts=counts, count=len(found), measures=list(Measure),
        day=following.day_of(quarter, wanted), quarter=following.quarter_words(quarter, wanted),
    )  # fmt: skip


@blueprint.get(f"/regions/<region:region>/progress/<any({FIGURES}):figure>")
def progress_measure(figure: str) -> ResponseReturnValue:
    """Show one measure: quarter by quarter, and at a quarter's end by theme and by organisation."""
    wanted, of = asked_here("invented", *NARROWED_BY), Measure(figure)
    lines = comparing.narrowed(learning_queries.followed(db.session(), wanted), wanted)
    quarter, columns = following.quarter_asked(wanted), sides.in_order(wanted, all_tenants())
    found = following.stood(lines, following.day_of(quarter, wanted))
    return shown(
        "progress_measure", wanted, measure=of, measures=list(Measure), count=len(lines),
        rows=following.over_time(lines, wanted, columns, of),
        themes=following.shares_by_theme(found, columns, of), bodies=following.shares_by_body(found, columns, of),
        day=following.day_of(quarter, wanted), boxes=[filters.quarters(wanted)],
    )  # fmt: skip


@blueprint.get("/regions/<region:region>/quality")
def quality() -> ResponseReturnValue:
    """Show how partnerships scored their published reviews by the quality markers."""
    wanted = asked_here("invented")
    found, columns = queries.scores(db.session(), wanted), sides.in_order(wanted, all_tenants())
    return shown(
        "quality",
        wanted,
        scores=comparing.by_score(found, columns),
        together=comparing.scores_together(found, columns),
        **by_quarter_of("quality", wanted),
    )


@blueprint.get("/regions/<region:region>/briefings")
def briefings() -> ResponseReturnValue:
    """Show how often people used published briefings, where and with how many."""
    wanted = asked_here("invented")
    found = queries.briefing_uses(db.session(), wanted)
    counts = following.briefings_used(found, wanted, sides.in_order(wanted, all_tenants()))
    return shown("briefings", wanted, counts=counts, has_any=bool(found))


def standing_beside(wanted: Asked, columns: list[str]) -> list[Row]:
    """Return how one partnership's published recommendations stand today, and the others' beside it."""
    today = following.day_of(following.quarter_asked(wanted), wanted)
    found = following.stood(learning_queries.followed(db.session(), wanted), today)
    return following.counted(found, columns, "standing") if found else []
