"""What does a person see of the cases they may know of?"""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.casework import (
    clocks,
    correction_views,
    desk_lines,
    emergency_queries,
    emergency_views,
    happenings,
    involved_views,
    listing,
    looked_views,
    operations,
    queries,
)
from portal.casework.blueprint import blueprint, case_here
from portal.casework.days import days_that_count
from portal.casework.forms import GrantForm, PersonForm, ReasonForm
from portal.casework.path import path_of
from portal.casework.tracked import tracked
from portal.domain.errors import InvalidAnswer
from portal.domain.permissions import Permission
from portal.domain.vocabulary import CaseStage
from portal.domain.workflow import Thing, require_action
from portal.extensions import db
from portal.models.case import Case
from portal.tenancy.answers import first_day, precision_of
from portal.web import case_ahead
from portal.web.access import current_actor
from portal.web.case_panels import panels
from portal.web.desk import Offer, register_offer
from portal.web.due_next import due_next
from portal.web.happenings import history_of
from portal.web.places import current_tenant
from portal.web.shown_status import shown_statuses
from portal.web.timeline_picture import by_day, picture_of
from portal.web.wording import date_words
from portal.web.working_days import today

__all__ = [
    "blueprint",
    "clocks",
    "correction_views",
    "desk_lines",
    "emergency_views",
    "happenings",
    "involved_views",
    "looked_views",
]

# The pages of one case, as its navigation names them.
CASE_PAGES = (
    ("Overview", "casework.show"),
    ("People and facts", "casework.known"),
    ("What happened", "casework.history"),
    ("Who may see it", "casework.people"),
)


@blueprint.get("/<tenant:tenant>/cases")
def index() -> ResponseReturnValue:
    """List the cases that the person may know of, a page at a time, narrowed by stage, year and reference."""
    session, actor, tenant, error = db.session(), current_actor(), current_tenant(), ""
    years, narrowed = listing.years_with_cases(session), filter_asked()
    try:
        page = listing.page_of_cases(session, actor, tenant, narrowed)
    except InvalidAnswer as fault:
        page, error = listing.CasePage([], ""), fault.message
    return render_template(
        "casework/index.html", page=page, narrowed=narrowed, stages=list(CaseStage), years=years,
        words=words, error=error, chosen=chosen_in(narrowed),
        due=due_next(session, actor, tenant, page.cases, today()),
    )  # fmt: skip


def filter_asked() -> listing.CaseFilter:
    """Return how the address narrows the list; what it cannot mean is left out."""
    # What has no shape on a page is in no reference either, and a page may not repeat it.
    typed = {
        name: request.args.get(name, "")[:40] for name in ("stage", "year", "reference", "after", "mine")
    }
    asked = {name: "".join(filter(str.isprintable, said)) for name, said in typed.items()}
    year = asked["year"]
    is_year = len(year) == 4 and year.isascii() and year.isdigit() and 2000 <= int(year) <= 2099
    return listing.CaseFilter(
        CaseStage(asked["stage"]) if asked["stage"] in set(CaseStage) else None,
        int(year) if is_year else None, asked["reference"], asked["after"],
        asked["mine"] == "yes",
    )  # fmt: skip


def chosen_in(narrowed: listing.CaseFilter) -> dict[str, str]:
    """Return what the next page's address carries on."""
    said = {"stage": narrowed.stage, "year": narrowed.year, "reference": narrowed.reference,
            "mine": "yes" if narrowed.is_mine else ""}  # fmt: skip
    return {name: str(value) for name, value in said.items() if value}


@blueprint.get("/<tenant:tenant>/cases/<reference>")
def show(reference: str) -> ResponseReturnValue:
    """One case at a glance: how far it has come, what comes next and by when, its clocks and its work."""
    case, session, actor, tenant = case_here(reference), db.session(), current_actor(), current_tenant()
    happenings, clocks = history_of(session, actor, case), case_ahead.clocks(session, actor, tenant, case)
    seen = queries.case_seen(session, actor, case)
    return render_template(
        "casework/show.html", case=case, seen=seen, words=words,
        shown=shown_statuses(session, seen.outputs, today()),
        actions={each.action for each in queries.actions_for(session, case, actor)},
        path_steps=path_of(case.stage, happenings), steps=case_ahead.next_steps(session, actor, tenant, case),
        clocks=clocks, events=happenings, outcome_words=outcome_words, today=today(), case_pages=CASE_PAGES,
        panels=panels(session, actor, tenant, case, "overview"),
        tracked=tracked(session, case, seen.referrals, seen.decisions) if actor.may(Permission.CASE_SEE) else [],
    )  # fmt: skip


@blueprint.get("/<tenant:tenant>/cases/<reference>/known")
def known(reference: str) -> ResponseReturnValue:
    """Whom a case is about, and what is known of it."""
    case, session, actor = case_here(reference), db.session(), current_actor()
    seen = queries.case_seen(session, actor, case)
    return render_template(
        "casework/known.html", case=case, seen=seen, words=words, said_date=said_date, case_pages=CASE_PAGES,
        may_correct=any(each.action == "correct" for each in queries.actions_for(session, case, actor)),
        family=queries.by_relationship(seen.family), panels=panels(session, actor, current_tenant(), case, "known"),
    )  # fmt: skip


