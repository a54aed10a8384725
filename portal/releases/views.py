"""Which pages show a partnership what regional leads would see of it, and take its sign-off?"""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.domain.agency_actions import ActionStanding
from portal.domain.errors import InvalidAnswer
from portal.domain.quality_markers import Score
from portal.domain.releasing import WINDOWS, Hidden, window_words, year_of
from portal.domain.vocabulary import ReleaseStatus
from portal.domain.workflow import Thing, require_action
from portal.extensions import db
from portal.models.release_part import ReleasePart
from portal.releases import counting, desk_lines, operations, own_figures, own_tables, queries
from portal.releases.forms import DeclineForm, SignForm
from portal.web.access import current_actor
from portal.web.csv_file import csv_answer
from portal.web.excel_file import excel_answer
from portal.web.fields import blame
from portal.web.places import current_tenant
from portal.web.working_days import known_holidays, today

__all__ = ["blueprint", "desk_lines"]

blueprint = Blueprint("releases", __name__)
BASE = "/<tenant:tenant>/work/releases"


@blueprint.get("/<tenant:tenant>/work/figures")
def figures() -> ResponseReturnValue:
    """Show the partnership its own figures, exactly and as they stand today."""
    asking = asking_here()
    session, day, names = asking.session, asking.today, asking.names
    own = own_figures.recommendations(session, day)
    return render_template(
        "releases/figures.html",
        count=len(own),
        standing=own_figures.standing(own),
        columns=list(own_figures.COLUMNS),
        agencies=own_figures.by_agency(own, names),
        actions=own_figures.actions(session, day, names),
        action_words=[each.label for each in ActionStanding],
        themes=own_figures.by_theme(own),
        scores=own_figures.scores(session),
        score_words=[score.label for score in Score],
        casework=own_figures.casework(session, day, asking.holidays),
        through=year_of(day),
        has_made_up=counting.has_made_up(session),
        by_quarter={code: table(asking) for code, table in own_tables.BY_QUARTER.items()},
    )


OWN_TABLES = f"<any({', '.join(map(repr, own_tables.TABLES))}):table>"


@blueprint.get(f"/<tenant:tenant>/work/figures/{OWN_TABLES}.csv")
def download(table: str) -> ResponseReturnValue:
    """Give one of the tables of the partnership's own figures as a file."""
    return taken_away(table, is_excel=False)


@blueprint.get(f"/<tenant:tenant>/work/figures/{OWN_TABLES}.xlsx")
def workbook(table: str) -> ResponseReturnValue:
    """Give one of the tables of the partnership's own figures as an Excel file."""
    return taken_away(table, is_excel=True)


def taken_away(code: str, *, is_excel: bool) -> Response:
    """Return a table as a file; each line says as of which day it counts, and whether invented entries do."""
    asking = asking_here()
    table = own_tables.TABLES[code](asking)
    counted = "Invented entries too" if counting.has_made_up(asking.session) else "Real entries only"
    head = (*table.head, "Counted on", "Counted")
    rows = [(*row, asking.today.isoformat(), counted) for row in table.rows]
    name = f"{asking.tenant.slug}-own-{code}-{asking.today.isoformat()}"
    return (
        excel_answer(name, code.replace("-", " ").capitalize(), head, rows)
        if is_excel
        else csv_answer(name, head, rows)
    )


def asking_here() -> own_tables.Asking:
    """Return whose figures are asked for, today."""
    return own_tables.Asking(db.session(), current_tenant(), today(), known_holidays())


@blueprint.get(BASE)
def index() -> ResponseReturnValue:
    """Show every release, and where the partnership stands in each."""
    return render_template("releases/index.html", parts=queries.all_parts(db.session()))


@blueprint.get(f"{BASE}/<uuid:part_id>")
def show(part_id: UUID) -> ResponseReturnValue:
    """Show what regional leads would see, beside the partnership's own exact figures."""
    part = queries.part(db.session(), part_id)
    is_to_correct = part.status is ReleaseStatus.FROZEN and part in queries.to_correct(
        db.session(), known_holidays(), today()
    )
    return page("show", part, is_to_correct=is_to_correct)


@blueprint.route(f"{BASE}/<uuid:part_id>/sign", methods=["GET", "POST"])
def sign(part_id: UUID) -> ResponseReturnValue:
    """Sign the figures off."""
    part = waiting_part(part_id, "sign")
    form = SignForm(seen=operations.digest(current_tenant().slug, part))
    if form.validate_on_submit():
        operations.sign(db.session(), current_tenant().slug, current_actor(), part_id, form.seen.data or "")
        return done(part_id, "The figures are signed off. They are shown once the release is frozen.")
    return page("sign", part, form=form)


@blueprint.route(f"{BASE}/<uuid:part_id>/decline", methods=["GET", "POST"])
def decline(part_id: UUID) -> ResponseReturnValue:
    """Keep the partnership out of a release."""
    part, form = waiting_part(part_id, "decline"), DeclineForm()
    if form.validate_on_submit():
        try:
            operations.decline(
                db.session(), current_tenant().slug, current_actor(), part_id, form.reason.data
            )
        except InvalidAnswer as error:
            db.session.rollback()
            blame(form, error, "reason")
        else:
            return done(part_id, "That is recorded. Regional leads do not see these figures.")
    return page("decline", part, form=form)


def waiting_part(part_id: UUID, action: str) -> ReleasePart:
    """Return a part that this person may answer now."""
    part = queries.part(db.session(), part_id)
    require_action(Thing.RELEASE, part.status, action, current_actor().permissions, {})
    return part


def page(name: str, part: ReleasePart, **values: object) -> str:
    """Return a page about one part, with its figures over each run of years, the shorter first."""
    windows = [
        (years, window_words(part.through, years), queries.lines_of(part, years))
        for years in reversed(WINDOWS)
    ]
    is_waiting = part.status is ReleaseStatus.PREPARED
    edition = queries.edition_of(db.session(), part)
    return render_template(
        f"releases/{name}.html",
        part=part,
        windows=windows,
        reasons=list(Hidden),
        is_waiting=is_waiting,
        edition=edition,
        **values,
    )


def done(part_id: UUID, message: str) -> ResponseReturnValue:
    """Go back to the part and say what was done."""
    flash(message, "success")
    return redirect(url_for("releases.show", part_id=part_id), 303)
