"""What does a regional lead see of casework? Frozen figures alone, side by side, over time, and one beside the rest."""

from __future__ import annotations

from flask import request
from flask.typing import ResponseReturnValue

from portal.domain.errors import NotFound
from portal.domain.releasing import WINDOWS, Measure, window_words
from portal.extensions import db
from portal.region import queries, release_queries, releasing, sides
from portal.region.asked import Asked
from portal.region.blueprint import asked_here, blueprint, shown
from portal.region.progress_views import standing_beside
from portal.region.release_queries import Release
from portal.region.tables import OUTPUT_KINDS
from portal.web.places import all_tenants

MEASURES = ", ".join(repr(each.value) for each in Measure)


@blueprint.get("/regions/<region:region>/releases")
def releases() -> ResponseReturnValue:
    """Show every release, and which partnerships signed each off."""
    wanted = asked_here("invented")
    found = release_queries.releases(db.session(), wanted)
    return shown("releases", wanted, releases=found, measures=list(Measure))


@blueprint.get("/regions/<region:region>/releases/<int:through>")
def release(through: int) -> ResponseReturnValue:
    """Show one release: the partnerships side by side."""
    wanted = asked_here("invented")
    found = release_of(wanted, through)
    columns = sides.in_order(wanted, all_tenants())
    windows = [
        (years, window_words(through, years), releasing.by_measure(found, columns, years))
        for years in reversed(WINDOWS)
    ]
    return shown(
        "release",
        wanted,
        release=found,
        windows=windows,
        notes=releasing.notes([row for _, _, rows in windows for row in rows], with_sums=True),
        may_sum=release_queries.may_sum(found),
    )


@blueprint.get(f"/regions/<region:region>/releases/measures/<any({MEASURES}):measure>")
def measure(measure: str) -> ResponseReturnValue:
    """Show one figure over time: each release's, side by side."""
    wanted, of = asked_here("invented"), Measure(measure)
    years = 5 if request.args.get("years") == "5" else 3
    found = release_queries.releases(db.session(), wanted)
    rows = releasing.over_releases(found, sides.in_order(wanted, all_tenants()), of, years)
    return shown(
        "measure",
        wanted,
        measure=of,
        years=years,
        rows=rows,
        notes=releasing.notes(rows),
        measures=list(Measure),
        releases=found,
    )


@blueprint.get("/regions/<region:region>/partnerships/<partnership>")
def beside(partnership: str) -> ResponseReturnValue:
    """Show one partnership beside the others of its region: what is released, and apart from it what is published."""
    wanted = asked_here("invented")
    if partnership not in wanted.region.tenants:
        raise NotFound("There is no such partnership in this region.")
    others = [slug for slug in sides.in_order(wanted, all_tenants()) if slug != partnership]
    columns = [partnership, *others]
    found = release_queries.releases(db.session(), wanted)
    rows = releasing.by_measure(found[0], columns, WINDOWS[-1]) if found else []
    on_show = queries.shown(db.session(), wanted)
    return shown(
        "beside",
        wanted,
        partnership=partnership,
        beside=[all_tenants().by_slug[slug] for slug in columns],
        release=found[0] if found else None,
        window=window_words(found[0].through, WINDOWS[-1]) if found else "",
        rows=rows,
        notes=releasing.notes(rows),
        published=published_rows(on_show, columns),
        progress=standing_beside(wanted, columns),
    )


def release_of(wanted: Asked, through: int) -> Release:
    """Return the release with this last year; NotFound where no partnership of the region signed one off."""
    for each in release_queries.releases(db.session(), wanted):
        if each.through == through:
            return each
    raise NotFound("There is no such release.")


def published_rows(on_show: dict[str, queries.Shown], columns: list[str]) -> list[tuple[str, list[int]]]:
    """Return what each partnership has on show, exactly, since anyone can count it."""
    kinds = [kind for kind in (*OUTPUT_KINDS, "") if any(kind in each.outputs for each in on_show.values())]
    rows = [("Reviews on show", [on_show[slug].reviews for slug in columns])]
    rows += [
        (OUTPUT_KINDS.get(kind, "Kind not stated"), [on_show[slug].outputs.get(kind, 0) for slug in columns])
        for kind in kinds
    ]
    return [*rows, ("Outputs no longer on show", [on_show[slug].no_longer for slug in columns])]
