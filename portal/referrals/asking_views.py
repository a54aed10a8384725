"""On which pages is more asked for about a referral, answered, or gone on without?"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.domain.clocks import ClockUnit, count
from portal.domain.errors import BeyondHorizon
from portal.domain.permissions import Permission
from portal.extensions import db
from portal.referrals import asking, queries
from portal.referrals.blueprint import ONE, blueprint, referral_for
from portal.referrals.receiving_forms import AnswerForm, AskForm, GoOnForm
from portal.referrals.referring_views import title_of
from portal.web.access import current_actor
from portal.web.fields import is_carried_out
from portal.web.places import current_tenant
from portal.web.working_days import known_holidays, today

# What a person is given to answer in, unless the coordinator names another day.
USUAL_DAYS = 3


@blueprint.route(f"{ONE}/ask", methods=["GET", "POST"])
def ask(referral_id: UUID) -> ResponseReturnValue:
    """Ask the referrer and their agency for more."""
    referral, form = referral_for(referral_id, "ask-for-more"), AskForm()
    if request.method == "GET":
        form.answer_by.data = usual_day()
    if is_carried_out(form, lambda: asking.ask(
        db.session(), current_tenant(), current_actor(), referral_id, form.question.data,
        form.answer_by.day, today(),
    ), "question"):  # fmt: skip
        flash("The referrer and their agency can now read what you ask for.", "success")
        return redirect(url_for("referrals.show", referral_id=referral_id), 303)
    return render_template("referrals/ask.html", referral=referral, title=title_of(referral), form=form)


@blueprint.route(f"{ONE}/answer", methods=["GET", "POST"])
def answer(referral_id: UUID) -> ResponseReturnValue:
    """Answer what the partnership asks about a referral."""
    referral, form = referral_for(referral_id, "answer"), AnswerForm()
    asked = asking.open_question(db.session(), referral)
    if form.validate_on_submit():
        asking.answer(db.session(), current_tenant(), current_actor(), referral_id, form.answer.data)
        flash("Your answer has reached the partnership.", "success")
        return redirect(url_for("referrals.show", referral_id=referral_id), 303)
    is_for_another = current_actor().may(Permission.REFERRAL_ACCEPT)
    return render_template(
        "referrals/answer.html", referral=referral, title=title_of(referral), form=form, asked=asked,
        is_for_another=is_for_another, asker=queries.name_of(db.session(), asked.asked_by),
    )  # fmt: skip


@blueprint.route(f"{ONE}/go-on", methods=["GET", "POST"])
def go_on(referral_id: UUID) -> ResponseReturnValue:
    """Wait no longer for an answer."""
    referral, form = referral_for(referral_id, "go-on"), GoOnForm()
    asked = asking.open_question(db.session(), referral)
    if form.validate_on_submit():
        asking.go_on(db.session(), current_tenant(), current_actor(), referral_id, form.reason.data)
        flash("The referral no longer waits for an answer.", "success")
        return redirect(url_for("referrals.show", referral_id=referral_id), 303)
    return render_template(
        "referrals/go_on.html", referral=referral, title=title_of(referral), form=form, asked=asked
    )


def usual_day() -> Any:
    """Return the day that is proposed; none where the holidays of that year are not known."""
    try:
        return count(today(), USUAL_DAYS, ClockUnit.WORKING_DAYS, known_holidays()).due_on
    except BeyondHorizon:
        return None
