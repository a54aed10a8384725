"""How do those who wrote a referral add to it, take it back and take it away as a PDF, and who reads additions?"""

from __future__ import annotations

from uuid import UUID

from flask import Response, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from portal.domain.errors import InvalidAnswer, NotFound
from portal.domain.permissions import Permission
from portal.domain.uploads import ACCEPTED
from portal.extensions import db
from portal.integrations.pdf import tagged_pdf
from portal.models.case import Case
from portal.models.referral import Referral
from portal.models.referral_addition import additions_of, additions_of_case
from portal.referrals import adding, drafts, letters, queries
from portal.referrals.adding import Added, with_names
from portal.referrals.blueprint import ONE, blueprint, referral_for
from portal.referrals.forms import AddForm, WithdrawForm
from portal.referrals.intake_shown import intake_of
from portal.referrals.referring_views import as_sent, title_of
from portal.tenancy.model import Tenant
from portal.web.access import Actor, current_actor
from portal.web.case_panels import Panel, register_panel
from portal.web.fields import ConfirmForm
from portal.web.filing import files_sent, scan_and_tell, settings_here
from portal.web.places import current_tenant
from portal.web.working_days import today


@blueprint.route(f"{ONE}/add", methods=["GET", "POST"])
def add(referral_id: UUID) -> ResponseReturnValue:
    """Add something to a referral that was sent."""
    referral, form, refused = referral_for(referral_id, "add-information"), AddForm(), ""
    if form.validate_on_submit():
        tenant, words, given = current_tenant(), form.words.data, files_sent("files")
        try:
            ids = adding.add_information(db.session(), tenant, current_actor(), referral_id, words, given)
        except InvalidAnswer as error:
            db.session.rollback()
            refused = error.message
        else:
            scan_and_tell(tenant.slug, ids, stays=True)
            flash("What you added stands with the referral, with its date.", "success")
            return redirect(url_for("referrals.show", referral_id=referral_id) + "#added", 303)
    return render_template(
        "referrals/add.html", referral=referral, title=title_of(referral), form=form, refused=refused,
        accepted=ACCEPTED, most=settings_here().upload_bytes,
    )  # fmt: skip


@blueprint.route(f"{ONE}/additions-read", methods=["GET", "POST"])
def read_additions(referral_id: UUID) -> ResponseReturnValue:
    """Show what was added, and say that the partnership has read it."""
    referral, form = referral_for(referral_id, "read-additions"), ConfirmForm()
    if form.validate_on_submit():
        adding.read_additions(db.session(), current_tenant(), current_actor(), referral_id)
        flash("The referrer can see that it was read.", "success")
        return redirect(url_for("referrals.show", referral_id=referral_id), 303)
    return render_template(
        "referrals/read_additions.html", referral=referral, title=title_of(referral), form=form,
        additions=additions_shown(db.session(), referral),
    )  # fmt: skip


@blueprint.route(f"{ONE}/withdraw", methods=["GET", "POST"])
def withdraw(referral_id: UUID) -> ResponseReturnValue:
    """Take a referral back, after a page that says what this means and asks why."""
    referral, form = referral_for(referral_id, "withdraw"), WithdrawForm()
    if referral.sent_at is None:
        del form.reason
    if form.validate_on_submit():
        reason = form.reason.data if referral.sent_at else ""
        adding.withdraw(db.session(), current_tenant(), current_actor(), referral_id, reason)
        flash("The referral has been withdrawn.", "success")
        return redirect(url_for("referrals.index"), 303)
    return render_template("referrals/withdraw.html", referral=referral, title=title_of(referral), form=form)


@blueprint.get(f"{ONE}/pdf")
def pdf(referral_id: UUID) -> ResponseReturnValue:
    """The completed form to keep or to print, as it was sent and with what was added."""
    tenant, actor, session = current_tenant(), current_actor(), db.session()
    referral = queries.referral_seen_by(session, actor, referral_id)
    if not referral.asked:
        raise NotFound("There is no such referral.")
    html = render_template(
        "referrals/paper/referral.html", tenant=tenant, referral=referral, title=title_of(referral),
        sections=as_sent(referral), standing=drafts.standing_words(referral),
        additions=additions_shown(session, referral), intake=intake_of(session, referral, today()),
        agency=letters.agency_name(tenant, referral), is_own=referral.referrer_id == actor.account_id,
        is_fictional=current_app.extensions["settings"].is_demonstration,
        printed_by=queries.name_of(session, actor.account_id), today=today(),
    )  # fmt: skip
    css = render_template("referrals/paper/referral.css", colour=tenant.brand.colour)
    response = Response(tagged_pdf(html, css).content, mimetype="application/pdf")
    # The name of a file is seen by whoever looks over a shoulder: it says nothing.
    response.headers["Content-Disposition"] = 'inline; filename="referral.pdf"'
    return response


def additions_shown(session: Session, referral: Referral) -> list[Added]:
    """Return what was added to a referral, each with the name of who added it."""
    return with_names(session, additions_of(session, referral.id))


def added_panel(session: Session, actor: Actor, tenant: Tenant, case: Case) -> Panel | None:
    """Show on a case's page what was added to its referrals after they were sent."""
    additions = additions_of_case(session, case.id)
    if not additions:
        return None
    return Panel("Added to the referrals", "referrals/_added.html", with_names(session, additions), "known")


register_panel(30, Permission.CASE_SEE_GRANTED, added_panel)