@blueprint.get("/<tenant:tenant>/cases/<reference>/history")
def history(reference: str) -> ResponseReturnValue:
    """Everything that happened to a case, as a picture and in words."""
    case, session, actor = case_here(reference), db.session(), current_actor()
    told = history_of(session, actor, case)
    days = days_that_count(case, case_ahead.clocks(session, actor, current_tenant(), case))
    return render_template(
        "casework/history.html", case=case, case_pages=CASE_PAGES,
        days=by_day(told, days), picture=picture_of(told, days, today()),
    )  # fmt: skip


def words(list_name: str, code: str) -> str:
    """The words of a code."""
    return queries.words_of(list_name, code) if code else "Not known"


def said_date(answer: str | None) -> str:
    """As much of a date as was said, in words."""
    return date_words(first_day(answer), precision_of(answer)) if answer else ""


def outcome_words(code: str) -> str:
    """An outcome as this partnership words it."""
    return next((each.label for each in current_tenant().outcomes if each.code == code), code)


@blueprint.route("/<tenant:tenant>/cases/<reference>/close", methods=["GET", "POST"])
def close(reference: str) -> ResponseReturnValue:
    """Close a case, with a reason."""
    return change_stage(reference, "close", operations.close)


@blueprint.route("/<tenant:tenant>/cases/<reference>/reopen", methods=["GET", "POST"])
def reopen(reference: str) -> ResponseReturnValue:
    """Reopen a closed case, with a reason."""
    return change_stage(reference, "reopen", operations.reopen)


def change_stage(reference: str, action: str, operation: Callable[..., Case]) -> ResponseReturnValue:
    """Ask for the reason, then carry the action out."""
    case, form, session, actor = case_here(reference), ReasonForm(), db.session(), current_actor()
    facts = queries.case_facts(session, case)
    transition = require_action(Thing.CASE, case.stage, action, actor.permissions, facts)
    if form.validate_on_submit():
        operation(session, current_tenant(), actor, reference, form.reason.data)
        return redirect(url_for("casework.show", reference=reference), 303)
    return render_template("casework/change_stage.html", case=case, form=form, label=transition.label)


@blueprint.get("/<tenant:tenant>/cases/<reference>/people")
def people(reference: str) -> ResponseReturnValue:
    """Who may know of the case, by role, by leave, and to whom it is closed."""
    case, session = case_here(reference), db.session()
    return render_template(
        "casework/people.html", case=case, case_pages=CASE_PAGES, by_role=queries.all_see(session, case),
        grants=queries.grants_of(session, case), exclusions=queries.exclusions_of(session, case),
        ended=queries.ended_exclusions_of(session, case), emergencies=emergency_queries.of_case(session, case),
    )  # fmt: skip


@blueprint.route("/<tenant:tenant>/cases/<reference>/people/grant", methods=["GET", "POST"])
def grant(reference: str) -> ResponseReturnValue:
    """Give a person leave to know of the case."""
    case, form = case_here(reference), GrantForm()
    form.offer(queries.readers(db.session()))
    if form.validate_on_submit():
        person, last_day = UUID(form.account_id.data), form.last_day.data
        operations.grant(
            db.session(), current_tenant(), current_actor(), reference, person, form.reason.data, last_day
        )
        flash("They can now see this case.", "success")
        return redirect(url_for("casework.people", reference=reference), 303)
    return render_template("casework/grant.html", case=case, form=form)


@blueprint.post("/<tenant:tenant>/cases/<reference>/people/<uuid:grant_id>/end")
def end_grant(reference: str, grant_id: UUID) -> ResponseReturnValue:
    """Take a person's leave to know of the case away."""
    operations.end_grant(db.session(), current_tenant(), current_actor(), reference, grant_id)
    flash("Their access has ended.", "success")
    return redirect(url_for("casework.people", reference=reference), 303)


@blueprint.route("/<tenant:tenant>/cases/<reference>/people/exclude", methods=["GET", "POST"])
def exclude(reference: str) -> ResponseReturnValue:
    """Close the case to somebody who is personally involved."""
    case, form, actor = case_here(reference), PersonForm(), current_actor()
    form.offer(queries.whoever_may_learn(db.session()))
    if form.validate_on_submit():
        person = UUID(form.account_id.data)
        operations.exclude(db.session(), current_tenant(), actor, reference, person, form.reason.data)
        flash("The case is closed to them.", "success")
        is_self = person == actor.account_id
        where = url_for("casework.index") if is_self else url_for("casework.people", reference=reference)
        return redirect(where, 303)
    return render_template("casework/exclude.html", case=case, form=form)


register_offer(
    Permission.CASE_SEE_GRANTED, Offer("Cases", "casework.index", "The cases that you may know of.")
)
