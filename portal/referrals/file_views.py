"""How is a file of a referral opened, and taken out of a draft again?"""

from __future__ import annotations

from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.extensions import db
from portal.referrals import drafts, handing_in, queries
from portal.referrals.blueprint import blueprint
from portal.referrals.referring_views import own_draft
from portal.tenancy.answers import sections_for
from portal.web.access import current_actor
from portal.web.fields import ConfirmForm
from portal.web.file_answers import file_answer
from portal.web.places import current_tenant


@blueprint.get("/<tenant:tenant>/referrals/<uuid:referral_id>/files/<uuid:attachment_id>")
def file(referral_id: UUID, attachment_id: UUID) -> ResponseReturnValue:
    """One file of a referral, once it was found clean; opening it goes on the record."""
    session, actor = db.session(), current_actor()
    referral = queries.referral_seen_by(session, actor, referral_id)
    attachment = queries.file_of(session, referral, attachment_id)
    if not drafts.may_open(session, actor, referral, attachment):
        abort(404)
    return file_answer(attachment)


@blueprint.route(
    "/<tenant:tenant>/referrals/<uuid:referral_id>/files/<uuid:attachment_id>/remove", methods=["GET", "POST"]
)
def remove_file(referral_id: UUID, attachment_id: UUID) -> ResponseReturnValue:
    """Ask before a file is taken out of a draft, then take it."""
    tenant, form, referral = current_tenant(), ConfirmForm(), own_draft(referral_id)
    attachment = queries.file_of(db.session(), referral, attachment_id)
    back = url_for("referrals.show", referral_id=referral_id)
    for section in sections_for(queries.form_of(tenant, referral), "referrer"):
        if attachment.question in {question.code for question in section.questions}:
            back = url_for("referrals.section", referral_id=referral_id, section_code=section.code)
    if form.validate_on_submit():
        handing_in.take_back_file(db.session(), tenant, current_actor(), referral_id, attachment_id)
        flash("The file has been removed.", "success")
        return redirect(back, 303)
    return render_template("referrals/remove_file.html", attachment=attachment, back=back, form=form)
