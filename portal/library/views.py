"""Which public pages does the portal have, and what does each of them show?"""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Blueprint, Response, abort, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.domain.vocabulary import OutputKind, ReviewKind
from portal.extensions import db
from portal.library import fronts, listing, queries, responses, search
from portal.library.lines import REVIEW_KINDS, kind_words, output_line
from portal.library.queries import Filters, Stretch
from portal.models.published_file import name_of
from portal.tenancy.model import Page, Tenant
from portal.tenancy.pages import WHAT_CHANGED
from portal.web import reading
from portal.web.page_cache import remembered
from portal.web.places import all_tenants, current_tenant, tenant_of_host

blueprint = Blueprint("library", __name__)

LATEST = 4
LONGEST_QUERY = 200


@blueprint.get("/")
def home() -> ResponseReturnValue:
    """Show every partnership, by region; on a partnership's own host, lead to its front page."""
    own = tenant_of_host(request)
    if own is not None:
        return redirect(url_for("library.front", tenant=own))
    now = datetime.now(UTC)
    counts = remembered(("counts",), lambda: queries.counts_by_tenant(db.session(), now))
    return render_template("library/home.html", regions=fronts.by_region(all_tenants()), counts=counts)


@blueprint.get("/accessibility")
def accessibility() -> ResponseReturnValue:
    """Show how accessible the portal's own pages are; each partnership says it of its own."""
    return about_the_portal("accessibility")


@blueprint.get("/privacy")
def privacy() -> ResponseReturnValue:
    """Show what the portal keeps of whoever reads its pages or signs in."""
    return about_the_portal("privacy")


def about_the_portal(page: str) -> str:
    """Return a page of the portal itself, which belongs to no partnership and leads to that page of each."""
    tenants = sorted(all_tenants().by_slug.values(), key=lambda tenant: tenant.name)
    contact = current_app.extensions["settings"].contact
    return render_template(f"library/{page}.html", tenants=tenants, contact=contact)


@blueprint.get("/<tenant:tenant>/")
def front() -> ResponseReturnValue:
    """Show a partnership's front page."""
    tenant, now = current_tenant(), datetime.now(UTC)
    session = db.session()
    latest = queries.reviews(session, tenant, Stretch(), now, offset=0, limit=LATEST)
    shown = queries.briefings(session, tenant, now, offset=0, limit=LATEST)
    return render_template("library/front.html", latest=latest, briefings=shown, pages=fronts.pages(tenant))


@blueprint.get("/<tenant:tenant>/reviews")
def reviews() -> ResponseReturnValue:
    """Show what has been published, narrowed and searched as the reader asks."""
    tenant, now = current_tenant(), datetime.now(UTC)
    filters, query = asked_filters(), asked_words()
    choices = remembered(("choices",), lambda: queries.choices(db.session(), tenant, now))
    shared = {"filters": filter_boxes(tenant, filters, choices), "chosen": filters, "query": query}
    if query:
        found = search.search(db.session(), tenant, query, filters, asked_page(), now)
        return render_template("library/search.html", found=found, **shared)
    parts = remembered(("parts", filters), lambda: listing.parts(db.session(), tenant, filters, now))
    page = listing.list_page(db.session(), tenant, parts, asked_page(), now)
    return render_template("library/reviews.html", page=page, **shared)


@blueprint.get("/<tenant:tenant>/reviews/<slug>")
def review(slug: str) -> ResponseReturnValue:
    """Show one review: its outputs, or what remains of them."""
    tenant, now = current_tenant(), datetime.now(UTC)
    row = queries.find_review(db.session(), tenant, slug, now)
    if row is None:
        abort(404)
    line = queries.with_outputs(db.session(), tenant, [row], now)[0]
    recommended = responses.recommendations_of(db.session(), tenant, [row.key], now).get(row.key, [])
    return render_template("library/review.html", review=line, row=row, recommended=recommended)


@blueprint.get("/<tenant:tenant>/reviews/<slug>/<output>")
def output(slug: str, output: str) -> ResponseReturnValue:
    """Show an output: a briefing in its seven boxes, anything else as a page to read; 410 once it came down."""
    tenant, now = current_tenant(), datetime.now(UTC)
    row = queries.find_output(db.session(), tenant, slug, output, now)
    if row is None:
        abort(404)
    line = output_line(row, row.review_slug, tenant, now)
    if line.status:
        return render_template("library/gone.html", output=line, row=row), 410
    if row.boxes:
        return render_template("library/briefing.html", output=line, row=row)
    return render_template(
        "library/document.html", output=line, row=row, document=reading.document(row.body_html)
    )


