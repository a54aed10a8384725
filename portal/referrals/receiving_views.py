"""How does the partnership check a referral, take it in, or say why not?"""

from __future__ import annotations

from uuid import UUID

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.domain.errors import InvalidAnswer
from portal.extensions import db
from portal.models.referral import Referral
from portal.referrals import operations, queries
from portal.referrals.blueprint import blueprint
from portal.referrals.forms import THAT_CASE, AcceptForm
from portal.referrals.referring_views import files_of, reader, title_of
from portal.tenancy.answers import sections_for
from portal.web.access import current_actor
from portal.web.answered import answered
from portal.web.fields import blame
from portal.web.places import current_tenant
from portal.web.question_form import QuestionForm, clean
from portal.web.working_days import today

LONGEST_COMMENTS = 5_000


@blueprint.route("/<tenant:tenant>/referrals/<uuid:referral_id>/quality-assurance", methods=["GET", "POST"])
def quality_assurance(referral_id: UUID) -> ResponseReturnValue:
    """Read a referral, answer the questions about it, and pass it on or return it with comments."""
    tenant, actor = current_tenant(), current_actor()
    referral = queries.referral_seen_by(db.session(), actor, referral_id)
    operations.allowed(referral, tenant, actor, "pass-quality-assurance")
    page = assurer_questions(referral)
    comments, fault = clean(request.form.get("comments", "")), ""
    if request.method == "POST":
        page.read(request.form)
        is_return = "return" in request.form
        fault = fault_of_comments(comments) if is_return else ""
        if not page.faults and not fault:
            return decide_quality(referral_id, page, comments if is_return else None)
    return render_template(
        "referrals/quality_assurance.html", referral=referral, title=title_of(referral), page=page,
        comments=comments, fault=fault, referrer=queries.name_of(db.session(), referral.referrer_id),
        sections=[
            each
            for each in answered(referral.asked or {}, referral.answers or {}, files_of(referral))
            if each.completed_by == "referrer"
        ],
    )  # fmt: skip


def assurer_questions(referral: Referral) -> QuestionForm:
    """The questions that the partnership's form asks of the quality assurer; there may be none."""
    form = queries.form_of(current_tenant(), referral)
    questions = [q for section in sections_for(form, "quality-assurer") for q in section.questions]
    return QuestionForm.kept(questions, referral.answers or {}, reader(), referral.answers or {})


def fault_of_comments(comments: str) -> str:
    """Say what is wrong with the comments to the referrer, if anything."""
    if not comments:
        return "Say what needs to change"
    return f"Use {LONGEST_COMMENTS:,} characters or fewer" if len(comments) > LONGEST_COMMENTS else ""


def decide_quality(referral_id: UUID, page: QuestionForm, comments: str | None) -> ResponseReturnValue:
    """Pass the referral on, or return it where there are comments."""
    session, tenant, actor = db.session(), current_tenant(), current_actor()
    if comments is None:
        operations.pass_quality_assurance(session, tenant, actor, referral_id, page.readable, today())
        flash("The referral has reached the partnership.", "success")
    else:
        operations.return_to_referrer(session, tenant, actor, referral_id, page.readable, comments, today())
        flash("The referral has been returned to its writer.", "success")
    return redirect(url_for("referrals.index"), 303)


@blueprint.route("/<tenant:tenant>/referrals/<uuid:referral_id>/accept", methods=["GET", "POST"])
def accept(referral_id: UUID) -> ResponseReturnValue:
    """Take a referral into a new case, or into one that is open already."""
    tenant, actor, form = current_tenant(), current_actor(), AcceptForm()
    referral = queries.referral_seen_by(db.session(), actor, referral_id)
    operations.allowed(referral, tenant, actor, "accept")
    if request.method == "GET" and "into" in request.args:
        form.where.data, form.reference.data = THAT_CASE, clean(request.args["into"])[:20]
    if form.validate_on_submit():
        try:
            if form.joins is not None:
                case = operations.case_to_join(db.session(), actor, form.joins)
                address = url_for("referrals.join", referral_id=referral_id, reference=case.reference)
                return redirect(address, 303)
            is_made_up = current_app.extensions["settings"].is_demonstration
            case = operations.accept(
                db.session(), tenant, actor, referral_id, today(), is_fictional=is_made_up
            )
        except InvalidAnswer as error:
            db.session.rollback()
            blame(form, error, "reference")
        else:
            flash("The referral has been accepted into a case.", "success")
            return redirect(url_for("casework.show", reference=case.reference), 303)
    return render_template("referrals/accept.html", referral=referral, title=title_of(referral), form=form)
