"""What does a regional lead see?"""

from __future__ import annotations

from dataclasses import replace

from flask import Response
from flask.typing import ResponseReturnValue

from portal.extensions import db
from portal.region import (
    action_views,
    comparing,
    filters,
    following,
    learning_queries,
    progress_views,
    queries,
    release_views,
    sides,
)
from portal.region.blueprint import asked_here, blueprint, by_quarter_of, shown
from portal.region.tables import OUTPUT_KINDS, REVIEW_KINDS, TABLES
from portal.web.csv_file import csv_answer
from portal.web.excel_file import excel_answer
from portal.web.lists import MOST_LISTED
from portal.web.places import all_tenants

__all__ = ["action_views", "blueprint", "progress_views", "release_views"]


@blueprint.get("/regions/<region:region>/")
def overview() -> ResponseReturnValue:
    """Show what each partnership of the region has on show, side by side."""
    wanted = asked_here("invented")
    found = queries.shown(db.session(), wanted)
    kinds = [kind for kind in (*OUTPUT_KINDS, "") if any(kind in each.outputs for each in found.values())]
    return shown("overview", wanted, found=found, kinds=kinds, kind_words=OUTPUT_KINDS)


@blueprint.get("/regions/<region:region>/published")
def published() -> ResponseReturnValue:
    """Show how many reviews and outputs were published in each year, and of which kinds."""
    wanted = asked_here("invented", "partnership", "review", "output")
    columns = sides.in_order(wanted, all_tenants())
    of_reviews = queries.reviews_by_year(db.session(), wanted)
    of_outputs = queries.outputs_by_year(db.session(), wanted)
    since = following.quarters(wanted)[0].begins_on
    by_quarter = [
        following.published_by_quarter(found, wanted, columns)
        for found in (
            queries.dated_reviews(db.session(), wanted, since), queries.dated_outputs(db.session(), wanted, since)
        )
    ]  # fmt: skip
    return shown(
        "published",
        wanted,
        boxes=filters.boxes(wanted, all_tenants(), "review", "output", "partnership"),
        review_years=comparing.over_years(of_reviews, columns),
        review_kinds=comparing.by_kind(of_reviews, columns, REVIEW_KINDS),
        output_years=comparing.over_years(of_outputs, columns),
        output_kinds=comparing.by_kind(of_outputs, columns, OUTPUT_KINDS),
        review_quarters=by_quarter[0],
        output_quarters=by_quarter[1],
    )


@blueprint.get("/regions/<region:region>/reviews")
def reviews() -> ResponseReturnValue:
    """Show the published reviews behind a figure."""
    wanted = asked_here("invented", "partnership", "review", "output", "theme", "year")
    lines = queries.reviews(db.session(), wanted, MOST_LISTED)
    years = [count.year for count in queries.reviews_by_year(db.session(), replace(wanted, year=""))]
    boxes = filters.boxes(wanted, all_tenants(), "theme", "review", "output", "partnership")
    boxes.append(filters.years(wanted, years))
    return shown("reviews", wanted, lines=lines, boxes=boxes, kind_words=REVIEW_KINDS)


@blueprint.get("/regions/<region:region>/themes")
def themes() -> ResponseReturnValue:
    """Show which themes stand in the reviews, recommendations and outputs of each partnership."""
    wanted = asked_here("invented")
    columns = sides.in_order(wanted, all_tenants())
    counts = learning_queries.theme_counts(db.session(), wanted)
    rows = {of: comparing.by_theme(counts, columns, of) for of in comparing.UNDER_THEMES}
    return shown("themes", wanted, rows=rows, **by_quarter_of("themes", wanted))


@blueprint.get("/regions/<region:region>/methods")
def methods() -> ResponseReturnValue:
    """Show in which ways the published reviews of each partnership were carried out."""
    wanted = asked_here("invented")
    rows = comparing.by_method(queries.methods(db.session(), wanted), sides.in_order(wanted, all_tenants()))
    return shown("methods", wanted, rows=rows, **by_quarter_of("methods", wanted))


@blueprint.get("/regions/<region:region>/recommendations")
def recommendations() -> ResponseReturnValue:
    """Show what published reviews recommended, narrowed and grouped as asked."""
    wanted = asked_here("invented", "partnership", "theme", "body", "year", "by")
    every = learning_queries.recommendations(db.session(), replace(wanted, partnership=""))
    lines = comparing.narrowed(every, wanted)
    boxes = filters.boxes(wanted, all_tenants(), "theme", "partnership")
    boxes[1:1] = [filters.bodies(wanted, comparing.bodies_named(every))]
    boxes += [
        filters.years(wanted, [int(comparing.year_of(line)) for line in every]),
        filters.grouping(wanted),
    ]
    groups = comparing.grouped(lines[:MOST_LISTED], wanted.by)
    years = comparing.years_of(lines, sides.in_order(wanted, all_tenants()))
    return shown("recommendations", wanted, boxes=boxes, groups=groups, count=len(lines), years=years)


@blueprint.get("/regions/<region:region>/shared-bodies")
def shared_bodies() -> ResponseReturnValue:
    """Show which organisations the recommendations name, and one organisation's across areas side by side."""
    wanted = asked_here("invented", "body")
    every = learning_queries.recommendations(db.session(), wanted)
    rows = comparing.by_body(every, sides.in_order(wanted, all_tenants()))
    return shown("shared_bodies", wanted, rows=rows, is_shared=comparing.is_shared,
                 lines=comparing.narrowed(every, wanted) if wanted.body else [],
                 **by_quarter_of("shared-bodies", wanted))  # fmt: skip


@blueprint.get("/regions/<region:region>/recurring")
def recurring() -> ResponseReturnValue:
    """Show which recommendations recur: one theme and one organisation in two or more partnerships, or years."""
    wanted = asked_here("invented")
    found = comparing.recurring(learning_queries.recommendations(db.session(), wanted))
    rows = comparing.themes_recurring(found, sides.in_order(wanted, all_tenants()))
    years = comparing.years_recurring(found)
    return shown("recurring", wanted, found=found, rows=rows, years=years,
                 by_year=comparing.over_years_recurring(found, years))  # fmt: skip


KEPT_TABLES = f"<any({', '.join(map(repr, TABLES))}):table>"


@blueprint.get(f"/regions/<region:region>/{KEPT_TABLES}.csv")
def download(table: str) -> ResponseReturnValue:
    """Give one of the tables as a file, narrowed as its page is."""
    return taken_away(table, is_excel=False)


@blueprint.get(f"/regions/<region:region>/{KEPT_TABLES}.xlsx")
def workbook(table: str) -> ResponseReturnValue:
    """Give one of the tables as an Excel file, narrowed as its page is."""
    return taken_away(table, is_excel=True)


def taken_away(table: str, *, is_excel: bool) -> Response:
    """Return a table as a file; each line says whether invented entries count, and what the file is narrowed to."""
    wanted = asked_here("invented", *filters.NARROWED_BY.get(table, ()))
    head, rows = TABLES[table](db.session(), wanted, all_tenants())
    counted = "Invented entries too" if wanted.with_invented else "Real entries only"
    narrowing = filters.narrowing(wanted, all_tenants()) or "Not narrowed."
    name = f"{wanted.region.slug}-{table}-{wanted.now:%Y-%m-%d}"
    head, lines = (*head, "Counted", "Narrowed"), [(*row, counted, narrowing) for row in rows]
    if is_excel:
        return excel_answer(name, table.replace("-", " ").capitalize(), head, lines)
    return csv_answer(name, head, lines)