@blueprint.get("/<tenant:tenant>/reviews/<slug>/<output>/<file>")
def file(slug: str, output: str, file: str) -> ResponseReturnValue:
    """Give a published output as a file, for exactly as long as its page is there; 410 once it came down."""
    tenant, now = current_tenant(), datetime.now(UTC)
    row = queries.find_output(db.session(), tenant, slug, output, now)
    if row is None or file != name_of(slug, output):
        abort(404)
    line = output_line(row, row.review_slug, tenant, now)
    if line.status:
        return render_template("library/gone.html", output=line, row=row), 410
    found = queries.find_file(db.session(), tenant, row.key, file, now)
    if found is None:
        abort(404)
    response = Response(found.content, mimetype=found.media_type)
    # The name has nothing in it but small letters, digits and hyphens.
    response.headers["Content-Disposition"] = f'inline; filename="{file}"'
    return response


@blueprint.get("/<tenant:tenant>/briefings")
def briefings() -> ResponseReturnValue:
    """Show the partnership's seven-minute briefings, newest first."""
    tenant, now = current_tenant(), datetime.now(UTC)
    total = remembered(("briefings",), lambda: queries.count_briefings(db.session(), tenant, now))
    pages = max(1, -(-total // listing.PER_PAGE))
    number = min(asked_page(), pages)
    start = (number - 1) * listing.PER_PAGE
    lines = queries.briefings(db.session(), tenant, now, offset=start, limit=listing.PER_PAGE)
    return render_template("library/briefings.html", lines=lines, total=total, number=number, pages=pages)


@blueprint.get("/<tenant:tenant>/pages/<page>")
def page(page: str) -> ResponseReturnValue:
    """Show one of the partnership's own pages."""
    tenant = current_tenant()
    shown = tenant.pages.get(page)
    if shown is None:
        abort(404)
    if page == WHAT_CHANGED:
        return what_changed(tenant, shown)
    return render_template("library/page.html", page=shown, pages=fronts.pages(tenant))


def what_changed(tenant: Tenant, page: Page) -> str:
    """Show the page about what changed, with all that is published of it at this moment."""
    now, session = datetime.now(UTC), db.session()
    total = remembered(("asking",), lambda: responses.count_asking(session, tenant, now))
    pages = max(1, -(-total // responses.PER_PAGE))
    number = min(asked_page(), pages)
    return render_template(
        "library/what_changed.html", page=page, pages=fronts.pages(tenant), number=number, of_pages=pages,
        responses=responses.responses(session, tenant, now) if number == 1 else (),
        most=responses.MOST, asking=responses.asking(session, tenant, now, page=number),
    )  # fmt: skip


def asked_page() -> int:
    """Return the number of the page asked for, from 1; anything else is the first."""
    number = request.args.get("page", "")
    return max(1, int(number)) if number.isascii() and number.isdigit() and len(number) < 7 else 1


def asked_words() -> str:
    """Return what the reader searches for, without characters that no page can show."""
    words = request.args.get("q", "")[:LONGEST_QUERY]
    return " ".join("".join(each if each.isprintable() else " " for each in words).split())


def asked_filters() -> Filters:
    """Return the filters asked for; what is no kind or no year is no filter."""
    kind, year, output = (request.args.get(name, "") for name in ("kind", "year", "output"))
    return Filters(
        kind=kind if kind in list(ReviewKind) else "",
        year=int(year) if year.isascii() and year.isdigit() and len(year) == 4 else None,
        output=output if output in list(OutputKind) else "",
    )


def filter_boxes(tenant: Tenant, filters: Filters, choices: queries.Choices) -> list[dict[str, object]]:
    """Return the filters as the search box shows them: only those with something to choose."""
    boxes: list[dict[str, object]] = [
        {"name": "kind", "label": "Kind of review", "value": filters.kind,
         "options": [(kind, REVIEW_KINDS.get(kind, kind)) for kind in choices.kinds]},
        {"name": "year", "label": "Year", "value": filters.year or "",
         "options": [(year, str(year)) for year in choices.years]},
        {"name": "output", "label": "Kind of document", "value": filters.output,
         "options": [(kind, kind_words(kind, tenant.words.briefing)) for kind in choices.outputs]},
    ]  # fmt: skip
    return [box for box in boxes if box["options"]]
