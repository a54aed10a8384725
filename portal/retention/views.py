"""Which pages show how long what is published stays, and let a person decide?"""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.domain.errors import InvalidAnswer, NotFound
from portal.extensions import db
from portal.retention import desk_lines, operations, queries
from portal.retention.forms import EndForm, KeepForm
from portal.retention.queries import PublishedLine
from portal.web.access import current_actor
from portal.web.fields import blame
from portal.web.places import current_tenant
from portal.web.working_days import today

__all__ = ["blueprint", "desk_lines"]

blueprint = Blueprint("retention", __name__)
BASE = "/<tenant:tenant>/work/retention"


@blueprint.get(BASE)
def index() -> ResponseReturnValue:
    """Show what is published, for how long, and what waits for a decision."""
    lines = queries.published(db.session(), current_actor())
    return render_template("retention/index.html", lines=lines, today=today())


@blueprint.route(f"{BASE}/<uuid:output_id>/keep-longer", methods=["GET", "POST"])
def keep_longer(output_id: UUID) -> ResponseReturnValue:
    """Keep something published for longer."""
    line, form = line_of(output_id), KeepForm()
    if form.validate_on_submit():
        try:
            operations.keep_longer(
                db.session(), current_tenant().slug, current_actor(), output_id, form.until.day, form.reason.data
            )
        except InvalidAnswer as error:
            db.session.rollback()
            blame(form, error, "until")
        else:
            return done("It stays published for longer.")
    return render_template("retention/keep_longer.html", form=form, line=line)


@blueprint.route(f"{BASE}/<uuid:output_id>/end", methods=["GET", "POST"])
def end_publication(output_id: UUID) -> ResponseReturnValue:
    """Decide that something is no longer published."""
    line, form = line_of(output_id), EndForm()
    if not line.waits_for_person(today()):
        raise NotFound("Its retention rule keeps it published for now.")
    if form.validate_on_submit():
        operations.end_publication(
            db.session(), current_tenant().slug, current_actor(), output_id, form.reason.data
        )
        return done("It is no longer published.")
    return render_template("retention/end_publication.html", form=form, line=line)


def line_of(output_id: UUID) -> PublishedLine:
    """Return the publication that the page is about; NotFound where it is not published."""
    found = queries.published(db.session(), current_actor(), output_id)
    if not found:
        raise NotFound("There is no such publication.")
    return found[0]


def done(message: str) -> ResponseReturnValue:
    """Go back to the list and say what was done."""
    flash(message, "success")
    return redirect(url_for("retention.index"), 303)
